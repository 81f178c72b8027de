import { money, NumrouteError, type Offer, type Order, type OrderReport } from '@numroute/core';
import { type Journal, type JournalEntry, memoryJournal } from '@numroute/journal';
import { createWorld, paperProvider, virtualClock } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { createAccount } from '../../src/account/account.ts';
import { Claims } from '../../src/account/claims.ts';
import { createVendor } from '../../src/account/vendor.ts';
import { withOfferCache } from '../../src/lane/offer-cache.ts';
import { insist } from '../../src/orders/cancel.ts';
import { pollOnce } from '../../src/orders/poll-once.ts';
import { createOrderAges } from '../../src/time/order-age.ts';

const price = money('0.1', 'USD');
const offer: Offer = {
  provider: 'one',
  service: 'telegram',
  country: 'EE',
  price,
  stock: null,
  handle: '{}',
};
const orderOf = (phone: string): Order => ({
  provider: 'one',
  id: '7',
  phone,
  service: 'telegram',
  country: 'EE',
  quoted: price,
  paid: price,
  paidSource: 'vendor',
  status: 'open',
  messages: [],
  boughtAt: 0,
  refund: 'none',
});

/** Two orders of one id: the first is gone, the second is open. */
async function again() {
  const clock = virtualClock();
  const memory = memoryJournal({ acceptOrphans: true });
  let isFull = false;
  const journal: Journal = {
    ...memory,
    append: async (event) => {
      if (isFull) throw new NumrouteError('UNAVAILABLE', 'full', {});
      return await memory.append(event);
    },
  };
  const asked: string[] = [];
  const market = createWorld({ currency: 'USD', clock, offers: [] });
  const paper = paperProvider(market, { id: 'one' });
  const closing = new AbortController();
  const asking = {
    ...paper,
    fetchOrder: async (id: string): Promise<OrderReport> => {
      asked.push(id);
      return { id, status: 'delivered', messages: [{ code: '918273' }] };
    },
  };
  const emit = (): void => undefined;
  const runtime = {
    clock,
    journal,
    ages: createOrderAges({ clock, journal }),
    emit,
    claims: new Claims(),
    signal: closing.signal,
  };
  const account = createAccount(
    createVendor(withOfferCache(asking, 5_000, clock), 0, 1_000, runtime),
    runtime,
    {
      isShared: false,
      limits: paper.manifest.limits,
      share: 1,
      places: 1,
    },
  );
  const { log } = account;
  for (const [id, phone] of [
    ['a', '+37255500001'],
    ['b', '+37255500002'],
  ] as const) {
    await log.write(id, 'buyer', { kind: 'intent', want: id, offer, maxPrice: price });
    await log.write(id, 'buyer', { kind: 'bought', order: orderOf(phone), adopted: false });
    const report: OrderReport = { id: '7', status: 'gone', messages: [] };
    if (id === 'a') await log.write(id, 'poller', { kind: 'reported', report });
  }
  const fill = (): void => {
    isFull = true;
  };
  return { account, asked, clock, closing, fill };
}

test('an order that is gone is not asked for once its id is another’s', async () => {
  const { account, asked, closing } = await again();
  const gone = await account.log.read('a');
  if (!gone) throw new TypeError('it was written');
  expect(await pollOnce(account, gone, closing.signal)).toBe(gone);
  expect(asked).toEqual([]);
  closing.abort();
});

test('the latest order of an id is found, also where news of an earlier one is not written yet', async () => {
  const { account, closing, fill } = await again();
  fill();
  const late: OrderReport = { id: '7', status: 'gone', messages: [{ code: '1234' }] };
  await account.log.note('a', 'poller', { kind: 'reported', report: late });
  expect(account.log.isBehind).toBe(true);
  expect(await account.log.find({ provider: 'one', id: '7' })).toMatchObject({ id: 'b' });
  closing.abort();
});

test('a cancel that wakes up after its order has ended asks nothing about the order of the same id', async () => {
  const { account, asked, clock, closing } = await again();
  const gone = await account.log.read('a');
  if (!gone?.order) throw new TypeError('it was written');
  const before: JournalEntry = { ...gone, state: 'open', order: { ...gone.order, status: 'open' } };
  const insisting = insist(account, { entry: before, waitMs: 60_000 }, closing.signal);
  await clock.advance(61_000);
  expect(await insisting).toMatchObject({ id: 'a', state: 'gone' });
  expect(asked).toEqual([]);
  closing.abort();
});
