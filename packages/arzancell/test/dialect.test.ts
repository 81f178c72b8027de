import { NumrouteError, type Shop, type WireRequest } from '@numroute/core';
import { createWorld } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { arzancellDialect } from '../src/index.ts';

const offers = [
  { service: 'telegram', country: 'EE', pool: '3', price: '8400', stock: 3 },
  { service: 'whatsapp', country: 'EE', pool: '3', price: '5600.50', stock: 1400 },
  { service: 'telegram', country: 'GB', pool: '4', price: '999000', stock: 3 },
  { service: 'viber', country: 'EE', pool: '3', price: '2800', stock: 0 },
];
const newWorld = () => createWorld({ currency: 'IRT', offers, funds: '20000', secret: 'k' });

function request(query: string | Record<string, string>, rest: Partial<WireRequest> = {}): WireRequest {
  return {
    method: 'GET',
    path: '/api/handler.php',
    query: new URLSearchParams(query),
    headers: {},
    body: '',
    ...rest,
  };
}

function customer(world = newWorld(), dialect = arzancellDialect()) {
  return async (query: Record<string, string>) =>
    (await dialect.respond(request({ api: 'k', ...query }), world.door)).body;
}

test('vector 1: the balance, as on the page', async () => {
  expect(await customer()({ action: 'get_balance' })).toBe('[{"balance":20000,"unit":"Toman"}]');
  expect(await customer(newWorld(), arzancellDialect({ unit: 'Rial' }))({ action: 'get_balance' })).toBe(
    'TRY AGAIN',
  );
});

test('get_status: field names, types and decimals', async () => {
  const ask = customer();
  const body = await ask({ action: 'get_status', server: '3', country: 'ee' });
  expect(body).toContain(
    '{"server":"3","service name":"telegram","service code":"telegram","country":"ee","stock":"3","price":8400}',
  );
  expect(body).toContain('"stock":"1400","price":5600.5}');
  expect(JSON.parse(await ask({ action: 'get_status', server: 'any', country: 'any' }))).toHaveLength(4);
  expect(await ask({ action: 'get_status', server: 'any', country: 'fr' })).toBe('[]');
});

test('a number is bought, its code fetched, and it cannot be cancelled any more', async () => {
  const world = newWorld();
  const ask = customer(world);
  const [sold] = JSON.parse(
    await ask({ action: 'get_number', server: '3', country: 'ee', service: 'telegram' }),
  );
  expect(sold).toEqual({ phone: expect.stringMatching(/^\+\d+$/), order_id: expect.any(String) });
  expect(await ask({ action: 'check_order', order_id: sold.order_id })).toBe(
    `[{"phone":"${sold.phone}","code":""}]`,
  );
  world.receiveSms(sold.order_id, 'Your code is 012345');
  expect(JSON.parse(await ask({ action: 'check_order', order_id: sold.order_id }))[0].code).toBe('012345');
  expect(await ask({ action: 'cancel_order', order_id: sold.order_id })).toBe('UNCANCELLABLE ORDER');
});

test('#26 a cancel', async () => {
  const ask = customer();
  const [sold] = JSON.parse(
    await ask({ action: 'get_number', server: 'any', country: 'any', service: 'whatsapp' }),
  );
  expect(await ask({ action: 'cancel_order', order_id: sold.order_id })).toBe('CANCELED');
  expect(await ask({ action: 'check_order', order_id: sold.order_id })).toBe('INVALID ORDER ID');
  expect(await ask({ action: 'get_balance' })).toBe('[{"balance":20000,"unit":"Toman"}]');
});

test.each([
  ['INVALID REQUEST', { action: '' }],
  ['INVALID REQUEST', { api: '', action: 'get_balance' }],
  ['INVALID API', { api: 'wrong', action: 'get_balance' }],
  ['INVALID ACTION', { action: 'getNumber' }],
  ['INVALID ACTION', { action: '__proto__' }],
  ['INVALID REQUEST', { action: 'get_status', server: 'any' }],
  ['INVALID REQUEST', { action: 'get_number', server: '3', country: 'ee' }],
  ['INVALID REQUEST', { action: 'check_order' }],
  ['INVALID COUNTRY', { action: 'get_number', server: '3', country: 'zz', service: 'telegram' }],
  ['INVALID SERVICE', { action: 'get_number', server: '3', country: 'ee', service: 'nothing' }],
  ['INVALID SERVER', { action: 'get_number', server: '9', country: 'ee', service: 'telegram' }],
  ['NO NUMBER', { action: 'get_number', server: '3', country: 'ee', service: 'viber' }],
  ['NO NUMBER', { action: 'get_number', server: '4', country: 'ee', service: 'telegram' }],
  ['NOT ENOUGH BALANCE', { action: 'get_number', server: '4', country: 'gb', service: 'telegram' }],
  ['INVALID ORDER ID', { action: 'check_order', order_id: '99999' }],
  ['INVALID ORDER ID', { action: 'cancel_order', order_id: '99999' }],
])('vector 14 and neighbours: %s for %j', async (word, query) => {
  expect(await customer()(query)).toBe(word);
});

test('#1 vector 19: a GET with its parameters in a multipart body only', async () => {
  const multipart = request('', {
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    body: '--x\r\ncontent-disposition: form-data; name="api"\r\n\r\nk\r\n--x--',
  });
  expect((await arzancellDialect().respond(multipart, newWorld().door)).body).toBe('INVALID REQUEST');
});

test('a POST may bring a form', async () => {
  const form = request('', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'key=k&action=get_balance',
  });
  expect((await arzancellDialect({ keyParameter: 'key' }).respond(form, newWorld().door)).body).toContain(
    '20000',
  );
});

const failing = (code: 'OUTCOME_UNKNOWN' | 'RATE_LIMITED') => {
  const fail = async () => {
    throw new NumrouteError(code, 'x', {});
  };
  return { ...newWorld().shop, listOffers: fail, fetchBalance: fail } as Shop;
};

test.each(['OUTCOME_UNKNOWN', 'RATE_LIMITED'] as const)(
  '%s is TRY AGAIN, and nothing rejects',
  async (code) => {
    const reply = await arzancellDialect().respond(request({ api: 'k', action: 'get_balance' }), () =>
      failing(code),
    );
    expect(reply.body).toBe('TRY AGAIN');
    const thrown = await arzancellDialect().respond(request({ api: 'k', action: 'get_balance' }), () => {
      throw new Error('x');
    });
    expect(thrown.body).toBe('TRY AGAIN');
  },
);

test('#21 an expired order', async () => {
  const shop = {
    ...newWorld().shop,
    fetchOrder: async (id: string) => ({ id, status: 'expired' as const, messages: [] }),
  };
  const reply = await arzancellDialect().respond(
    request({ api: 'k', action: 'check_order', order_id: '1' }),
    () => shop,
  );
  expect(reply.body).toBe('EXPIRED SMS TIME');
});
