import { NumrouteError, type Shop } from '@numroute/core';
import { createWorld, virtualClock } from '@numroute/testkit';
import { describe, expect, test } from 'vitest';
import { onlinesimDialect } from '../src/index.ts';
import { page, say } from './support.ts';

const offers = [
  { service: 'vk', country: 'RU', price: '0.1', stock: 10 },
  { service: 'vk', country: 'RU', pool: '2', price: '0.05', stock: 0 },
  { service: 'telegram', country: 'DE', price: '1.25', stock: 20_000 },
  // Neither can be named here.
  { service: 'divar', country: 'RU', price: '1', stock: 5 },
  { service: 'telegram', country: 'AQ', price: '1', stock: 5 },
];

function market(more: { readonly funds?: string } = {}) {
  const clock = virtualClock();
  const terms = { currency: 'USD', offers, funds: '12.34', secret: 'k', clock, lifetimeMs: 900_000 };
  const world = createWorld({ ...terms, cancelAfterMs: 120_000, refundsOnCancel: false, ...more });
  const dialect = onlinesimDialect({ clock });
  const ask = async (method: string, query: Record<string, string> = {}, key = 'k') => {
    const headers = { authorization: `Bearer ${key}` };
    const path = `/api/${method}.php`;
    const request = { method: 'GET', path, query: new URLSearchParams(query), headers, body: '' };
    const { body } = await dialect.respond(request, world.door);
    return { body, json: JSON.parse(body) };
  };
  return { ask, world, clock, dialect };
}

describe('the samples of the documents', () => {
  test('the balance, and what is held', async () => {
    const { ask, world } = market();
    expect((await ask('getBalance')).body).toBe(page.balance);
    const { tzid } = (await ask('getNum', { service: 'telegram', country: '49', number: '1' })).json;
    expect((await ask('getBalance')).json).toEqual({ response: '1', balance: '11.09', zbalance: 1.25 });
    world.receiveSms(String(tzid), 'Code 1');
    expect((await ask('getBalance')).json).toMatchObject({ zbalance: 0 });
  });

  test('prices of one country, and of all', async () => {
    const { ask } = market();
    const { json } = await ask('getNumbersStats', { country: '7' });
    const sample = JSON.parse(page.country);
    expect(Object.keys(json)).toEqual(Object.keys(sample));
    expect(json.services).toMatchObject({ service_vkcom: { count: 10, price: '0.1', slug: 'vkcom' } });
    const all = (await ask('getNumbersStats', { country: 'all' })).json;
    expect(Object.keys(all)).toEqual(['_7', '_49']);
    expect(all._49.services.service_telegram.count).toBe(9999);
    expect((await ask('getNumbersStats', { country: '44' })).body).toBe(say('UNDEFINED_COUNTRY'));
  });

  test('an order, from the sale to another SMS and its end', async () => {
    const { ask, world } = market();
    const { json } = await ask('getNum', { service: 'vkcom', number: '1' });
    const [{ id, phone } = { id: '', phone: '' }] = world.orders;
    expect(json).toEqual({ response: 1, tzid: Number(id), number: phone, country: 7 });
    const look = async () => (await ask('getState', { tzid: id, msg_list: '1' })).json;
    const [waiting] = await look();
    expect(Object.keys(waiting)).toEqual(Object.keys(JSON.parse(page.state)[0]));
    expect(waiting).toMatchObject({ response: 'TZ_NUM_WAIT', sum: 0.1, time: 900, msg: false });
    expect((await ask('setOperationRevise', { tzid: id })).body).toBe(say('NO_COMPLETE_TZID'));
    for (const text of ['Code 1', 'Code 2']) {
      world.receiveSms(id, text);
      expect((await ask('setOperationRevise', { tzid: id })).json).toEqual({ response: 1, tzid: Number(id) });
    }
    const msg = [
      { service: 'vkcom', msg: 'Code 1' },
      { service: 'vkcom', msg: 'Code 2' },
    ];
    expect(await look()).toMatchObject([{ response: 'TZ_NUM_ANSWER', msg }]);
    expect((await ask('getState', { tzid: id })).json).toMatchObject([{ msg: 'Code 2' }]);
    expect((await ask('setOperationOk', { tzid: id })).json).toEqual({ response: 1, tzid: Number(id) });
    expect(world.orders).toMatchObject([{ status: 'finished' }]);
    expect(await look()).toMatchObject([{ response: 'TZ_OVER_OK' }]);
    expect((await ask('setOperationOk', { tzid: id })).body).toBe(say('ERROR_WRONG_TZID'));
  });

  test.each([
    ['', undefined],
    ['1', 'refused'],
  ])('a close without an SMS, with ban=%s: not in the first two minutes', async (ban, fault) => {
    const { ask, world, clock } = market();
    const { tzid } = (await ask('getNum', { service: 'vkcom' })).json;
    expect((await ask('getState')).json).toHaveLength(1);
    const close = () => ask('setOperationOk', { tzid: String(tzid), ban });
    expect((await close()).body).toBe(say('NO_COMPLETE_TZID'));
    await clock.advance(120_001);
    expect((await close()).json).toEqual({ response: 1, tzid });
    expect(world.orders).toMatchObject([{ status: 'cancelled' }]);
    expect(world.orders[0]?.fault).toBe(fault);
    expect((await ask('getState', { tzid: String(tzid) })).json).toMatchObject([
      { response: 'TZ_OVER_EMPTY' },
    ]);
    expect((await ask('getState')).body).toBe(say('ERROR_NO_OPERATIONS'));
  });

  test('without number=1 only the id is told', async () => {
    const { ask, world } = market();
    expect((await ask('getNum', { service: 'vkcom' })).json).toEqual({
      response: 1,
      tzid: Number(world.orders[0]?.id),
    });
  });

  test('a form, and the key in a field', async () => {
    const { dialect, world } = market();
    const body = 'apikey=k&country=49&service=telegram&number=1';
    const request = {
      method: 'POST',
      path: '/api/getNum.php',
      query: new URLSearchParams(),
      headers: {},
      body,
    };
    expect((await dialect.respond(request, world.door)).body).toContain('"country":49');
  });
});

