import { NumrouteError, type Shop } from '@numroute/core';
import { createWorld, virtualClock } from '@numroute/testkit';
import { describe, expect, test } from 'vitest';
import { smspvaDialect } from '../src/index.ts';
import { page } from './support.ts';

const offers = [
  { service: 'telegram', country: 'RU', pool: 'operator', price: '0.58', stock: 3 },
  { service: 'whatsapp', country: 'US', pool: 'att', price: '1.25', stock: 3 },
  { service: 'ebay', country: 'US', price: '0.5', stock: 2 },
  { service: 'viber', country: 'GB', price: '9', stock: 0 },
  // Neither can be named here.
  { service: 'divar', country: 'US', price: '1', stock: 5 },
  { service: 'telegram', country: 'AQ', price: '1', stock: 5 },
];

function market(more: { readonly funds?: string } = {}) {
  const clock = virtualClock();
  const terms = { currency: 'USD', offers, funds: '10.5', secret: 'k', clock, lifetimeMs: 600_000 };
  const world = createWorld({ ...terms, charges: 'delivery', ...more });
  const dialect = smspvaDialect({ clock });
  const ask = async (path: string, method = 'GET', headers: Record<string, string> = { apikey: 'k' }) => {
    const request = { method, path: `/activation/${path}`, query: new URLSearchParams(), headers, body: '' };
    const { status, body } = await dialect.respond(request, world.door);
    return { status, body, json: JSON.parse(body) };
  };
  return { ask, world, clock };
}

/** Every key of a sample, in its place. */
const keysOf = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.slice(0, 1).map(keysOf)
    : typeof value === 'object' && value !== null
      ? Object.entries(value).map(([name, inner]) => [name, keysOf(inner)])
      : null;

describe('the samples of the documents', () => {
  test('balance and account', async () => {
    const { ask } = market();
    expect((await ask('balance')).body).toBe(page.balance);
    expect(keysOf((await ask('userinfo')).json)).toEqual(keysOf(JSON.parse(page.user)));
  });

  test('prices, of all countries and of one', async () => {
    const { ask } = market();
    const { json } = await ask('servicesprices');
    expect(keysOf(json)).toEqual(keysOf(JSON.parse(page.prices)));
    expect(json.data).toHaveLength(4);
    const country = await ask('serviceprice/RU');
    expect(country.body).toBe(page.country.replace('0.50', '0.58'));
    expect((await ask('serviceprice/US/opt20')).json.data).toEqual({
      service: 'opt20',
      serviceDescription: 'WhatsApp',
      price: 1.25,
      priceByOperators: { att: '1.25' },
    });
    expect((await ask('serviceprice/US/opt29')).status).toBe(405);
    expect((await ask('serviceprice/FR')).json.data).toEqual([]);
  });

  test('stock: what has no operator is of any', async () => {
    const { ask } = market();
    const { json } = await ask('countnumbers/US');
    expect(keysOf(json)).toEqual(keysOf(JSON.parse(page.counts)));
    expect(json.data).toEqual([
      { operator: 'att', country: 'US', services: [{ service: 'opt20', total: 3 }] },
      { operator: 'any', country: 'US', services: [{ service: 'opt83', total: 2 }] },
    ]);
  });

  test('an order, from the sale to its code, which is charged when it comes', async () => {
    const { ask, world } = market();
    const { status, json } = await ask('number/RU/opt29/operator');
    expect([status, keysOf(json)]).toEqual([200, keysOf(JSON.parse(page.sold))]);
    const [{ id, phone } = { id: '', phone: '' }] = world.orders;
    expect(json.data).toEqual({
      orderId: Number(id),
      phoneNumber: phone.slice(2),
      countryCode: '+7',
      orderExpireIn: 600,
    });
    expect(await ask(`sms/${id}`)).toMatchObject({ status: 202, json: { statusCode: 202 } });
    expect((await ask('balance')).body).toBe(page.balance);
    world.receiveSms(id, 'Your code is 12345');
    const sms = await ask(`sms/${id}`);
    expect(keysOf(sms.json)).toEqual(keysOf(JSON.parse(page.sms)));
    expect(sms.json.data.sms).toEqual({ code: '12345', fullText: 'Your code is 12345' });
    expect((await ask('balance')).json.data.balance).toBe(9.92);
    expect((await ask(`cancelorder/${id}`, 'PUT')).status).toBe(501);
  });

  test.each(['cancelorder', 'blocknumber'])('%s, and an order that is over', async (name) => {
    const { ask, world } = market();
    const { orderId } = (await ask('number/US/opt20')).json.data;
    expect((await ask(`${name}/${orderId}`, 'PUT')).json).toEqual({ statusCode: 200, data: { orderId } });
    expect(world.orders).toMatchObject([{ status: 'cancelled' }]);
    expect((await ask(`${name}/${orderId}`, 'PUT')).status).toBe(410);
    expect((await ask(`sms/${orderId}`)).status).toBe(410);
  });

  test('a code that is for several services sells what is in stock', async () => {
    const { ask, world } = market();
    expect((await ask('number/US/opt83')).status).toBe(200);
    expect(world.orders).toMatchObject([{ service: 'ebay' }]);
  });
});

describe('what it refuses', () => {
  test.each([
    [501, 'number/UK/opt11'],
    [501, 'number/RU/opt29/att'],
    [501, 'number/RU/opt9999'],
    [501, 'number/ZZ/opt29'],
    [406, 'sms/1'],
    [404, 'orders'],
    [404, 'number/RU'],
    [404, ''],
    [404, '%zz'],
  ])('%d for %s', async (status, path) => {
    const { ask, world } = market();
    const { json, ...answer } = await ask(path);
    expect([answer.status, json.statusCode]).toEqual([status, status]);
    expect(json.error).toEqual({ type: expect.any(String), description: expect.any(String) });
    expect(world.orders).toEqual([]);
  });

  test('an empty account, a wrong key, and a cancel by GET', async () => {
    const { ask, world } = market({ funds: '0' });
    expect((await ask('number/RU/opt29')).status).toBe(407);
    expect((await ask('balance', 'GET', { apikey: 'x' })).status).toBe(401);
    expect((await ask('balance', 'GET', {})).status).toBe(401);
    world.deposit('5');
    const { orderId } = (await ask('number/RU/opt29')).json.data;
    expect((await ask(`cancelorder/${orderId}`)).status).toBe(404);
    expect((await ask('cancelorder/999', 'PUT')).status).toBe(406);
    expect(world.orders).toMatchObject([{ status: 'open' }]);
  });

  test.each([
    [new NumrouteError('OUTCOME_UNKNOWN', 'x', {})],
    [new NumrouteError('PRICE_ABOVE_LIMIT', 'x', { order: { provider: 'x', id: '1' } })],
    [new Error('x')],
  ])('where something may have been bought, nothing is promised: %s', async (error) => {
    const { world } = market();
    const shop: Shop = {
      ...world.shop,
      purchase: async () => {
        throw error;
      },
    };
    const request = { method: 'GET', path: '/activation/number/RU/opt29', query: new URLSearchParams() };
    const answer = await smspvaDialect().respond({ ...request, headers: {}, body: '' }, () => shop);
    expect(answer.status).toBe(500);
  });
});
