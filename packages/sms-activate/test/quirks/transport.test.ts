import { inspect } from 'node:util';
import { money } from '@numroute/core';
import { expect, test } from 'vitest';
import { call, codeOf, failureOf, KEY, offerOf, vendor } from './vendor.ts';

const query = { service: 'telegram' };
const buying = { ...call, maxPrice: money('0.7', 'USD') };
const prices = '{"187":{"tg":{"cost":0.19,"count":7}}}';
const sold = '{"activationId":"77","phoneNumber":"13322000000","activationCost":0.5,"currency":840}';

test('quirk 1: JSON under text/html is JSON, and a block is only a page with a status that says so', async () => {
  await using shop = await vendor('herosms', { getPrices: prices });
  expect([...(await shop.provider.listOffers(query, call))]).toMatchObject([{ price: { amount: '0.19' } }]);
  for (const [status, body, code] of [
    [403, '<html>blocked</html>', 'UNAVAILABLE'],
    [503, '<html>blocked</html>', 'UNAVAILABLE'],
    [429, '<html>slow down</html>', 'RATE_LIMITED'],
    [403, '{"title":"NO_BALANCE"}', 'INSUFFICIENT_FUNDS'],
  ] as const) {
    await using other = await vendor('herosms', { getPrices: { status, body } });
    expect(await codeOf(other.provider.listOffers(query, call))).toBe(code);
  }
});

test('quirk 2: JSON inside a page is never cut out of it', async () => {
  await using shop = await vendor('tiger', { getPricesV2: `<html><body>${prices}</body></html>` });
  expect(await codeOf(shop.provider.listOffers(query, call))).toBe('UNREADABLE');
});

test.each([
  ['classic', 200, 'NO_BALANCE', 'INSUFFICIENT_FUNDS'],
  ['smshub', 200, 'BAD_KEY', 'UNAUTHORIZED'],
  ['vak', 200, 'NO_NUMBERS', 'OUT_OF_STOCK'],
  ['herosms', 402, '{"title":"NO_BALANCE","details":""}', 'INSUFFICIENT_FUNDS'],
  ['privatesms', 401, 'BAD_KEY', 'UNAUTHORIZED'],
  ['privatesms', 400, 'BAD_ACTION', 'REJECTED'],
  ['smsbower', 401, '{"status":0,"message":"No access","data":[]}', 'UNAUTHORIZED'],
  ['tiger', 401, 'BAD_KEY', 'UNAUTHORIZED'],
] as const)('quirk 3: %s with HTTP %d: the word of the body counts: %s', async (name, status, body, code) => {
  await using shop = await vendor(name, {
    getNumber: { status, body },
    getNumberV2: { status, body },
  });
  const maxPrice = offerOf(name).price;
  expect(await failureOf(shop.provider.purchase(offerOf(name), { ...call, maxPrice }))).toMatchObject({
    code,
    moneyMayHaveMoved: false,
  });
});

test.each([
  [200, 'UNPROCESSABLE_ENTITY:service:INVALID', 'REJECTED'],
  [422, '{"title":"UNPROCESSABLE_ENTITY","info":{"field":"service","code":"INVALID"}}', 'REJECTED'],
  [200, 'NO_NUMBERS', 'OUT_OF_STOCK'],
  [422, '{"title":"BAD_ACTION","details":"Method Not Found"}', 'REJECTED'],
  [404, '{"title":"BAD_ACTION","details":"Method Not Found"}', 'REJECTED'],
])('quirk 4: one table of words for both forms: %d %s', async (status, body, code) => {
  await using shop = await vendor('herosms', { getNumberV2: { status, body } });
  expect(await codeOf(shop.provider.purchase(offerOf('herosms'), buying))).toBe(code);
});

