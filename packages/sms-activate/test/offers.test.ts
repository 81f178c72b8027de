import { money } from '@numroute/core';
import { expect, test } from 'vitest';
import { type ProfileName, profiles, smsActivateAdapter } from '../src/index.ts';
import { fakeSend, reply } from './support.ts';

const query = { service: 'telegram' };

async function list(name: ProfileName, text: string, status = 200) {
  const { action } = profiles[name].offers;
  const send = fakeSend({ [action]: reply(text, status) });
  const offers = await smsActivateAdapter(profiles[name]).listOffers(send, query);
  return [...offers].map(({ country, price, stock, pool }) => [country, price.amount, stock, pool]);
}

test.each([
  [
    'classic',
    '{"187":{"tg":{"cost":0.19,"count":1224,"physicalCount":500}}}',
    [['US', '0.19', 1224, undefined]],
  ],
  ['herosms', '{"187":{"tg":{"cost":0.1,"count":"7","physicalCount":null}}}', [['US', '0.1', 7, undefined]]],
  [
    'smsbower',
    '{"187":{"tg":{"2263":{"count":4,"price":0.7,"provider_id":2263},"9":{"count":1,"price":"0.0830"}}}}',
    [
      ['US', '0.083', 1, '9'],
      ['US', '0.7', 4, '2263'],
    ],
  ],
  [
    'grizzly',
    '{"187":{"tg":{"price":0.7,"count":9,"providers":{"77":{"count":9,"price":[0.7],"provider_id":77},"78":{"count":5,"price":[0.9,0.8]}}}}}',
    [
      ['US', '0.7', 9, '77'],
      ['US', '0.8', null, '78'],
      ['US', '0.9', null, '78'],
    ],
  ],
  [
    'smshub',
    '{"187":{"tg":{"15":3,"9.00":12793,"10.5":2}}}',
    [
      ['US', '9', 12793, undefined],
      ['US', '10.5', 2, undefined],
      ['US', '15', 3, undefined],
    ],
  ],
  [
    'tiger',
    '{"187":{"tg":{"prices":{"1":150,"0.2500":100,"0.3":100},"has_multi":{"1":true}}}}',
    [
      ['US', '0.25', 100, undefined],
      ['US', '0.3', 0, undefined],
      ['US', '1', 50, undefined],
    ],
  ],
] as const)('quirk 15, 18: %s, each tier an offer, sorted by value', async (name, text, expected) => {
  expect(await list(name, text)).toEqual(expected);
});

test('prices are the text of the list, never a float', async () => {
  const text = '{"187":{"tg":{"cost":0.12345678901234567,"count":1}}}';
  expect(await list('classic', text)).toEqual([['US', '0.12345678901234567', 1, undefined]]);
});

test.each([
  ['herosms', '{}'],
  ['classic', '[]'],
  ['classic', '{"187":[]}'],
  ['classic', '{"187":{"tg":[]}}'],
  ['tiger', '{"187":{"tg":{"prices":[],"has_multi":[]}}}'],
  ['classic', '{"187":{"tg":{"cost":0,"count":0}}}'],
  ['herosms', '{"status":"false","msg":"service is incorrect"}'],
  ['smsbower', '{"error":"Bad country"}'],
  ['smsbower', '{"error":"Bad service"}'],
  ['smsbower', 'BAD_COUNTRY'],
  ['smsbower', 'BAD_SERVICE'],
  ['herosms', '{"status":"false","msg":"country is incorrect"}'],
  ['herosms', 'UNPROCESSABLE_ENTITY:country:INVALID'],
  ['grizzly', 'SERVICE_UNAVAILABLE_REGION'],
  ['grizzly', 'The service is prohibited for sale by administration'],
  ['tiger', '{"title":"NO_PROVIDERS"}'],
  ['classic', 'NO_NUMBERS: Numbers Not Found. Try Later'],
  ['classic', '{"187":{"tg":{"cost":null,"count":0}}}'],
  ['classic', '{"187":{"tg":{"cost":"0.00","count":7}}}'],
  ['grizzly', '{"187":{"tg":{"price":0.7,"count":0,"providers":{"77":{"count":0,"price":[]}}}}}'],
  ['grizzly', 'null'],
] as const)('quirk 11, 22: %s %s is nothing to sell', async (name, text) => {
  expect(await list(name, text)).toEqual([]);
});

test.each([
  ['classic', '{"187":{"tg":{"co', 200, 'UNREADABLE'],
  ['classic', '{"tg":{"187":{"price":1}}}', 200, 'UNREADABLE'],
  ['classic', 'SOMETHING_NEW', 200, 'UNREADABLE'],
  ['classic', 'null', 200, 'UNREADABLE'],
  ['grizzly', 'null', 500, 'UNAVAILABLE'],
  ['classic', '<html>error code: 1010</html>', 403, 'UNAVAILABLE'],
  ['classic', 'ERROR_SQL', 200, 'UNAVAILABLE'],
  ['herosms', '{"title":"RATE_LIMIT","details":""}', 429, 'RATE_LIMITED'],
  ['smsbower', '{"status":0,"message":"No access","data":[]}', 401, 'UNAUTHORIZED'],
] as const)('quirk 7, 8, 37: %s %s (%d) is %s', async (name, text, status, code) => {
  await expect(list(name, text, status)).rejects.toMatchObject({ code });
});

test('a country that HeroSMS does not sell, with the status that it says it with', async () => {
  const info = '"info":{"field":"country","code":"INVALID"}';
  expect(await list('herosms', `{"title":"UNPROCESSABLE_ENTITY",${info}}`, 422)).toEqual([]);
  const other = '"info":{"field":"operator","code":"INVALID"}';
  await expect(list('herosms', `{"title":"UNPROCESSABLE_ENTITY",${other}}`, 422)).rejects.toMatchObject({
    code: 'REJECTED',
  });
});