test('what it refuses', async () => {
  const { ask, world } = market({ funds: '0' });
  expect((await ask('getNum', { service: 'vkcom' })).body).toBe(say('WARNING_LOW_BALANCE'));
  expect((await ask('getNum', {})).body).toBe(say('ERROR_NO_SERVICE'));
  expect((await ask('getNum', { service: 'vkcom', country: '49' })).body).toBe(say('NO_NUMBER'));
  expect((await ask('getState', { tzid: '1' })).body).toBe(say('ERROR_WRONG_TZID'));
  expect((await ask('nothing')).body).toBe(say('REQUEST_NOT_FOUND'));
  expect((await ask('getBalance', {}, 'x')).body).toBe(say('ERROR_WRONG_KEY'));
  expect((await ask('getBalance', {}, '')).body).toBe(say('ERROR_NO_KEY'));
  expect(world.orders).toEqual([]);
});

test.each([
  [new NumrouteError('OUTCOME_UNKNOWN', 'x', {})],
  [new NumrouteError('OUT_OF_STOCK', 'x', { order: { provider: 'x', id: '1' } } as object)],
  [new Error('x')],
])('where something may have been bought, nothing is promised: %s', async (error) => {
  const { world } = market();
  const purchase = async () => {
    throw error;
  };
  const shop: Shop = { ...world.shop, purchase };
  const query = new URLSearchParams({ service: 'vkcom' });
  const headers = { authorization: 'Bearer k' };
  const request = { method: 'GET', path: '/api/getNum.php', query, headers, body: '' };
  const answer = await onlinesimDialect().respond(request, () => shop);
  const isUnknown = !NumrouteError.is(error) || error.moneyMayHaveMoved;
  expect([answer.status ?? 200, answer.body]).toEqual(
    isUnknown ? [500, '{"response":"ERROR"}'] : [200, say('NO_NUMBER')],
  );
});