test('quirk 5: everything is a GET', async () => {
  await using shop = await vendor('smsbower', {
    getPricesV3: '{}',
    getNumberV2: sold,
    getStatus: 'STATUS_WAIT_CODE',
    setStatus: 'ACCESS_CANCEL',
    getBalance: 'ACCESS_BALANCE:1',
  });
  const { provider } = shop;
  await provider.listOffers(query, call);
  await provider.purchase(offerOf('smsbower'), buying);
  await provider.fetchOrder('77', call);
  await provider.cancelOrder('77', call);
  await provider.fetchBalance(call);
  expect(shop.requests.map(({ method }) => method)).toEqual(Array(5).fill('GET'));
});

test('quirk 6: BOM and blanks are nothing; an empty body is a yes for setStatus with 204, and else none', async () => {
  await using shop = await vendor('herosms', {
    getBalance: '\uFEFF  ACCESS_BALANCE:12.5085\r\n',
    setStatus: [{ status: 204, body: '' }, ''],
    getNumberV2: '',
    getStatus: '',
  });
  const { provider } = shop;
  expect(await provider.fetchBalance(call)).toEqual(money('12.5085', 'USD'));
  expect(await provider.finishOrder('77', call)).toMatchObject({ status: 'finished' });
  expect(await codeOf(provider.finishOrder('77', call))).toBe('UNREADABLE');
  expect(await codeOf(provider.fetchOrder('77', call))).toBe('UNREADABLE');
  expect(await codeOf(provider.purchase(offerOf('herosms'), buying))).toBe('OUTCOME_UNKNOWN');
});

test('quirk 7: a price list that is cut off is an error, never a short list', async () => {
  const long = `{"187":{${Array.from({ length: 900 }, (_, n) => `"s${n}":{"cost":0.19,"count":7}`)}}}`;
  const cut = long.slice(0, 18_323);
  for (const answer of [{ body: cut }, { body: cut, cutBy: 5000 }]) {
    await using shop = await vendor('herosms', { getPrices: answer });
    expect(await codeOf(shop.provider.listOffers({}, call))).toMatch(/UNREADABLE|UNAVAILABLE/);
    expect(shop.asked).toHaveLength(1);
  }
});

test('quirk 8: the filter in front of a site says nothing of the key', async () => {
  for (const [status, body] of [
    [403, 'error code: 1010'],
    [403, '<!DOCTYPE html><html>Error 1020 Access denied</html>'],
    [400, '<html>slow down</html>'],
  ] as const) {
    await using shop = await vendor('herosms', {
      getBalance: { status, body },
      getNumberV2: { status, body },
    });
    expect(await codeOf(shop.provider.fetchBalance(call))).toBe('UNAVAILABLE');
    expect(await codeOf(shop.provider.purchase(offerOf('herosms'), buying))).toBe('OUTCOME_UNKNOWN');
    expect(shop.requests[0]?.headers['user-agent']).toBe('numroute');
  }
});

test.each(['<html>NO_NUMBERS</html>', 'internal error; reference = 0a1b2c', 'Something went wrong', '12345'])(
  'quirk 9: %s is an error, never a code and never a no',
  async (body) => {
    await using shop = await vendor('smsbower', { getStatus: body, getNumberV2: body });
    expect(await codeOf(shop.provider.fetchOrder('77', call))).toMatch(/UNREADABLE|UNAVAILABLE/);
    expect(await codeOf(shop.provider.purchase(offerOf('smsbower'), buying))).toBe('OUTCOME_UNKNOWN');
  },
);

test('quirk 10: a key that the vendor echoes is in no error', async () => {
  const body = `Fatal error in /stubs/handler_api.php?api_key=${KEY}&action=x`;
  await using shop = await vendor('classic', { getBalance: body, getNumberV2: body, getStatus: body });
  const { provider } = shop;
  for (const work of [
    () => provider.fetchBalance(call),
    () => provider.fetchOrder('1', call),
    () => provider.purchase(offerOf('classic'), buying),
  ]) {
    const error = await failureOf(work());
    expect(inspect(error, { depth: 9 }) + JSON.stringify(error)).not.toContain(KEY);
  }
  expect(shop.asked[0]?.get('api_key')).toBe(KEY);
});