test.each([
  ['classic', '{"187":{"tg":{"cost":"$0.12","count":5}}}'],
  ['classic', '{"187":{"tg":{"cost":"0,12","count":5}}}'],
  ['classic', '{"187":{"tg":{"cost":null,"count":5}}}'],
  ['classic', '{"187":{"tg":{"cost":{"usd":1},"count":5}}}'],
  // More of the prices cannot be read than can.
  ['classic', '{"187":{"tg":{"cost":"$0.12"},"wa":{"cost":"$1"},"vi":{"cost":1}}}'],
  ['classic', '{"187":{"tg":{"cost":"$0.12"},"wa":{"cost":0}}}'],
  ['smsbower', '{"187":{"tg":{"2263":{"count":4,"price":"$0.7"}}}}'],
  ['smshub', '{"187":{"tg":{"$15":3,"$9.00":12793}}}'],
  ['tiger', '{"187":{"tg":{"prices":{"$1":150}}}}'],
  ['grizzly', '{"187":{"tg":{"price":"$1","count":150}}}'],
  ['privatesms', '{"tg":{"187":"$1"}}'],
] as const)(
  '%s %s: rows whose prices cannot be read are another format, not nothing to sell',
  async (name, text) => {
    await expect(list(name, text)).rejects.toMatchObject({ code: 'UNREADABLE' });
  },
);

test.each([
  // A price that is sold out, and one that cannot be read beside others.
  [
    'classic',
    '{"187":{"tg":{"cost":1,"count":1}},"6":{"tg":{"cost":"$1","count":9}}}',
    [['US', '1', 1, undefined]],
  ],
  [
    'smsbower',
    '{"187":{"tg":{"2263":{"count":4,"price":0.7},"9":{"count":0,"price":null},"8":{"price":"x","count":1}}}}',
    [['US', '0.7', 4, '2263']],
  ],
  // Without providers, tiers or pools: one price, of no pool.
  [
    'grizzly',
    '{"6":{"tg":{"price":0.1,"count":50}},"52":{"tg":{"price":0.4,"count":9,"providers":{"77":{"count":9,"price":[0.4]}}}}}',
    [
      ['ID', '0.1', 50, undefined],
      ['TH', '0.4', 9, '77'],
    ],
  ],
  ['tiger', '{"187":{"tg":{"price":"0.2500","count":7}}}', [['US', '0.25', 7, undefined]]],
  ['smsbower', '{"187":{"tg":{"price":0.1,"count":50}}}', [['US', '0.1', 50, undefined]]],
  // The rows of providers in a list.
  [
    'smsbower',
    '{"52":{"tg":[{"provider_id":67013,"price":0.059,"count":12},{"price":0.05,"count":2,"provider_id":"9"},{"price":1,"count":1}]}}',
    [
      ['TH', '0.05', 2, '9'],
      ['TH', '0.059', 12, '67013'],
    ],
  ],
] as const)('%s %s', async (name, text, expected) => {
  expect(await list(name, text)).toEqual(expected);
});

test('an offer without a pool is bought without one', async () => {
  const adapter = smsActivateAdapter(profiles.grizzly);
  const send = fakeSend({ getPricesV3: '{"187":{"tg":{"price":0.1,"count":50}}}' });
  const [first] = [...(await adapter.listOffers(send, query))];
  if (!first) throw new Error('no offer');
  expect(adapter.purchase.describe(first, first.price).query).not.toHaveProperty('providerIds');
});

test('quirk 14: a row without a usable id, or free, is dropped', async () => {
  const text =
    '{"":{"tg":{"cost":1,"count":1}},"187":{"tg":{"cost":1,"count":1}},"6":{"tg":{"cost":0,"count":9}}}';
  expect(await list('classic', text)).toEqual([['US', '1', 1, undefined]]);
});

test('quirk 52: ids from 1000 on are of one site only', async () => {
  expect(await list('smsbower', '{"1001":{"tg":{"5":{"price":1,"count":1}}}}')).toEqual([
    ['JP', '1', 1, '5'],
  ]);
  expect(await list('classic', '{"1001":{"tg":{"cost":1,"count":1}}}')).toEqual([
    ['sms-activate:1001', '1', 1, undefined],
  ]);
});

test('quirk 51: the United States are 187, and 12 for virtual numbers', async () => {
  const send = fakeSend({ getPrices: '{"12":{"tg":{"cost":1,"count":1}}}' });
  const offers = await smsActivateAdapter(profiles.classic).listOffers(send, { ...query, country: 'US' });
  expect(send.asked.map(({ query: asked }) => asked?.['country'])).toEqual(['187', '12']);
  expect([...offers][0]).toMatchObject({ country: 'US', virtual: true, price: money('1', 'USD') });
});

test('HeroSMS sells no Russia: nothing is asked', async () => {
  const send = fakeSend({});
  expect(await smsActivateAdapter(profiles.herosms).listOffers(send, { country: 'RU' })).toEqual([]);
  expect(send.asked).toEqual([]);
});

test('an offer can be bought by its handle', async () => {
  const adapter = smsActivateAdapter(profiles.smsbower, { id: 'bower-2' });
  const send = fakeSend({ getPricesV3: '{"187":{"tg":{"2263":{"count":4,"price":0.7}}}}' });
  const [first] = [...(await adapter.listOffers(send, query))];
  if (!first) throw new Error('no offer');
  expect(adapter.purchase.describe(first, money('0.8', 'USD')).query).toEqual({
    action: 'getNumberV2',
    service: 'tg',
    country: '187',
    maxPrice: '0.8',
    providerIds: '2263',
  });
});
