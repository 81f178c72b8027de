import { money, type Offer, type Offers, type Provider } from '@numroute/core';
import { memoryJournal } from '@numroute/journal';
import { createRouter } from '@numroute/router';
import { createWorld, paperProvider, virtualClock } from '@numroute/testkit';
import { expect, test } from 'vitest';

const offerOf = (country: string): Offer => ({
  provider: 'large',
  service: 'telegram',
  country,
  price: money('0.5', 'USD'),
  stock: 1,
  handle: country,
});

/** A list of very many offers that makes only those it is asked for. */
const large: Offers = {
  length: 180_000,
  matching: ({ service, country }) =>
    service === 'telegram'
      ? ['EE', 'FI', 'US'].filter((one) => !country || one === country).map((one) => offerOf(one))
      : [],
  [Symbol.iterator]: () => {
    throw new Error('all offers were made for a question about one service');
  },
};

function open() {
  const clock = virtualClock();
  const paper = paperProvider(createWorld({ currency: 'USD', clock, offers: [] }), { id: 'large' });
  const provider: Provider = { ...paper, listOffers: async () => large };
  return createRouter({ providers: [provider], clock, journal: memoryJournal({ acceptOrphans: true }) });
}

test.each([
  [undefined, ['EE', 'FI', 'US']],
  ['FI', ['FI']],
  [
    ['FI', 'US', 'DE'],
    ['FI', 'US'],
  ],
])('of a large list only the offers for %j are made', async (country, expected) => {
  await using router = open();
  const quote = await router.quote({ service: 'telegram', ...(country !== undefined && { country }) });
  expect(quote.silent).toEqual([]);
  expect(quote.ranked.map(({ offer }) => offer.country)).toEqual(expected);
});
