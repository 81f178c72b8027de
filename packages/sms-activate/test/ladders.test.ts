import { formatDecimal } from '@numroute/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PriceSource, type Profile, profiles, smsActivateAdapter } from '../src/index.ts';
import { fakeSend } from './support.ts';

interface Rung {
  readonly units: bigint;
  readonly stock: number;
}

const SCALE = 4;
const amountOf = ({ units }: Rung): string => formatDecimal({ units, scale: SCALE });

/** Up to twenty prices of one service in one country, in no order. */
const ladder = fc.uniqueArray(
  fc.record({ units: fc.bigInt({ min: 1n, max: 10n ** 7n }), stock: fc.nat({ max: 100_000 }) }),
  { selector: ({ units }) => units, minLength: 1, maxLength: 20 },
);

const byValue = (rungs: readonly Rung[]): readonly Rung[] =>
  rungs.toSorted((a, b) => Number(a.units - b.units));

/** `0.25`, or padded as some sites do: `0.2500`. */
const spell = (rung: Rung): string => {
  const text = amountOf(rung);
  return rung.stock % 2 === 0 ? text : text.includes('.') ? `${text}0` : `${text}.00`;
};

const priceMap = (rungs: readonly Rung[]): string =>
  `{${rungs.map((rung) => `"${spell(rung)}":${rung.stock % 3 === 0 ? `"${rung.stock}"` : rung.stock}`).join(',')}}`;

async function list(offers: PriceSource, text: string, query = {}) {
  const profile: Profile = { ...profiles.classic, offers };
  const send = fakeSend({ [offers.action]: text });
  return [...(await smsActivateAdapter(profile).listOffers(send, query))];
}

/** Price and stock, cheapest first, each with a handle of its own. */
async function expectLadder(offers: PriceSource, text: string, rungs: readonly Rung[]): Promise<void> {
  const found = await list(offers, text);
  expect(found.map(({ price, stock }) => [price.amount, stock])).toEqual(
    byValue(rungs).map((rung) => [amountOf(rung), rung.stock]),
  );
  expect(new Set(found.map(({ handle }) => handle)).size).toBe(rungs.length);
  for (const offer of found) expect(offer).toMatchObject({ service: 'telegram', country: 'US' });
}

const perTier: readonly (readonly [string, PriceSource, (rungs: readonly Rung[]) => string])[] = [
  [
    'a map of prices',
    { action: 'getPricesV2', shape: 'price-map', tiers: 'per-tier' },
    (rungs) => `{"187":{"tg":${priceMap(rungs)}}}`,
  ],
  [
    'getPricesExtended, whose ladder counts and whose cost does not',
    { action: 'getPricesExtended', shape: 'cost', tiers: 'per-tier', parameters: { freePrice: 'true' } },
    (rungs) => `{"187":{"tg":{"cost":9,"count":1,"cnt":1,"freePriceMap":${priceMap(rungs)}}}}`,
  ],
  [
    'getTopCountriesByService by service',
    { action: 'getTopCountriesByService', shape: 'priced', nesting: 'top-countries', tiers: 'per-tier' },
    (rungs) => `{"tg":{"0":{"country":187,"count":1,"price":9,"freePriceMap":${priceMap(rungs)}}}}`,
  ],
  [
    'prices beside has_multi',
    { action: 'getFreePrices', shape: 'prices', tiers: 'per-tier' },
    (rungs) => `{"187":{"tg":{"has_multi":{"1":true},"prices":${priceMap(rungs)}}}}`,
  ],
];

describe('quirk 18: each price an offer, by value, with the stock at that price', () => {
  test.each(perTier)('%s', async (_what, source, write) => {
    await fc.assert(fc.asyncProperty(ladder, (rungs) => expectLadder(source, write(rungs), rungs)));
  });

  test('cumulative counts are taken apart', async () => {
    const source: PriceSource = { action: 'getPricesV2', shape: 'prices', tiers: 'cumulative' };
    await fc.assert(
      fc.asyncProperty(ladder, async (rungs) => {
        let total = 0;
        const upTo = new Map(
          byValue(rungs).map((rung) => {
            total += rung.stock;
            return [rung, total] as const;
          }),
        );
        const prices = rungs.map((rung) => `"${spell(rung)}":${upTo.get(rung)}`).join(',');
        await expectLadder(source, `{"187":{"tg":{"prices":{${prices}}}}}`, rungs);
      }),
    );
  });

  test('cumulative counts that shrink leave nothing, not less than nothing', async () => {
    const source: PriceSource = { action: 'getPricesV2', shape: 'prices', tiers: 'cumulative' };
    const found = await list(source, '{"187":{"tg":{"prices":{"1":10,"2":4,"3":15}}}}');
    expect(found.map(({ stock }) => stock)).toEqual([10, 0, 5]);
  });

  test('each supplier is a pool with its own price', async () => {
    const source: PriceSource = { action: 'getPricesV3', shape: 'provider-map', tiers: 'per-tier' };
    await fc.assert(
      fc.asyncProperty(ladder, async (rungs) => {
        const rows = rungs.map(
          (rung, id) => `"${id}":{"count":${rung.stock},"price":${amountOf(rung)},"provider_id":${id}}`,
        );
        await expectLadder(source, `{"187":{"tg":{${rows.join(',')}}}}`, rungs);
      }),
    );
  });
});

