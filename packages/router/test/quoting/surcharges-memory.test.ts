import type { Offer, Order } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import { createRates } from '@numroute/router';
import { virtualClock } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { createSurcharges } from '../../src/quoting/surcharges.ts';
import { usd } from '../support/market.ts';
import { want } from '../support/stall.ts';

const offer: Offer = { ...want, provider: 'a', price: usd('0.1'), stock: 1, handle: '' };

const clock = virtualClock();

/** An order for the offer that cost 0.3. */
function dear(of: Offer): JournalEntry {
  const order: Order = {
    ...want,
    provider: of.provider,
    id: '1',
    phone: '+3725550000',
    quoted: of.price,
    paid: usd('0.3'),
    paidSource: 'vendor',
    status: 'open',
    messages: [],
    boughtAt: 0,
    refund: 'none',
  };
  return {
    id: 'x',
    number: 1,
    offer: of,
    maxPrice: usd('1'),
    sentAt: clock.now(),
    state: 'open',
    money: 'held',
    order,
    since: 0,
  };
}

test('what was charged is known of that provider, service, country and pool, at every price below it', () => {
  const surcharges = createSurcharges(createRates(), { clock, journal: { list: async () => [] } });
  const pooled = { ...offer, pool: '3' };
  surcharges.charged(dear(pooled));
  expect(surcharges.of(pooled)).toEqual(usd('0.3'));
  expect(surcharges.of({ ...pooled, price: usd('0.29'), handle: 'other' })).toEqual(usd('0.3'));
  const others = [
    offer,
    { ...pooled, pool: '4' },
    { ...pooled, provider: 'b' },
    { ...pooled, service: 'whatsapp' },
    { ...pooled, country: 'GB' },
    { ...pooled, price: usd('0.3') },
  ];
  expect(others.map(surcharges.of)).toEqual(others.map(() => undefined));
});

test('a journal that cannot be read keeps nobody from a quote, and is asked again', async () => {
  let reads = 0;
  const list = async () => {
    reads += 1;
    if (reads === 1) throw new Error('disk gone');
    return [dear(offer)];
  };
  const surcharges = createSurcharges(createRates(), { clock, journal: { list } });
  await surcharges.recall();
  expect(surcharges.of(offer)).toBeUndefined();
  await surcharges.recall();
  await surcharges.recall();
  expect(surcharges.of(offer)).toEqual(usd('0.3'));
  expect(reads).toBe(2);
});
