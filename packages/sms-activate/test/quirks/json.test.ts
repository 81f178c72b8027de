import { money, type OrderReport } from '@numroute/core';
import { expect, test } from 'vitest';
import type { ProfileName } from '../../src/index.ts';
import { smsActivate } from '../../src/index.ts';
import { call, codeOf, offerOf, vendor } from './vendor.ts';

async function listed(name: ProfileName, action: string, body: string) {
  await using shop = await vendor(name, { [action]: body });
  const offers = await shop.provider.listOffers({ service: 'telegram' }, call);
  return [...offers].map(({ country, pool, price, stock }) => [country, pool, price.amount, stock]);
}

async function open(name: ProfileName, action: string, body: string): Promise<readonly OrderReport[]> {
  await using shop = await vendor(name, { [action]: body });
  return await shop.provider.listOpenOrders(call);
}

const row = '{"activationId":"9","serviceCode":"tg","phoneNumber":"79580000001","countryCode":"2"}';

test('quirk 11: an empty array wherever a map would be is an empty map', async () => {
  for (const body of ['[]', '{"187":[]}', '{"187":{"tg":[]}}']) {
    expect(await listed('smsbower', 'getPricesV3', body)).toEqual([]);
  }
  expect(await listed('tiger', 'getPricesV2', '{"187":{"tg":{"prices":[],"has_multi":[]}}}')).toEqual([]);
});

test('quirk 12: `data` is read before an `activeActivations` that is an object', async () => {
  const empty = '"activeActivations":{"affected_rows":0,"num_rows":0,"row":[],"rows":[]}';
  expect(await open('herosms', 'getActiveActivations', `{"status":"success","data":[],${empty}}`)).toEqual(
    [],
  );
  const both = await open('herosms', 'getActiveActivations', `{"status":"success","data":[${row}],${empty}}`);
  expect(both).toMatchObject([{ id: '9', service: 'telegram', country: 'KZ' }]);
});

test('quirk 13: an object with index keys is a list', async () => {
  const body = `{"status":"success","activeActivations":{"1":${row},"0":${row.replace('"9"', '"8"')}}}`;
  expect((await open('classic', 'getActiveActivations', body)).map(({ id }) => id)).toEqual(['8', '9']);
});

test('quirk 14: a country without a usable id is dropped, the others stay', async () => {
  const body = '{"":{"tg":{"5":{"price":1,"count":1}}},"187":{"tg":{"5":{"price":2,"count":1}}}}';
  expect(await listed('smsbower', 'getPricesV3', body)).toEqual([['US', '5', '2', 1]]);
});

test.each([
  ['{"187":{"tg":{"cost":"0.2500","count":"4758"}}}', '0.25'],
  ['{"187":{"tg":{"cost":0.25,"count":4758}}}', '0.25'],
  ['{"187":{"tg":{"cost":0.12345678901234567,"count":4758}}}', '0.12345678901234567'],
])('quirk 15: numbers and their texts are the same, to the last decimal: %s', async (body, price) => {
  expect(await listed('classic', 'getPrices', body)).toEqual([['US', undefined, price, 4758]]);
});

test.each(['"1"', '1', 'true', 'null', '[]'])(
  'quirk 16: canGetAnotherSms %s spoils no sale',
  async (flag) => {
    const body = `{"activationId":"77","phoneNumber":"13322000000","activationCost":"0.5","canGetAnotherSms":${flag}}`;
    await using shop = await vendor('smsbower', { getNumberV2: body });
    const receipt = await shop.provider.purchase(offerOf('smsbower'), {
      ...call,
      maxPrice: money('1', 'USD'),
    });
    expect(receipt).toMatchObject({ id: '77', phone: '+13322000000' });
  },
);

test.each(['{"status":"success","services":[{"code":"full","name":"Full "}]}', '{"ot":"Any other"}'])(
  'quirk 17: %s are services, to whoever recognises a site by them',
  (text) => {
    const reply = (body: string, status = 200) => ({ status, headers: {}, text: body });
    const answers = new Map([
      ['wrongKey', reply('{"status":0,"message":"No access","data":[]}', 401)],
      ['services', reply(text)],
    ]);
    const [first] =
      smsActivate.recognition?.judge({ url: 'https://x.example/', hasKey: true, answers }) ?? [];
    expect(first).toMatchObject({
      name: 'smsbower',
      evidence: [expect.anything(), expect.stringContaining('services')],
    });
  },
);

test('quirk 18: price keys are sorted by value, and cumulative counts are taken apart', async () => {
  expect(await listed('smshub', 'getPrices', '{"187":{"tg":{"15":3,"9.00":12793,"10.5":2}}}')).toEqual([
    ['US', undefined, '9', 12793],
    ['US', undefined, '10.5', 2],
    ['US', undefined, '15', 3],
  ]);
  const ladder = '{"187":{"tg":{"prices":{"1":150,"0.25":100,"0.3":100},"has_multi":{}}}}';
  expect(await listed('tiger', 'getPricesV2', ladder)).toEqual([
    ['US', undefined, '0.25', 100],
    ['US', undefined, '0.3', 0],
    ['US', undefined, '1', 50],
  ]);
});

test('quirk 19: service before country where the profile says so, and nowhere else', async () => {
  const body = '{"tg":{"187":0.25}}';
  expect(await listed('privatesms', 'getPrices', body)).toEqual([['US', undefined, '0.25', null]]);
  await using shop = await vendor('classic', { getPrices: body });
  expect(await codeOf(shop.provider.listOffers({ service: 'telegram' }, call))).toBe('UNREADABLE');
});

test.each([
  ['"currency":840', money('0.5', 'USD')],
  ['"currency":"643"', undefined],
  ['"currency":null', money('0.5', 'USD')],
  ['"other":1', money('0.5', 'USD')],
  ['"currency":999', undefined],
])('quirk 20: %s beside a cost of 0.5', async (currency, price) => {
  const body = `{"activationId":"77","phoneNumber":"13322000000","activationCost":0.5,${currency}}`;
  await using shop = await vendor('tiger', { getNumberV2: body });
  const receipt = await shop.provider.purchase(offerOf('tiger'), { ...call, maxPrice: money('1', 'USD') });
  expect(receipt.price).toEqual(price);
});

test.each([
  'NO_ACTIVATIONS',
  '{"status":"error","error":"NO_ACTIVATIONS"}',
  '{"status":"error","message":"NO_ACTIVATIONS"}',
])('quirk 21: %s is an empty list and no error', async (body) => {
  expect(await open('classic', 'getActiveActivations', body)).toEqual([]);
});

test('quirk 22: "status":"false" with a word is that word', async () => {
  const body = '{"status":"false","msg":"service is incorrect"}';
  expect(await listed('herosms', 'getPrices', body)).toEqual([]);
  await using shop = await vendor('herosms', { getNumberV2: body });
  expect(
    await codeOf(shop.provider.purchase(offerOf('herosms'), { ...call, maxPrice: money('1', 'USD') })),
  ).toBe('REJECTED');
});
