import type { Query, Shop } from '@numroute/core';
import { createWorld, type WorldOffer } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { smsActivateDialect } from '../src/dialect/index.ts';
import { profiles } from '../src/index.ts';

type Asked = readonly (readonly [Query, { readonly tiers: boolean } | undefined])[];

/** What a site asks its shop for, to answer one request. */
async function askedBy(query: Readonly<Record<string, string>>): Promise<Asked> {
  const world = createWorld({
    currency: 'USD',
    offers: [
      { service: 'telegram', country: 'EE', price: '0.1', stock: 5 },
      { service: 'elsewhere:zz', country: 'EE', price: '0.1', stock: 5 },
    ],
    funds: '10',
    secret: 'k',
  });
  const asked: [Query, { readonly tiers: boolean } | undefined][] = [];
  const shop = world.door('k') as Shop;
  const watched: Shop = {
    ...shop,
    listOffers: async (wanted, need) => {
      asked.push([wanted, need]);
      return await shop.listOffers(wanted, need);
    },
  };
  const { body } = await smsActivateDialect(profiles.classic).respond(
    {
      method: 'GET',
      path: '/',
      query: new URLSearchParams({ api_key: 'k', ...query }),
      headers: {},
      body: '',
    },
    () => watched,
  );
  expect(body).not.toMatch(/^(BAD|ERROR|NO)_/);
  return asked;
}

const [cheapest, tiers] = [{ tiers: false }, { tiers: true }];

test.each<readonly [string, Readonly<Record<string, string>>, Asked]>([
  [
    'a purchase: the service in the country',
    { action: 'getNumber', service: 'tg', country: '34' },
    [[{ service: 'telegram', country: 'EE' }, tiers]],
  ],
  [
    'one price',
    { action: 'getPrices', service: 'tg', country: '34' },
    [[{ service: 'telegram', country: 'EE' }, cheapest]],
  ],
  ['prices of a service', { action: 'getPrices', service: 'tg' }, [[{ service: 'telegram' }, cheapest]]],
  ['prices in a country', { action: 'getPrices', country: '34' }, [[{ country: 'EE' }, cheapest]]],
  ['its ladders', { action: 'getPrices', country: '34', freePrice: 'true' }, [[{ country: 'EE' }, tiers]]],
  ['all prices', { action: 'getPrices' }, [[{}, cheapest]]],
  ['stock in a country', { action: 'getNumbersStatus', country: '34' }, [[{ country: 'EE' }, tiers]]],
  [
    'a code that no table has: everything, because only the offers tell what it is',
    { action: 'getPrices', service: 'zz', country: '34' },
    [
      [{ service: 'sms-activate:zz', country: 'EE' }, cheapest],
      [{}, cheapest],
    ],
  ],
])('the shop is asked for no more than is needed for %s', async (_, query, asked) => {
  expect(await askedBy(query)).toEqual(asked);
});

/** What the original says, in front of these offers, to one request. */
async function saidBy(
  offers: readonly Omit<WorldOffer, 'price' | 'stock'>[],
  query: Readonly<Record<string, string>>,
): Promise<string> {
  const goods = offers.map((offer, n) => ({ ...offer, price: `0.${9 - n}`, stock: 5 }));
  const world = createWorld({ currency: 'USD', offers: goods, funds: '10', secret: 'k' });
  const wire = { method: 'GET', path: '/', headers: {}, body: '' };
  const asked = new URLSearchParams({ api_key: 'k', ...query });
  return (await smsActivateDialect(profiles.classic).respond({ ...wire, query: asked }, world.door)).body;
}

test('the code and the id of another vendor are not taken for what this site calls by them', async () => {
  const offers = [
    { service: 'telegram', country: 'EE' },
    { service: 'elsewhere:tg', country: 'EE' },
    { service: 'telegram', country: 'elsewhere:34' },
  ];
  const whole = await saidBy(offers, { action: 'getPrices' });
  expect(JSON.parse(whole)).toMatchObject({ '34': { tg: { cost: 0.9 } } });
  expect(await saidBy(offers, { action: 'getPrices', service: 'tg', country: '34' })).toBe(whole);
});

test('countries of two vendors with one id are one country', async () => {
  const offers = [
    { service: 'telegram', country: 'here:9999' },
    { service: 'whatsapp', country: 'there:9999' },
  ];
  expect(JSON.parse(await saidBy(offers, { action: 'getPrices' }))).toMatchObject({
    '9999': { tg: {}, wa: {} },
  });
});

test('a code that can be none is an unknown service', async () => {
  const offers = [{ service: 'telegram', country: 'EE' }];
  expect(await saidBy(offers, { action: 'getNumber', service: 'a b', country: '34' })).toBe('BAD_SERVICE');
});

test('a service that is sold nowhere that the site has an id for is not listed', async () => {
  const offers = [
    { service: 'telegram', country: 'EE' },
    { service: 'whatsapp', country: 'no id at all' },
  ];
  const { services } = JSON.parse(await saidBy(offers, { action: 'getServicesList' })) as {
    services: readonly { readonly code: string }[];
  };
  expect(services.map(({ code }) => code)).toEqual(['tg']);
});
