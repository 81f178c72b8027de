import { money } from '@numroute/core';
import { describe, expect, test } from 'vitest';
import { textverifiedAdapter } from '../src/index.ts';
import { AT, fakeSend, ID, offer, orderOf, page, refusal, reply } from './support.ts';

const adapter = textverifiedAdapter({ username: 'user@example.com' });
const fetch = (order: string | ReturnType<typeof reply>, sms: string = page.noSms) =>
  adapter.fetchOrder(fakeSend({ [`GET verifications/${ID}`]: order, 'GET sms': sms }), ID);
const rejects = (code: string) => expect.objectContaining({ code });

describe('the token', () => {
  const { auth } = adapter;
  if (auth.in !== 'token') throw new Error('no token');

  test('is bought with the key and the name', () => {
    expect(auth).toMatchObject({
      request: { method: 'POST', path: ['auth'], headers: { 'x-api-username': 'user@example.com' } },
      key: { in: 'header', name: 'x-api-key' },
      prefix: 'Bearer ',
    });
    expect(auth.read(reply(page.token))).toEqual({
      token: 'eyJhbGciOiJIUzI1NiJ9.e30.x',
      lifetimeMs: 899_000,
    });
  });

  test.each([
    ['UNAUTHORIZED', 401, refusal('Unauthorized')],
    ['UNAUTHORIZED', 401, ''],
    ['RATE_LIMITED', 429, ''],
    ['UNAVAILABLE', 401, '<html>Login</html>'],
    ['UNREADABLE', 200, '{}'],
  ])('%s: HTTP %d %s', (code, status, body) => {
    expect(() => auth.read(reply(body, status))).toThrow(rejects(code));
  });
});

test('the balance, to the digit', async () => {
  const send = fakeSend({ 'GET account/me': page.account });
  expect(await adapter.fetchBalance?.(send)).toEqual(money('1234.56', 'USD'));
});

describe('offers', () => {
  test('a service that is asked for is one request', async () => {
    const send = fakeSend({ 'POST pricing/verifications': page.price });
    const offers = await adapter.listOffers(send, { service: 'yahoo' });
    expect([...offers]).toEqual([{ ...offer, price: money('0.5', 'USD') }]);
    expect(send.asked).toEqual([
      {
        path: ['pricing', 'verifications'],
        json: {
          serviceName: 'yahoo',
          areaCode: false,
          carrier: false,
          numberType: 'mobile',
          capability: 'sms',
        },
      },
    ]);
  });

  test('without one, each that gets an SMS is asked for', async () => {
    const send = fakeSend({ 'GET services': page.services, 'POST pricing/verifications': page.price });
    const offers = [...(await adapter.listOffers(send, {}))];
    expect(offers.map(({ service }) => service)).toEqual(['textverified:gmail', 'yahoo']);
    expect(send.asked).toHaveLength(3);
  });

  test('a pair that does not exist is no offer, and what is no answer is an error', async () => {
    const list = async (answer: ReturnType<typeof reply>) => [
      ...(await adapter.listOffers(fakeSend({ 'POST pricing/verifications': answer }), { service: 'yahoo' })),
    ];
    expect(await list(reply(refusal('Unavailable'), 400))).toEqual([]);
    expect(await list(reply('{"serviceName":"yahoo","price":0}'))).toEqual([]);
    await expect(list(reply('<html>', 400))).rejects.toThrow(rejects('UNAVAILABLE'));
    await expect(list(reply(page.price, 503))).rejects.toThrow(rejects('UNAVAILABLE'));
    await expect(list(reply('{"price":"$0.5"}'))).rejects.toThrow(rejects('UNREADABLE'));
  });

  test.each([{ country: 'DE' }, { service: '5sim:any' }, { service: 'textverified:servicenotlisted' }])(
    '%j is nothing to sell, and no request',
    async (query) => {
      const send = fakeSend({});
      expect([...(await adapter.listOffers(send, query))]).toEqual([]);
      expect(send.asked).toEqual([]);
    },
  );
});

