import { NumrouteError, type OrderStatus, type Shop, type WireRequest } from '@numroute/core';
import { createWorld, virtualClock } from '@numroute/testkit';
import { describe, expect, test } from 'vitest';
import { smspoolDialect } from '../src/index.ts';
import { page } from './support.ts';

const offers = [
  { service: 'telegram', country: 'US', pool: '7', price: '0.24', stock: 1468 },
  { service: 'snapchat', country: 'MY', pool: '3', price: '0.02', stock: 5 },
  { service: 'whatsapp', country: 'GB', price: '0.125', stock: 5 },
  { service: 'viber', country: 'GB', pool: '3', price: '900', stock: 0 },
  // Neither can be named here.
  { service: 'divar', country: 'US', price: '1', stock: 5 },
  { service: 'telegram', country: 'AQ', price: '1', stock: 5 },
];

function market(currency = 'USD') {
  const clock = virtualClock();
  const world = createWorld({ currency, offers, funds: '5', secret: 'k', clock });
  const dialect = smspoolDialect({ clock });
  const ask = async (
    path: string,
    form: Readonly<Record<string, string>> = {},
    more: Partial<WireRequest> = {},
  ) => {
    const request = {
      method: 'POST',
      path: `/${path}`,
      query: new URLSearchParams(),
      headers: { authorization: 'Bearer k' },
      body: new URLSearchParams(form).toString(),
      ...more,
    };
    const { status, body } = await dialect.respond(request, world.door);
    return { status, body, json: JSON.parse(body) };
  };
  return { ask, world, clock };
}

const buy = { country: '1', service: '907', pool: '7', max_price: '0.24' };
/** Every key of a sample, in its place. */
const keysOf = (sample: string): readonly string[] => {
  const value = JSON.parse(sample);
  return Object.keys(Array.isArray(value) ? value[0] : value);
};

