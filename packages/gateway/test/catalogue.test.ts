import type { Provider, Query } from '@numroute/core';
import { createQuotes } from '@numroute/router';
import { createWorld, paperProvider, virtualClock } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { pricingOf } from '../src/clients/pricing.ts';
import { Catalogue, type PriceView } from '../src/selling/catalogue.ts';

const TTL_MS = 5_000;
const view: PriceView = {
  name: 'everybody',
  pricing: pricingOf('USD'),
  allowVirtual: false,
  isAllowed: () => true,
  tiers: false,
};
const narrow = { service: 'telegram', country: 'EE' };

/** A vendor that takes as long as the test says to list what the test says that it costs. */
function open() {
  const clock = virtualClock();
  const vendor = { price: '1', takesMs: 0, asked: [] as Query[] };
  const world = createWorld({
    currency: 'USD',
    clock,
    offers: [
      { service: 'telegram', country: 'EE', price: '1', stock: 5 },
      { service: 'whatsapp', country: 'FI', price: '2', stock: 5 },
    ],
  });
  const paper = paperProvider(world, { id: 'paper' });
  const provider: Provider = {
    ...paper,
    listOffers: async (query, call) => {
      vendor.asked.push(query);
      world.setPrice({ service: 'telegram', country: 'EE' }, vendor.price);
      const offers = await paper.listOffers(query, call);
      if (vendor.takesMs > 0) await clock.sleep(vendor.takesMs, call.signal);
      return offers;
    },
  };
  const quotes = createQuotes({ providers: [provider], clock, offersTtlMs: 1, quoteTimeoutMs: 100_000 });
  const catalogue = new Catalogue(quotes, TTL_MS, clock);
  const priceIn = async (query: Query): Promise<string | undefined> =>
    [...(await catalogue.list(view, query)).matching(narrow)][0]?.price.amount;
  return { clock, vendor, catalogue, priceIn };
}

test('a question about one service asks vendors for that alone', async () => {
  const { vendor, priceIn } = open();
  expect(await priceIn(narrow)).toBe('1');
  expect(vendor.asked).toEqual([narrow]);
});

test('the cheapest of a choice in one country is asked of that country alone', async () => {
  const { vendor, catalogue } = open();
  const choice = { minStock: 2 };
  expect(await catalogue.cheapestOf(view, 'telegram', ['EE'], choice)).toMatchObject({ amount: '1' });
  expect(vendor.asked.splice(0)).toEqual([narrow]);
  expect(await catalogue.cheapestOf(view, 'telegram', ['EE', 'FI'], choice)).toMatchObject({
    amount: '1',
  });
  expect(await catalogue.cheapestOf(view, 'telegram', undefined, choice)).toMatchObject({ amount: '1' });
  expect(vendor.asked).toEqual([{ service: 'telegram' }]);
});

test('an old list of everything is shown while the new one takes long, and then the new one', async () => {
  const { clock, vendor, priceIn } = open();
  expect(await priceIn({})).toBe('1');
  vendor.price = '3';
  vendor.takesMs = 2_000;
  await clock.advance(TTL_MS);
  const shown = priceIn({});
  await clock.advance(250);
  expect(await shown).toBe('1');
  await clock.advance(2_000);
  expect(await priceIn({})).toBe('3');
  expect(vendor.asked).toHaveLength(2);
});

test('a list that is too old is not shown, however long the new one takes', async () => {
  const { clock, vendor, priceIn } = open();
  await priceIn({});
  vendor.price = '3';
  vendor.takesMs = 2_000;
  await clock.advance(60_001);
  const shown = priceIn({});
  await clock.advance(2_000);
  expect(await shown).toBe('3');
});

test('of one service no old list is shown', async () => {
  const { clock, vendor, priceIn } = open();
  await priceIn(narrow);
  vendor.price = '3';
  vendor.takesMs = 2_000;
  await clock.advance(TTL_MS);
  const shown = priceIn(narrow);
  await clock.advance(2_000);
  expect(await shown).toBe('3');
});

test('a client has agreed to the price that it was shown, until a purchase found nothing at it', async () => {
  const { clock, vendor, catalogue, priceIn } = open();
  await priceIn({});
  vendor.price = '3';
  await clock.advance(1_000);
  expect(await catalogue.cheapest(view, 'telegram', ['EE'])).toMatchObject({ amount: '1' });
  catalogue.forget();
  await clock.advance(1);
  expect(await catalogue.cheapest(view, 'telegram', ['EE'])).toMatchObject({ amount: '3' });
});

test('it has agreed to the least of what it was shown, in whatever list', async () => {
  const { clock, vendor, catalogue, priceIn } = open();
  vendor.price = '3';
  await priceIn({});
  vendor.price = '1';
  await clock.advance(1_000);
  expect(await priceIn({ service: 'telegram' })).toBe('1');
  vendor.price = '3';
  await clock.advance(1_000);
  expect(await catalogue.cheapest(view, 'telegram', ['EE'])).toMatchObject({ amount: '1' });
});

test('an old list that is shown again after a doubt is what the client has agreed to', async () => {
  const { clock, vendor, catalogue, priceIn } = open();
  await priceIn({});
  vendor.price = '3';
  vendor.takesMs = 2_000;
  catalogue.forget();
  await clock.advance(500);
  const shown = priceIn({});
  await clock.advance(250);
  expect(await shown).toBe('1');
  expect(await catalogue.cheapest(view, 'telegram', ['EE'])).toMatchObject({ amount: '1' });
});

test('lists of many countries leave the list of everything where it is', async () => {
  const { clock, vendor, catalogue, priceIn } = open();
  await priceIn({});
  vendor.price = '3';
  await clock.advance(1);
  for (let n = 0; n < 400; n += 1) await catalogue.list(view, { country: `paper:${n}` });
  expect(await catalogue.cheapest(view, 'telegram', ['EE'])).toMatchObject({ amount: '1' });
});
