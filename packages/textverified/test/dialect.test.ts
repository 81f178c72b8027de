import { NumrouteError, type Shop } from '@numroute/core';
import { createWorld, virtualClock } from '@numroute/testkit';
import { describe, expect, test } from 'vitest';
import { textverifiedDialect } from '../src/index.ts';
import { page } from './support.ts';

function market(more: { readonly funds?: string; readonly shop?: (shop: Shop) => Shop } = {}) {
  const { shop = (one: Shop) => one, funds = '1234.56' } = more;
  const clock = virtualClock();
  const offers = [
    { service: 'yahoo', country: 'US', price: '0.95', stock: 10 },
    { service: 'yahoo', country: 'US', pool: '2', price: '0.5', stock: 1 },
    { service: 'telegram', country: 'US', price: '0.25', stock: 0 },
    // Neither can be named here.
    { service: 'telegram', country: 'DE', price: '0.2', stock: 5 },
    { service: 'divar', country: 'US', price: '0.2', stock: 5 },
  ];
  const world = createWorld({ currency: 'USD', offers, funds, secret: 'k', clock });
  const dialect = textverifiedDialect({ clock });
  const door = (key: string): Shop | undefined => {
    const open = world.door(key);
    return open && shop(open);
  };
  const send = async (call: string, headers: Record<string, string>, json?: object) => {
    const [method = '', path = ''] = call.split(' ');
    const url = new URL(path, 'http://127.0.0.1:1/api/pub/v2/');
    const { status = 200, body } = await dialect.respond(
      {
        method,
        path: url.pathname,
        query: url.searchParams,
        headers: { host: '127.0.0.1:1', ...headers },
        body: json ? JSON.stringify(json) : '',
      },
      door,
    );
    return { status, body, json: body === '' ? undefined : JSON.parse(body) };
  };
  const logIn = async () => {
    const { json } = await send('POST auth', { 'x-api-key': 'k', 'x-api-username': 'user@example.com' });
    const authorization = `Bearer ${json.token}`;
    return (call: string, body?: object) => send(call, { authorization }, body);
  };
  return { clock, logIn, send, world };
}

const wanted = { serviceName: 'yahoo', capability: 'sms' };
const priced = { ...wanted, areaCode: false, carrier: false, numberType: 'mobile' };
const membersOf = (text: string): readonly string[] => Object.keys(JSON.parse(text)).toSorted();

describe('the samples of the documents', () => {
  test('a token, for a quarter of an hour', async () => {
    const { clock, logIn, send } = market();
    const login = await send('POST auth', { 'x-api-key': 'k', 'x-api-username': 'u' });
    expect(Object.keys(login.json)).toEqual(Object.keys(JSON.parse(page.token)));
    expect(login.json.expiresIn).toBe(899);
    const ask = await logIn();
    expect((await ask('GET account/me')).body).toBe(page.account);
    await clock.advance(899_001);
    expect((await ask('GET account/me')).status).toBe(401);
  });

  test('services and prices', async () => {
    const ask = await market().logIn();
    expect((await ask('GET services')).json).toEqual([
      { serviceName: 'yahoo', capability: 'sms' },
      { serviceName: 'telegram', capability: 'sms' },
    ]);
    expect((await ask('POST pricing/verifications', priced)).body).toBe(page.price);
    for (const other of [{ serviceName: 'telegram' }, { numberType: 'voip' }, { serviceName: 'divar' }])
      expect((await ask('POST pricing/verifications', { ...priced, ...other })).status).toBe(400);
  });

  test('an order, from the sale to its SMS', async () => {
    const { logIn, world } = market();
    const ask = await logIn();
    const sold = await ask('POST verifications', { ...wanted, maxPrice: 2.95 });
    const [{ id, phone } = { id: '', phone: '' }] = world.orders;
    const href = `http://127.0.0.1:1/api/pub/v2/verifications/${id}`;
    expect([sold.status, sold.json]).toEqual([201, { method: 'GET', href }]);
    const look = async () => await ask(`GET verifications/${id}`);
    const { json, body } = await look();
    // A sale is a thing of its own, which it does not have.
    expect(membersOf(page.order)).toEqual([...membersOf(body), 'sale'].toSorted());
    expect(json).toMatchObject({ state: 'verificationPending', serviceName: 'yahoo', totalCost: 0.5 });
    expect(`+1${json.number}`).toBe(phone);
    const { json: listed } = await ask('GET verifications');
    expect(Object.keys(listed)).toEqual(Object.keys(JSON.parse(page.list)));
    expect(membersOf(JSON.stringify(listed.data[0]))).toEqual(
      membersOf(JSON.stringify(JSON.parse(page.list).data[0])),
    );
    expect((await ask(`GET sms?reservationId=${id}`)).json.data).toEqual([]);
    world.receiveSms(id, 'Your code is 0123');
    expect((await look()).json).toMatchObject({
      state: 'verificationCompleted',
      cancel: { canCancel: false },
    });
    const { data } = (await ask(`GET sms?reservationId=${id}`)).json;
    expect(Object.keys(data[0])).toEqual(Object.keys(JSON.parse(page.sms).data[0]));
    expect(data).toMatchObject([{ smsContent: 'Your code is 0123' }]);
    expect((await ask(`POST verifications/${id}/cancel`)).status).toBe(400);
  });

  test.each([
    ['cancel', undefined],
    ['report', 'refused'],
  ])('%s answers without a body', async (action, fault) => {
    const { logIn, world } = market();
    const ask = await logIn();
    await ask('POST verifications', wanted);
    const [{ id } = { id: '' }] = world.orders;
    expect(await ask(`POST verifications/${id}/${action}`)).toMatchObject({ status: 200, body: '' });
    expect(world.orders).toMatchObject([{ status: 'cancelled' }]);
    expect(world.orders[0]?.fault).toBe(fault);
  });
});

test('what it refuses', async () => {
  const { logIn, send, world } = market({ funds: '0.1' });
  const ask = await logIn();
  const refused = async (body: object) => (await ask('POST verifications', body)).json.errorCode;
  expect(await refused(wanted)).toBe('InsufficientCredits');
  expect(await refused({ ...wanted, serviceName: 'telegram' })).toBe('OutOfStock');
  expect(await refused({ ...wanted, maxPrice: 0.1 })).toBe('PriceAboveMaximum');
  expect(await refused({ ...wanted, maxPrice: 'cheap' })).toBe('BadRequest');
  expect(await refused({ serviceName: 'yahoo' })).toBe('BadRequest');
  expect((await ask('GET verifications/1')).status).toBe(404);
  expect((await ask('GET nothing')).status).toBe(404);
  expect((await send('GET account/me', {})).status).toBe(401);
  expect((await send('POST auth', { 'x-api-key': 'k' })).status).toBe(401);
  expect((await send('POST auth', { 'x-api-key': 'x', 'x-api-username': 'u' })).status).toBe(401);
  expect(world.orders).toEqual([]);
});

test.each([[new NumrouteError('OUTCOME_UNKNOWN', 'x', {})], [new Error('x')]])(
  'where something may have been bought, nothing is promised: %s',
  async (error) => {
    const purchase = async () => {
      throw error;
    };
    const ask = await market({ shop: (shop) => ({ ...shop, purchase }) }).logIn();
    expect((await ask('POST verifications', wanted)).status).toBe(500);
  },
);