test('a country of getTopCountriesByService without a ladder has its price', async () => {
  const profile: Profile = {
    ...profiles.classic,
    offersOfService: {
      action: 'getTopCountriesByService',
      shape: 'priced',
      nesting: 'top-countries',
      tiers: 'per-tier',
    },
  };
  const text =
    '{"0":{"country":6,"count":4393,"price":0.105,"retail_price":0.2},"1":{"country":"187","count":"0","price":"0.5"}}';
  const send = fakeSend({ getTopCountriesByService: text, getPrices: '{}' });
  const adapter = smsActivateAdapter(profile);
  const found = [...(await adapter.listOffers(send, { service: 'telegram' }))];
  expect(found.map(({ country, price, stock }) => [country, price.amount, stock])).toEqual([
    ['ID', '0.105', 4393],
    ['US', '0.5', 0],
  ]);
  expect([...(await adapter.listOffers(send, {}))]).toEqual([]);
  expect(send.asked.map(({ query }) => query)).toEqual([
    { action: 'getTopCountriesByService', service: 'tg' },
    { action: 'getPrices' },
  ]);
});

test('quirk 19: services outside, prices as text', async () => {
  const source: PriceSource = {
    action: 'getPricesVerification',
    shape: 'priced',
    nesting: 'service-country',
    tiers: 'per-tier',
  };
  const found = await list(
    source,
    '{"tg":{"187":{"count":"7","price":"0.50"}},"wa":{"6":{"count":0,"price":"1"}}}',
  );
  expect(found.map(({ service, country, price, stock }) => [service, country, price.amount, stock])).toEqual([
    ['telegram', 'US', '0.5', 7],
    ['whatsapp', 'ID', '1', 0],
  ]);
});

describe('getServicesAndCost, which lists one country at a time', () => {
  const source: PriceSource = {
    action: 'getServicesAndCost',
    shape: 'priced',
    nesting: 'service-rows',
    tiers: 'per-tier',
    asks: 'country',
  };
  const text =
    '[{"id":"tg","name":"Telegram","price":0.22,"quantity":"19"},{"id":"wa","price":1,"quantity":"x"}]';

  test('a row is a service', async () => {
    const found = await list(source, text, { country: 'ID' });
    expect(
      found.map(({ service, country, price, stock }) => [service, country, price.amount, stock]),
    ).toEqual([
      ['telegram', 'ID', '0.22', 19],
      ['whatsapp', 'ID', '1', null],
    ]);
  });

  test('without a country nothing is asked', async () => {
    await expect(list(source, text)).rejects.toMatchObject({ code: 'REJECTED' });
  });
});

test('quirk 12, 15: getNumbersStatus fills the stock in that a price list leaves out', async () => {
  const profile: Profile = {
    ...profiles.classic,
    offers: { action: 'getPrices', shape: 'bare', nesting: 'service-country', tiers: 'per-tier' },
    stocks: { action: 'getNumbersStatus' },
  };
  const send = fakeSend({
    getPrices: '{"tg":{"6":0.1},"wa":{"6":"0.2"},"vi":{"6":0.3}}',
    getNumbersStatus: '{"tg_0":"76","tg_1":"211","wa":90}',
  });
  const found = [...(await smsActivateAdapter(profile).listOffers(send, { country: 'ID' }))];
  expect(found.map(({ service, stock }) => [service, stock])).toEqual([
    ['telegram', 76],
    ['whatsapp', 90],
    ['viber', null],
  ]);
});

test('what was not asked for is left out, whatever the site sends', async () => {
  const source: PriceSource = { action: 'getPrices', shape: 'cost', tiers: 'per-tier' };
  const text =
    '{"187":{"tg":{"cost":1,"count":1},"wa":{"cost":2,"count":1}},"6":{"tg":{"cost":3,"count":1}}}';
  const found = await list(source, text, { service: 'telegram', country: 'ID' });
  expect(found.map(({ price }) => price.amount)).toEqual(['3']);
});

test('a country with two ids is listed once each, by a site that sends everything both times', async () => {
  const source: PriceSource = { action: 'getPrices', shape: 'cost', tiers: 'per-tier' };
  const text = '{"187":{"tg":{"cost":1,"count":1}},"12":{"tg":{"cost":2,"count":1}}}';
  const found = await list(source, text, { country: 'US' });
  expect(found.map(({ price, virtual }) => [price.amount, virtual])).toEqual([
    ['1', undefined],
    ['2', true],
  ]);
});
