import { NumrouteError, type Shop, type WireRequest } from '@numroute/core';
import { createWorld, virtualClock } from '@numroute/testkit';
import { describe, expect, test } from 'vitest';
import { vaksmsDialect } from '../src/index.ts';
import { page } from './support.ts';

const offers = [
  { service: 'telegram', country: 'RU', pool: 'megafon', price: '25', stock: 3 },
  { service: 'telegram', country: 'RU', pool: 'beeline', price: '18', stock: 12 },
  { service: 'mailru', country: 'RU', price: '3.123456789012345678', stock: 4 },
  { service: 'viber', country: 'RU', price: '2', stock: 0 },
  { service: 'whatsapp', country: 'KZ', price: '900', stock: 5 },
  // It has no code here.
  { service: 'snappfood', country: 'KZ', price: '1', stock: 5 },
];

function market(more: { readonly cancelAfterMs?: number } = {}) {
  const clock = virtualClock();
  const world = createWorld({ currency: 'RUB', offers, funds: '100', secret: 'k', clock, ...more });
  const dialect = vaksmsDialect();
  const ask = async (text: string, changes: Partial<WireRequest> = {}) => {
    const [path = '', query = ''] = text.split('?');
    const request = {
      method: 'GET',
      path: `/api/${path}`,
      query: new URLSearchParams(query),
      headers: {},
      body: '',
    };
    const { status = 200, body } = await dialect.respond({ ...request, ...changes }, world.door);
    return { status, body };
  };
  const said = async (text: string): Promise<string> => (await ask(text)).body;
  return { ask, said, world, clock };
}

const ofKey = (text: string): string => `${text}${text.includes('?') ? '&' : '?'}apiKey=k`;

describe('the replies of the page', () => {
  test('lists, with the slash at the end and without it', async () => {
    const { said } = market();
    for (const slash of ['', '/']) {
      expect(await said(ofKey(`getBalance${slash}`))).toBe('{"balance":100}');
      expect(await said(ofKey(`getCountNumber${slash}?service=tg&country=ru&price`))).toBe(
        '{"tg":12,"price":18}',
      );
    }
    // Russia, if left out; without `price` none is told.
    expect(await said(ofKey('getCountNumber?service=tg'))).toBe('{"tg":12}');
    expect(await said(ofKey('getCountNumber?service=tg&operator=megafon&price'))).toBe('{"tg":3,"price":25}');
    expect(await said(ofKey('getCountNumber?service=mr&price'))).toBe(
      '{"mr":4,"price":3.123456789012345678}',
    );
    expect(await said(ofKey('getCountNumber?service=ds'))).toBe('{"ds":0}');
    expect(await said(ofKey('getCountNumberList?price'))).toBe(
      '{"tg":{"count":12,"price":18},"mr":{"count":4,"price":3.123456789012345678},"vi":{"count":0,"price":2}}',
    );
    expect(await said(ofKey('getCountNumberList?country=kz'))).toBe('{"wa":{"count":5}}');
    expect(await said(ofKey('getCountNumberList?country=ua'))).toBe('{"error":"noCountry"}');
  });

  test('countries: in the open those that are known, to a customer those that are sold', async () => {
    const { said } = market();
    const codes = async (text: string) =>
      JSON.parse(await said(text)).map(({ countryCode }: { countryCode: string }) => countryCode);
    expect(await codes('getCountryList/')).toHaveLength(25);
    expect(await codes(ofKey('getCountryList/'))).toEqual(['ru', 'kz']);
    expect(Object.keys(JSON.parse(await said('getCountryList'))[0])).toEqual(
      Object.keys(JSON.parse(page.countries)[0]),
    );
  });

  test('an order, from the sale to its second code', async () => {
    const { said, world } = market();
    const sold = JSON.parse(await said(ofKey('getNumber?service=tg&country=ru&operator=')));
    const [{ id, phone } = { id: '', phone: '' }] = world.orders;
    expect(sold).toEqual({ tel: Number(phone.slice(1)), idNum: id });
    expect(world.orders).toMatchObject([{ pool: 'beeline' }]);
    const code = (all = '') => said(ofKey(`getSmsCode?idNum=${id}${all}`));
    const set = (status: string) => said(ofKey(`setStatus?idNum=${id}&status=${status}`));
    expect([await code(), await code('&all')]).toEqual([page.waiting, page.waiting]);
    expect(await set('send')).toBe(page.waits);
    world.receiveSms(id, 'Code 1234');
    expect([await code(), await code('&all')]).toEqual([page.code, '{"smsCode":["1234"]}']);
    expect([await set('end'), await set('bad'), await set('send')]).toEqual([
      page.hasCode,
      page.hasCode,
      page.another,
    ]);
    world.receiveSms(id, 'Code 5678');
    expect([await code(), await code('&all')]).toEqual(['{"smsCode":"5678"}', page.codes]);
  });

  test.each(['end', 'bad'])('%s gives an order up; then nobody knows it', async (status) => {
    const { said, world } = market();
    const { idNum } = JSON.parse(await said(ofKey('getNumber?service=tg')));
    expect(await said(ofKey(`setStatus?idNum=${idNum}&status=${status}`))).toBe(page.cancelled);
    expect(world.balance().amount).toBe('100');
    for (const again of [`setStatus?idNum=${idNum}&status=${status}`, `getSmsCode?idNum=${idNum}`]) {
      expect(await said(ofKey(again))).toBe('{"error":"idNumNotFound"}');
    }
  });

  test('too early is still waiting', async () => {
    const { said } = market({ cancelAfterMs: 60_000 });
    const { idNum } = JSON.parse(await said(ofKey('getNumber?service=tg')));
    expect(await said(ofKey(`setStatus?idNum=${idNum}&status=end`))).toBe(page.waits);
  });
});

