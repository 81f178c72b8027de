import { rmSync } from 'node:fs';
import { money, type Offer, type Order } from '@numroute/core';
import { sqliteJournal } from '@numroute/journal';

const offer: Offer = {
  provider: 'stall',
  service: 'telegram',
  country: 'EE',
  pool: '3',
  price: money('8400', 'IRT'),
  stock: 1_000_000,
  handle: JSON.stringify(['3', 'ee', 'telegram']),
};

function orderOf(n: number, now: number): Order {
  return {
    provider: 'stall',
    id: `open-${n}`,
    phone: `+3725${String(n).padStart(7, '0')}`,
    service: 'telegram',
    country: 'EE',
    pool: '3',
    quoted: offer.price,
    paid: offer.price,
    paidSource: 'offer',
    status: 'open',
    messages: [],
    boughtAt: now,
    expiresAt: now + 1_200_000,
    refund: 'none',
  };
}

/** A journal of so many open orders of one buyer, as purchases would have written it. */
export async function fillJournal(file: string, orders: number, buyer: string): Promise<void> {
  rmSync(file, { force: true });
  const journal = sqliteJournal({ file });
  const at = Date.now();
  for (let n = 0; n < orders; n += 1) {
    const [attempt, want] = [`attempt-${n}`, `want-${n}`];
    await journal.openWant({ id: want, key: `${buyer}/once/${n}`, buyer, print: '', at });
    const event = { attempt, at, by: 'buyer' } as const;
    await journal.append({ ...event, kind: 'intent', want, offer, maxPrice: offer.price });
    await journal.append({ ...event, kind: 'bought', order: orderOf(n, at), adopted: false });
  }
  await journal.close();
}
