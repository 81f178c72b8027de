import type { Query, Shop } from '@numroute/core';
import { createWorld } from '@numroute/testkit';
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