describe('the replies of the documentation', () => {
  test('the balance', async () => {
    const { ask } = market();
    expect((await ask('request/balance')).body).toBe(page.balance);
  });

  test('prices and stocks by pool', async () => {
    const { ask } = market();
    const { json } = await ask('sms/all_stock', { country: '1', service: '907' });
    expect(Object.keys(json[0])).toEqual(keysOf(page.stock));
    expect(json).toMatchObject([
      { country: 1, country_name: 'United States', service: 907, service_name: 'Telegram', pool: 7 },
    ]);
    expect(json[0]).toMatchObject({ pool_name: 'Foxtrot', stock: 1468, price: '0.24' });
    expect((await ask('sms/all_stock')).json).toHaveLength(4);
    expect((await ask('sms/all_stock', { pool: '3' })).json).toHaveLength(2);
    expect((await ask('sms/all_stock', { service: 'WhatsApp', country: 'gb' })).json).toMatchObject([
      { pool: 0, pool_name: 'Default', price: '0.125' },
    ]);
  });

  test('prices', async () => {
    const { ask } = market();
    expect((await ask('request/pricing', { country: '20', max_price: '0.02' })).body).toBe(page.pricing);
    expect((await ask('request/pricing', { country: '20', max_price: '0.01' })).json).toEqual([]);
  });

  test('a sale', async () => {
    const { ask, world, clock } = market();
    const { status, body, json } = await ask('purchase/sms', buy);
    expect(status).toBe(200);
    expect(Object.keys(json)).toEqual(keysOf(page.sold));
    const [{ id, phone } = { id: '', phone: '' }] = world.orders;
    expect(json).toEqual({
      success: 1,
      number: Number(phone.slice(1)),
      cc: '1',
      phonenumber: phone.slice(2),
      order_id: id,
      country: 'United States',
      service: 'Telegram',
      pool: 7,
      expires_in: 1200,
      expiration: Math.floor(clock.now() / 1000) + 1200,
      message: 'You have succesfully ordered a Telegram number from pool: Foxtrot for 0.24.',
      cost: '0.24',
      cost_in_cents: 24,
    });
    expect(body).toMatch(/"cost_in_cents":24}$/);
  });

  test('an order, from the sale to its code', async () => {
    const { ask, world } = market();
    const orderid = (await ask('purchase/sms', buy)).json.order_id;
    const pending = await ask('sms/check', { orderid });
    expect(Object.keys(pending.json)).toEqual(keysOf(page.pending));
    expect(pending.json).toMatchObject({ status: 1, resend: 0, time_left: 1200 });
    const [active] = (await ask('request/active')).json;
    expect(Object.keys(active).sort()).toEqual([...keysOf(page.active)].sort());
    expect(active).toMatchObject({ order_code: orderid, code: '0', full_code: '', short_name: 'US' });
    expect(active).toMatchObject({ service: 'Telegram', status: 'pending', cost: '0.24' });
    expect(`+${active.phonenumber}`).toBe(world.orders[0]?.phone);
    world.receiveSms(orderid, 'Full code: 12345');
    const completed = await ask('sms/check', { orderid });
    expect(Object.keys(completed.json)).toEqual(keysOf(page.completed));
    expect(completed.json).toMatchObject({ status: 3, sms: '12345', full_sms: 'Full code: 12345' });
    expect((await ask('request/active')).json).toMatchObject([{ status: 'completed', code: '12345' }]);
    expect(await ask('sms/cancel', { orderid })).toMatchObject({ status: 400, body: page.tooEarly });
  });

  test('a cancel', async () => {
    const { ask } = market();
    const orderid = (await ask('purchase/sms', buy)).json.order_id;
    expect(await ask('sms/cancel', { orderid })).toMatchObject({ status: 200, body: page.cancelled });
    const { json } = await ask('sms/check', { orderid });
    expect(json).toMatchObject({ status: 6, message: 'This order has been refunded' });
    expect((await ask('request/active')).json).toEqual([]);
    expect((await ask('request/balance')).body).toBe(page.balance);
  });

  test('an order that expired', async () => {
    const { ask, clock } = market();
    const orderid = (await ask('purchase/sms', buy)).json.order_id;
    await clock.advance(1_200_001);
    expect((await ask('sms/check', { orderid })).json).toMatchObject({ status: 2, time_left: 0 });
  });

  test('lists that anybody may read, and the pools, which not', async () => {
    const { ask } = market();
    const open = { method: 'GET', headers: {} };
    const countries = (await ask('country/retrieve_all', {}, open)).json;
    expect(Object.keys(countries[0])).toEqual(keysOf(page.countries));
    expect(countries).toContainEqual({ ID: 1, name: 'United States', short_name: 'US', region: '' });
    expect((await ask('service/retrieve_all', {}, open)).json).toContainEqual({
      ID: 907,
      name: 'Telegram',
      favourite: 0,
    });
    expect((await ask('pool/retrieve_all', {}, open)).status).toBe(404);
    expect((await ask('pool/retrieve_all')).json).toContainEqual({ ID: 7, name: 'Foxtrot' });
  });
});

