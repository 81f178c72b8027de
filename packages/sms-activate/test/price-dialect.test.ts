import { formatDecimal } from '@numroute/core';
import { createWorld, type WorldOffer } from '@numroute/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { smsActivateDialect } from '../src/dialect/index.ts';
import { type Profile, type ProfileName, profiles, smsActivateAdapter } from '../src/index.ts';

type Query = Readonly<Record<string, string>>;

/** The body that a site in front of this stock answers with. */
function siteOf(profile: Profile, offers: readonly WorldOffer[]) {
  const world = createWorld({ currency: profile.currency, offers, funds: '1', secret: 'k' });
  const dialect = smsActivateDialect(profile);
  return async (query: Query): Promise<string> => {
    const reply = await dialect.respond(
      {
        method: 'GET',
        path: dialect.path,
        query: new URLSearchParams({ api_key: 'k', ...query }),
        headers: {},
        body: '',
      },
      world.door,
    );
    return reply.body;
  };
}

const stock: readonly WorldOffer[] = [
  { service: 'telegram', country: 'ID', price: '0.105', stock: 43 },
  { service: 'telegram', country: 'US', pool: '2263', price: '0.683', stock: 22 },
  { service: 'telegram', country: 'US', pool: '77', price: '15', stock: 400 },
  { service: 'whatsapp', country: 'ID', price: '0.5', stock: 0 },
];

const said = (name: ProfileName, query: Query) => siteOf(profiles[name], stock)(query);

describe('the price calls, literally', () => {
  test.each<[ProfileName, Query, string]>([
    [
      'classic',
      { action: 'getTopCountriesByService', service: 'tg' },
      '{"0":{"country":187,"count":22,"price":0.683,"retail_price":0.683},"1":{"country":6,"count":43,"price":0.105,"retail_price":0.105}}',
    ],
    [
      'classic',
      { action: 'getTopCountriesByService', service: 'tg', freePrice: 'true' },
      '{"0":{"country":187,"count":22,"price":0.683,"retail_price":0.683,"freePriceMap":{"0.683":22,"15":400}},"1":{"country":6,"count":43,"price":0.105,"retail_price":0.105,"freePriceMap":{"0.105":43}}}',
    ],
    [
      'herosms',
      { action: 'getTopCountriesByServiceRank' },
      '{"tg":{"0":{"country":187,"count":22,"price":0.683,"retail_price":0.683},"1":{"country":6,"count":43,"price":0.105,"retail_price":0.105}},"wa":{"0":{"country":6,"count":0,"price":0.5,"retail_price":0.5}}}',
    ],
    [
      'classic',
      { action: 'getPricesExtended', service: 'tg', country: '187', freePrice: 'true' },
      '{"187":{"tg":{"cost":0.683,"count":22,"cnt":22,"physicalCount":22,"freePriceMap":{"0.683":22,"15":400}}}}',
    ],
    [
      'classic',
      { action: 'getPricesVerification', service: 'tg' },
      '{"tg":{"6":{"count":43,"price":"0.105"},"187":{"count":22,"price":"0.683"}}}',
    ],
    [
      'smsbower',
      { action: 'getPricesV2', service: 'tg', country: '187' },
      '{"187":{"tg":{"0.683":22,"15":400}}}',
    ],
    [
      'smsbower',
      { action: 'getTopCountriesByService', service: 'tg' },
      '{"indonesia":{"1":{"price":0.105,"count":43}},"united-states":{"2263":{"price":0.683,"count":22},"77":{"price":15,"count":400}}}',
    ],
    ['smsbower', { action: 'getTopCountriesByService', service: 'nope1' }, '{"error":"BAD_SERVICE"}'],
    [
      'tiger',
      { action: 'getFreePrices', service: 'tg', country: '187' },
      '{"187":{"tg":{"prices":{"0.683":22,"15":422},"has_multi":{"0.683":false,"15":false}}}}',
    ],
    ['tiger', { action: 'getTopCountriesByService', service: 'tg' }, 'BAD_ACTION'],
    ['vak', { action: 'getPricesExtended' }, 'BAD_ACTION'],
    [
      'sms-verification-number',
      { action: 'getServicesAndCost', country: '6', lang: 'en' },
      '[{"id":"tg","name":"Telegram","price":0.105,"quantity":"43"},{"id":"wa","name":"Whatsapp","price":0.5,"quantity":"0"}]',
    ],
  ])('%s %j', async (name, query, body) => {
    expect(await said(name, query)).toBe(body);
  });
});