describe('what it refuses', () => {
  test.each([
    ['badData', 'getNumber'],
    ['badData', 'getNumber?service=tg,wa'],
    ['badData', 'getNumber?service=tg&price=x'],
    ['badData', 'getSmsCode'],
    ['noNumber', 'getNumber?service=vi'],
    ['noNumber', 'getNumber?service=zz9'],
    ['noNumber', 'getNumber?service=tg&country=ua'],
    ['noNumber', 'getNumber?service=tg&rent=true'],
    ['noNumber', 'getNumber?service=tg&price=17.99'],
    ['noOperator', 'getNumber?service=tg&operator=mts'],
    ['noMoney', 'getNumber?service=wa&country=kz'],
    ['idNumNotFound', 'getSmsCode?idNum=9'],
    ['idNumNotFound', 'setStatus?idNum=9&status=end'],
  ])('%s: %s', async (word, text) => {
    const { said, world } = market();
    expect(await said(ofKey(text))).toBe(`{"error":"${word}"}`);
    expect(world.orders).toEqual([]);
  });

  test('a status that it does not know, a wrong key and none', async () => {
    const { said } = market();
    const { idNum } = JSON.parse(await said(ofKey('getNumber?service=tg')));
    expect(await said(ofKey(`setStatus?idNum=${idNum}&status=x`))).toBe('{"error":"badStatus"}');
    expect(await said('getBalance?apiKey=x')).toBe('{"error":"apiKeyNotFound"}');
    expect(await said('getBalance')).toBe('{"error":"apiKeyNotFound"}');
  });

  test.each(['', 'nothing', 'getBalance/1', '%zz', '__proto__', 'prolongNumber'])(
    'there is nothing at /%s',
    async (path) => {
      expect((await market().ask(ofKey(path))).status).toBe(404);
    },
  );

  test('a request of another method buys nothing', async () => {
    const { ask, world } = market();
    expect((await ask(ofKey('getNumber?service=tg'), { method: 'POST' })).status).toBe(404);
    expect(world.orders).toEqual([]);
  });
});

test.each([
  [new NumrouteError('OUTCOME_UNKNOWN', 'x', {}), 500],
  [new NumrouteError('PRICE_ABOVE_LIMIT', 'x', { order: { provider: 'x', id: '1' } }), 500],
  [new NumrouteError('RATE_LIMITED', 'x', {}), 500],
  [new Error('x'), 500],
  [new NumrouteError('REJECTED', 'x', {}), 200],
])('where something may have been bought, no word says that nothing was: %s', async (error, expected) => {
  const { shop } = createWorld({ currency: 'RUB', offers });
  const failing: Shop = { ...shop, purchase: () => Promise.reject(error) };
  const query = new URLSearchParams({ apiKey: 'k', service: 'tg' });
  const request = { method: 'GET', path: '/api/getNumber/', query, headers: {}, body: '' };
  const { status = 200, body } = await vaksmsDialect().respond(request, () => failing);
  expect([status, body.includes('error":')]).toEqual([expected, expected === 200]);
});