describe('what it refuses', () => {
  test.each([
    ['OUT_OF_STOCK', { country: 'GB', service: 'Viber', pool: '3' }],
    ['OUT_OF_STOCK', { ...buy, pool: '2' }],
    ['OUT_OF_STOCK', { ...buy, service: '1' }],
    ['OUT_OF_STOCK', { ...buy, country: '99999' }],
    ['PRICE_NOT_FOUND', { ...buy, max_price: '0.2399' }],
  ])('%s for %j, at the top and in the pool', async (type, form) => {
    const { ask, world } = market();
    const { status, json } = await ask('purchase/sms', form);
    expect(status).toBe(422);
    expect(json).toMatchObject({ success: 0, type });
    expect(Object.values(json.pools)).toMatchObject([{ success: 0, type }]);
    expect(world.orders).toEqual([]);
  });

  test('an empty account', async () => {
    const { ask, world } = market();
    world.setPrice({ service: 'telegram', country: 'US' }, '5.01');
    const { status, json } = await ask('purchase/sms', { ...buy, max_price: '9' });
    expect([status, json.type]).toEqual([422, 'BALANCE_ERROR']);
  });

  test.each([
    ['country', 'purchase/sms', { service: '907' }],
    ['service', 'purchase/sms', { country: '1', service: '' }],
    ['max_price', 'purchase/sms', { ...buy, max_price: 'x' }],
    ['quantity', 'purchase/sms', { ...buy, quantity: '2' }],
    ['max_price', 'request/pricing', { max_price: 'x' }],
    ['orderid', 'sms/check', {}],
    ['orderid', 'sms/cancel', {}],
  ])('a missing %s of %s', async (param, path, form) => {
    const { ask, world } = market();
    const { status, json } = await ask(path, form as Record<string, string>);
    expect([status, json.errors[0].param]).toEqual([400, param]);
    expect(world.orders).toEqual([]);
  });

  test('keys: by bearer or by field, a wrong one and none', async () => {
    const { ask } = market();
    const bare = { headers: {} };
    expect((await ask('request/balance', { key: 'k' }, bare)).body).toBe(page.balance);
    expect(await ask('request/balance', { key: 'x' }, bare)).toMatchObject({ status: 403 });
    const stranger = await ask('request/balance', {}, { headers: { authorization: 'Bearer x' } });
    expect(stranger.json.errors).toMatchObject([{ message: 'Invalid API key', param: 'key' }]);
    expect((await ask('request/balance', {}, bare)).json.errors).toMatchObject([{ param: 'key' }]);
  });

  test.each(['sms/check', 'sms/cancel'])('%s of an unknown order', async (path) => {
    const { ask } = market();
    expect(await ask(path, { orderid: 'NOBODY' })).toMatchObject({ status: 404, body: page.unknownOrder });
  });

  test.each(['', 'nothing', 'sms/check/1', '%zz', '__proto__'])('there is nothing at /%s', async (path) => {
    expect((await market().ask(path)).status).toBe(404);
  });

  test('amounts in another currency are not passed off as dollars', async () => {
    const { ask } = market('EUR');
    expect((await ask('sms/all_stock')).json).toEqual([]);
    expect((await ask('request/balance')).status).toBe(500);
  });
});

describe('a shop that fails', () => {
  const failing = (error: unknown, status: OrderStatus = 'open'): Shop => {
    const { shop } = createWorld({ currency: 'USD', offers });
    const fail = async () => {
      throw error;
    };
    const fetchOrder = async (id: string) => ({ id, status, messages: [] });
    return { ...shop, fetchOrder, purchase: fail, fetchBalance: fail };
  };
  const ask = async (shop: Shop, path: string, form: Readonly<Record<string, string>>) => {
    const body = new URLSearchParams({ key: 'k', ...form }).toString();
    const request = { method: 'POST', path: `/${path}`, query: new URLSearchParams(), headers: {}, body };
    return await smspoolDialect().respond(request, () => shop);
  };

  test.each([
    new NumrouteError('OUTCOME_UNKNOWN', 'x', {}),
    new NumrouteError('PRICE_ABOVE_LIMIT', 'x', { order: { provider: 'x', id: '1' } }),
    new NumrouteError('RATE_LIMITED', 'x', {}),
    new Error('x'),
  ])('where something may have been bought, nothing is promised: %s', async (error) => {
    const { status, body } = await ask(failing(error), 'purchase/sms', buy);
    expect([status, body]).toEqual([500, '{"success":0,"message":"Something went wrong."}']);
  });

  test.each([
    ['gone', 2],
    ['expired', 2],
    ['finished', 3],
  ] as const)('an order that is %s', async (status, number) => {
    const { body } = await ask(failing(new Error('x'), status), 'sms/check', { orderid: '1' });
    expect(JSON.parse(body).status).toBe(number);
  });
});