const ladder = fc.uniqueArray(
  fc.record({ units: fc.bigInt({ min: 1n, max: 10n ** 6n }), stock: fc.integer({ min: 1, max: 5000 }) }),
  { selector: ({ units }) => units, minLength: 1, maxLength: 8 },
);

type Rows = readonly (readonly [price: string, stock: number | null])[];

/** What our client makes of what our server says of these prices. */
async function roundTrip(
  profile: Profile,
  rungs: readonly { units: bigint; stock: number }[],
): Promise<Rows> {
  const offers = rungs.map(({ units, stock: left }, n) => ({
    ...{ service: 'telegram', country: 'US', pool: String(n + 1) },
    ...{ price: formatDecimal({ units, scale: 4 }), stock: left },
  }));
  const ask = siteOf(profile, offers);
  const adapter = smsActivateAdapter(profile);
  const listed = await adapter.listOffers(
    async ({ query = {} }) => ({ status: 200, headers: {}, at: 0, text: await ask(query) }),
    { service: 'telegram', country: 'US' },
  );
  return [...listed].map(({ price, stock: left }) => [price.amount, left]);
}

const source = (name: ProfileName, offers: Partial<Profile['offers']>): Profile => ({
  ...profiles[name],
  offers: { ...profiles[name].offers, ...offers },
});

describe('quirk 18, both halves: a ladder survives the way to our client', () => {
  const top = { shape: 'priced', nesting: 'top-countries', parameters: { freePrice: 'true' } } as const;
  test.each<[string, Profile]>([
    ['getPricesV2 by price (SMSBower)', source('smsbower', { action: 'getPricesV2', shape: 'price-map' })],
    ['getPricesV3 by supplier (SMSBower)', profiles.smsbower],
    ['getPricesV3 by supplier (Grizzly)', profiles.grizzly],
    ['getPricesV2, cumulative (Tiger)', profiles.tiger],
    ['getPrices by price (SMSHub)', profiles.smshub],
    [
      'getPricesExtended',
      source('classic', { action: 'getPricesExtended', parameters: { freePrice: 'true' } }),
    ],
    ['getTopCountriesByService', source('herosms', { action: 'getTopCountriesByService', ...top })],
  ])('%s', async (_what, profile) => {
    await fc.assert(
      fc.asyncProperty(ladder, async (rungs) => {
        const sorted = rungs.toSorted((a, b) => Number(a.units - b.units));
        const expected = sorted.map(({ units, stock: left }) => [formatDecimal({ units, scale: 4 }), left]);
        expect(await roundTrip(profile, rungs)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  test.each<[string, Profile, (cheapest: number) => number | null]>([
    ['getPrices', profiles.classic, (stock) => stock],
    ['getPrices without counts (privatesms)', profiles.privatesms, () => null],
    [
      'getPrices and getNumbersStatus',
      { ...source('classic', { shape: 'bare' }), stocks: { action: 'getNumbersStatus' } },
      () => 700,
    ],
    [
      'getServicesAndCost',
      source('sms-verification-number', {
        ...{ action: 'getServicesAndCost', shape: 'priced', nesting: 'service-rows', asks: 'country' },
      }),
      (stock) => stock,
    ],
  ])('%s has the cheapest alone', async (_what, profile, stockOf) => {
    const rungs = [
      { units: 20_000n, stock: 300 },
      { units: 1_500n, stock: 400 },
    ];
    expect(await roundTrip(profile, rungs)).toEqual([['0.15', stockOf(400)]]);
  });
});
