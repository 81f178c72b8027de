import { money, type Offer, type Offers, type Provider } from '@numroute/core';
import { createQuotes, type Ranking, value, type Want } from '@numroute/router';
import { createWorld, paperProvider, virtualClock } from '@numroute/testkit';
import { expect, test } from 'vitest';

const clock = virtualClock();
const services = ['telegram', 'whatsapp', 'discord'];
const countries = ['EE', 'FI', 'US'];

/** Everything that a vendor sells, each at a price of its own. */
function offersOf(provider: string, tiers: number): readonly Offer[] {
  return services.flatMap((service, row) =>
    countries.flatMap((country, column) =>
      Array.from({ length: tiers }, (_, tier) => ({
        provider,
        service,
        country,
        price: money(`${(row + 1) * 100 + column * 10 + ((tier * 7) % tiers) / 1000}`, 'USD'),
        stock: tier % 3,
        handle: `${tier}`,
      })),
    ),
  );
}

function vendor(id: string, list: Offers): Provider {
  const paper = paperProvider(createWorld({ currency: 'USD', clock, offers: [] }), { id });
  return { ...paper, listOffers: async () => list };
}

/** As an adapter keeps a long list: it knows its services without making an offer. */
function named(offers: readonly Offer[]): Offers {
  return {
    length: offers.length,
    services,
    matching: ({ service, country }) =>
      offers.filter(
        (offer) =>
          (service ?? offer.service) === offer.service && (country ?? offer.country) === offer.country,
      ),
    [Symbol.iterator]: () => {
      throw new Error('all offers were made at once');
    },
  };
}

async function partsOf(parts: AsyncIterable<Ranking>): Promise<readonly Ranking[]> {
  const all: Ranking[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

const wants: readonly (readonly [string, Partial<Want>])[] = [
  ['everything', {}],
  ['a service', { service: 'telegram' }],
  ['a country', { country: 'FI' }],
  ['one of both', { service: 'telegram', country: 'FI' }],
  ['a service in two countries', { service: 'telegram', country: ['EE', 'US'] }],
];

test.each(wants)(
  'the parts of %s hold what the whole ranking holds, each service and country in one part',
  async (_, want) => {
    await using quotes = createQuotes({
      clock,
      providers: [vendor('plain', offersOf('plain', 400)), vendor('long', named(offersOf('long', 500)))],
    });
    const market = await quotes.quoteMarket(want);
    const parts = await partsOf(market.parts);
    const cells = parts.map(({ ranked, excluded }) => [
      ...new Set([...ranked, ...excluded].map(({ offer }) => `${offer.service} ${offer.country}`)),
    ]);
    expect(cells.flat()).toHaveLength(new Set(cells.flat()).size);
    const offers = parts.flatMap(({ ranked }) => ranked);
    for (const part of parts) {
      const amounts = part.ranked.map(({ comparable }) => Number(comparable.amount));
      expect(amounts).toEqual(amounts.toSorted((left, right) => left - right));
    }
    // The long list makes offers only of a named service.
    const whole = await Promise.all(services.map((service) => quotes.quote({ ...want, service })));
    const fitting = whole
      .flatMap(({ ranked }) => ranked.map(nameOf))
      .filter((name) => name.includes(want.service ?? ''));
    expect(new Set(offers.map(nameOf))).toEqual(new Set(fitting));
    expect(offers).toHaveLength(fitting.length);
    expect(market.silent).toEqual([]);
  },
);

test('a market in parts is ranked by what a code costs, too', async () => {
  await using quotes = createQuotes({
    clock,
    strategy: value,
    providers: [vendor('plain', offersOf('plain', 400)), vendor('long', named(offersOf('long', 500)))],
  });
  const parts = await partsOf((await quotes.quoteMarket({})).parts);
  expect(parts.length).toBeGreaterThan(1);
  for (const { ranked, excluded } of parts) {
    expect(ranked.slice(0, 32).every(({ outlook }) => outlook)).toBe(true);
    expect(excluded.length).toBeGreaterThan(0);
  }
});

test('a list that cannot be read costs only its own provider, and is told as silent', async () => {
  const broken: Offers = {
    length: 9,
    services,
    matching: ({ service }) => {
      if (service === 'whatsapp') throw new RangeError('cut off');
      return offersOf('broken', 1).filter((offer) => offer.service === service);
    },
    [Symbol.iterator]: () => [][Symbol.iterator](),
  };
  await using quotes = createQuotes({
    clock,
    providers: [vendor('broken', broken), vendor('sound', offersOf('sound', 2))],
  });
  const { parts, silent } = await quotes.quoteMarket({});
  const offers = (await partsOf(parts)).flatMap(({ ranked, excluded }) => [...ranked, ...excluded]);
  expect(offers.filter(({ offer }) => offer.provider === 'sound')).toHaveLength(18);
  expect(silent).toMatchObject([{ provider: 'broken', error: { code: 'UNREADABLE' } }]);
});

test('reading in parts ends as soon as nobody wants the rest', async () => {
  const leaving = new AbortController();
  await using quotes = createQuotes({ clock, providers: [vendor('plain', offersOf('plain', 1_000))] });
  const { parts } = await quotes.quoteMarket({}, { signal: leaving.signal });
  const reading = (async () => {
    for await (const _part of parts) leaving.abort(new Error('enough'));
  })();
  await expect(reading).rejects.toThrow('enough');
});

const nameOf = ({ offer }: { readonly offer: Offer }): string =>
  `${offer.provider} ${offer.service} ${offer.country} ${offer.handle}`;