describe('an order', () => {
  const told = {
    id: ID,
    phone: '+12223334444',
    service: 'yahoo',
    country: 'US',
    price: money('0.95', 'USD'),
    orderedAt: Date.parse('2026-11-20T10:00:00Z'),
    expiresAt: Date.parse('2026-11-20T10:05:00Z'),
  };
  const messages = [
    { id: 'sms_1', text: 'Your code is 0123', code: '0123', from: '22395', receivedAt: AT - 120_000 },
    { id: 'sms_2', text: 'Your code is 0654', from: '22395', receivedAt: AT - 60_000 },
  ];

  test('the sample, and its SMS with the oldest first', async () => {
    expect(await fetch(page.order)).toEqual({ ...told, status: 'open', messages: [] });
    const delivered = { ...told, status: 'delivered', messages };
    expect(await fetch(orderOf({ state: 'verificationCompleted' }), page.sms)).toEqual(delivered);
    // The SMS is there before its order says so.
    expect(await fetch(page.order, page.sms)).toEqual(delivered);
  });

  test.each([
    ['verificationCanceled', 'cancelled'],
    ['verificationTimedOut', 'expired'],
    ['verificationReported', 'gone'],
    ['verificationRefunded', 'cancelled'],
    ['verificationReused', 'finished'],
    ['verificationReactivated', 'finished'],
  ])('%s is %s', async (state, status) => {
    expect(await fetch(orderOf({ state }))).toMatchObject({ status, messages: [] });
  });

  test('with its SMS it closes by itself', async () => {
    const endsAt = '2026-11-20T10:02:59+00:00';
    const ended = orderOf({ state: 'verificationCompleted', endsAt });
    expect(await fetch(ended, page.sms)).toMatchObject({ status: 'finished', messages });
  });

  test.each([
    ['UNREADABLE', 200, orderOf({ state: 'verificationPaused' })],
    ['UNREADABLE', 200, orderOf({ id: 'lr_another' })],
    ['UNREADABLE', 200, orderOf({ state: 'verificationCompleted' })],
    ['UNKNOWN_ORDER', 404, refusal(null)],
    ['UNAVAILABLE', 404, '<html>404</html>'],
    ['UNAVAILABLE', 404, ''],
    ['UNAUTHORIZED', 401, ''],
    ['UNAVAILABLE', 500, page.order],
  ])('%s: HTTP %d %s', async (code, status, body) => {
    await expect(fetch(reply(body, status))).rejects.toThrow(rejects(code));
  });
});

describe('a cancel', () => {
  const cancel = async (answer: ReturnType<typeof reply>, state: string) =>
    await adapter.cancelOrder?.(
      fakeSend({
        [`POST verifications/${ID}/cancel`]: answer,
        [`GET verifications/${ID}`]: orderOf({ state }),
        'GET sms': page.noSms,
      }),
      ID,
    );

  test('is what the order shows afterwards', async () => {
    const cancelled = { id: ID, status: 'cancelled' };
    expect(await cancel(reply(''), 'verificationCanceled')).toMatchObject(cancelled);
    expect(await cancel(reply(refusal(null), 400), 'verificationCanceled')).toMatchObject(cancelled);
    await expect(cancel(reply(''), 'verificationPending')).rejects.toThrow(rejects('UNREADABLE'));
    await expect(cancel(reply(refusal(null), 400), 'verificationPending')).rejects.toThrow(
      rejects('WRONG_STATE'),
    );
    await expect(cancel(reply(refusal(null), 404), 'verificationPending')).rejects.toThrow(
      rejects('UNKNOWN_ORDER'),
    );
    await expect(cancel(reply('<html>'), 'verificationCanceled')).rejects.toThrow(rejects('UNAVAILABLE'));
  });
});

describe('the open orders', () => {
  const next = 'https://elsewhere.example/api/pub/v2/verifications?page=2';
  const pageOf = (states: readonly string[], more: object = {}) =>
    JSON.stringify({
      ...JSON.parse(page.list),
      data: states.map((state, n) => ({ ...JSON.parse(page.list).data[0], id: `lr_${n}`, state })),
      ...more,
    });

  test('the sample', async () => {
    const send = fakeSend({ 'GET verifications': page.list });
    expect(await adapter.listOpenOrders?.(send)).toMatchObject([
      { id: ID, status: 'open', phone: '+12223334444', service: 'yahoo', price: money('0.95', 'USD') },
    ]);
  });

  test('all pages, at the same host wherever their links lead', async () => {
    const first = pageOf(['verificationCanceled'], { hasNext: true, links: { next: { href: next } } });
    const send = fakeSend({ 'GET verifications': [first, page.list] });
    expect(await adapter.listOpenOrders?.(send)).toMatchObject([{ id: ID }]);
    expect(send.asked.map(({ path, query }) => [path, query])).toEqual([
      [['verifications'], {}],
      [['verifications'], { page: '2' }],
    ]);
  });

  test('of one with an SMS the order tells whether it has ended', async () => {
    const of = (endsAt: string) =>
      fakeSend({
        'GET verifications': pageOf(['verificationCompleted']),
        'GET verifications/lr_0': orderOf({ id: 'lr_0', state: 'verificationCompleted', endsAt }),
        'GET sms': page.sms,
      });
    const live = await adapter.listOpenOrders?.(of('2026-11-20T10:05:00+00:00'));
    expect(live).toMatchObject([{ id: 'lr_0', status: 'delivered' }]);
    expect(await adapter.listOpenOrders?.(of('2026-11-20T10:02:00+00:00'))).toEqual([]);
  });

  test.each([
    ['a page that is missing', pageOf([], { hasNext: true })],
    ['a state that nobody knows', pageOf(['verificationPending', 'verificationPaused'])],
    ['no page', '[]'],
  ])('%s is an error', async (_, body) => {
    const send = fakeSend({ 'GET verifications': body });
    await expect(adapter.listOpenOrders?.(send)).rejects.toThrow(rejects('UNREADABLE'));
  });
});
