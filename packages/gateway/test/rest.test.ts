import { hashToken } from '@numroute/gateway';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  client,
  OPERATOR_TOKEN,
  openGateway,
  operator,
  type Running,
  TOKEN,
  until,
} from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';
import { documentedClient } from './support/openapi.ts';
import { scrape } from './support/scrape.ts';

const POOR = 'a-poor-clients-token-0123456789';

let market: Market;
let running: Running;
let rest: Awaited<ReturnType<typeof documentedClient>>;

beforeAll(async () => {
  market = await openMarket();
  running = await openGateway(market.addresses, {
    clients: [
      client({ margin: { percent: '10' } }),
      operator,
      client({
        id: 'poor',
        tokenHash: hashToken(POOR),
        budget: { amount: '0.2', currency: 'USD', per: 'day' },
        rate: { requests: 20, perMs: 60_000 },
        services: ['telegram'],
        countries: ['EE'],
      }),
    ],
  });
  rest = await documentedClient(running.url, TOKEN);
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
});

const wish = { service: 'telegram', country: 'EE', maxPrice: { amount: '0.5', currency: 'USD' } };
const buy = (key: string, body: unknown = wish, token: string = TOKEN) =>
  rest.call('/orders', { method: 'POST', body, headers: { 'idempotency-key': key }, token });

/** The order as its vendor knows it. */
const atVendor = (phone: string) => {
  for (const { world } of market.vendors) {
    const order = world.orders.find((one) => one.phone === phone);
    if (order) return { world, order };
  }
  throw new Error(`nobody sold ${phone}`);
};

test('the document is a valid OpenAPI 3.1 document and holds no secret', async () => {
  const result = await new Validator().validate(structuredClone(rest.document) as never);
  expect(result.errors).toBeUndefined();
  expect(result.valid).toBe(true);
  expect(Object.keys(rest.document.paths).sort()).toEqual([
    '/v1/account',
    '/v1/balance',
    '/v1/clients',
    '/v1/clients/{id}',
    '/v1/clients/{id}/token',
    '/v1/codes',
    '/v1/codes/{id}',
    '/v1/codes/{id}/cancel',
    '/v1/codes/{id}/events',
    '/v1/codes/{id}/unfit',
    '/v1/countries',
    '/v1/events',
    '/v1/offers',
    '/v1/orders',
    '/v1/orders/{id}',
    '/v1/orders/{id}/another-sms',
    '/v1/orders/{id}/cancel',
    '/v1/orders/{id}/finish',
    '/v1/orders/{id}/messages',
    '/v1/prices/history',
    '/v1/providers',
    '/v1/providers/{id}',
    '/v1/services',
    '/v1/spend',
  ]);
});

test('offers: one shop for a client, every vendor for an operator', async () => {
  const { body } = await rest.call('/offers?service=telegram&country=ee');
  expect(body.offers.map((offer: { price: unknown }) => offer.price)).toEqual([
    { amount: '0.0825', currency: 'USD' },
    { amount: '0.121', currency: 'USD' },
    { amount: '0.132', currency: 'USD' },
  ]);
  expect(body.offers[0]).not.toHaveProperty('provider');
  const seen = await rest.call('/offers?service=tg&country=EE&currency=IRT', { token: OPERATOR_TOKEN });
  expect(seen.body.offers).toMatchObject([
    { provider: 'toman', pool: '3', price: { amount: '8400', currency: 'IRT' } },
    {
      provider: 'dollar',
      price: { amount: '12320', currency: 'IRT' },
      cost: { amount: '0.11', currency: 'USD' },
    },
    { provider: 'rouble', price: { amount: '13440', currency: 'IRT' }, cost: { currency: 'RUB' } },
  ]);
  expect((await rest.call('/offers?limit=1')).body).toMatchObject({ total: 9, offers: [{}] });
  expect((await rest.call('/services')).body.services.map(({ slug }: { slug: string }) => slug)).toEqual([
    'telegram',
    'whatsapp',
  ]);
  expect((await rest.call('/countries')).body.countries).toEqual([
    { code: 'EE', name: 'Estonia' },
    { code: 'US', name: 'United States' },
  ]);
});

test('a silent vendor is named to an operator', async () => {
  market.vendors[2].sandbox.fault({ when: 'before', kind: 'http-500', times: 1_000 });
  await until(async () => {
    const { body } = await rest.call('/offers', { token: OPERATOR_TOKEN });
    return body.silent.some(({ provider }: { provider: string }) => provider === 'rouble');
  });
  market.vendors[2].sandbox.clearFaults();
});

test('an order from purchase to finish, and its messages', { timeout: 30_000 }, async () => {
  const { status, headers, body } = await buy('first');
  expect(status).toBe(201);
  expect(headers.get('location')).toBe(`/v1/orders/${body.id}`);
  expect(body).toMatchObject({ status: 'open', price: { amount: '0.0825', currency: 'USD' }, messages: [] });
  const { world, order } = atVendor(body.phone);
  const early = await rest.call(`/orders/${body.id}/finish`, { method: 'POST' });
  expect(early).toMatchObject({ status: 409, body: { code: 'WRONG_STATE', moneyMayHaveMoved: false } });
  world.receiveSms(order.id, 'G-55 21 is not it, 778812 is');
  await until(async () => (await rest.call(`/orders/${body.id}`)).body.status === 'delivered');
  const { messages } = (await rest.call(`/orders/${body.id}/messages`)).body;
  expect(messages).toMatchObject([{ code: '778812' }]);
  const another = await rest.call(`/orders/${body.id}/another-sms`, { method: 'POST' });
  expect(another).toMatchObject({ status: 501, body: { code: 'UNSUPPORTED' } });
  const done = await rest.call(`/orders/${body.id}/finish`, { method: 'POST' });
  expect(done.body).toMatchObject({ status: 'finished', refund: 'none' });
  const all = (await rest.call('/orders?open=false')).body.orders as { id: string }[];
  expect(all.map(({ id }) => id)).toContain(body.id);
  expect((await rest.call('/orders')).body.orders.map(({ id }: { id: string }) => id)).not.toContain(body.id);
});

test('a cancel gives the budget back', async () => {
  const before = (await rest.call('/balance')).body;
  const { body } = await buy('to cancel');
  expect((await rest.call('/balance')).body.balance).not.toEqual(before.balance);
  const gone = await rest.call(`/orders/${body.id}/cancel`, { method: 'POST' });
  expect(gone.body).toMatchObject({ status: 'cancelled', refund: 'promised' });
  expect((await rest.call('/balance')).body).toEqual(before);
});

test('one key is one purchase, together and later; another wish under it is refused', async () => {
  const charges = market.charges();
  const answers = await Promise.all(Array.from({ length: 8 }, () => buy('the same')));
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  expect((await buy('the same')).body.id).toBe(answers[0]?.body.id);
  expect(market.charges()).toBe(charges + 1);
  const differs = await buy('the same', { ...wish, country: 'US' });
  expect(differs).toMatchObject({ status: 400, body: { code: 'INVALID_INPUT', moneyMayHaveMoved: false } });
  // A key is its client's own.
  const theirs = await buy('the same', wish, OPERATOR_TOKEN);
  expect(theirs.body.id).not.toBe(answers[0]?.body.id);
  expect(market.charges()).toBe(charges + 2);
});

test('a purchase in doubt says so, under its key for ever, and is listed', async () => {
  const charges = market.charges();
  const match = ({ query }: { query: URLSearchParams }): boolean => query.get('action') === 'get_number';
  market.vendors[0].sandbox.fault({ when: 'after', kind: 'reset', match });
  const lost = await buy('lost');
  expect(lost).toMatchObject({ status: 502, body: { code: 'OUTCOME_UNKNOWN', moneyMayHaveMoved: true } });
  expect((await buy('lost')).body).toMatchObject({ code: 'OUTCOME_UNKNOWN', moneyMayHaveMoved: true });
  expect(market.charges()).toBe(charges + 1);
  const { orders } = (await rest.call('/orders')).body;
  const doubt = orders.find(({ status }: { status: string }) => status === 'in-doubt');
  expect(doubt).toMatchObject({ refund: 'unknown', price: { currency: 'USD' } });
  expect((await rest.call(`/orders/${doubt.id}`)).body).toMatchObject({ status: 'in-doubt' });
  expect((await rest.call(`/orders/${doubt.id}/cancel`, { method: 'POST' })).status).toBe(404);
});

test.each([
  ['without a key', '/orders', { method: 'POST', body: wish }, 400, 'INVALID_INPUT'],
  [
    'with a key that is too long',
    '/orders',
    { method: 'POST', body: wish, headers: { 'idempotency-key': 'x'.repeat(256) } },
    400,
    'INVALID_INPUT',
  ],
  ['without a token', '/orders', { token: undefined }, 401, 'UNAUTHORIZED'],
  ['for an order that never was', '/orders/4711', {}, 404, 'UNKNOWN_ORDER'],
  ['for an id that is none', '/orders/__proto__', {}, 404, 'UNKNOWN_ORDER'],
  ['for what only operators see', '/providers', {}, 403, 'REJECTED'],
  ['with a currency that is none', '/offers?currency=ZZZ', {}, 400, 'INVALID_INPUT'],
  ['with a country that is none', '/offers?country=Atlantis', {}, 400, 'INVALID_INPUT'],
  ['with a parameter that is none', '/offers?colour=red', {}, 400, 'INVALID_INPUT'],
])('a request %s is refused', async (_what, path, call, status, code) => {
  const answer = await rest.call(path, call as never);
  expect(answer).toMatchObject({ status, body: { code, moneyMayHaveMoved: false } });
});

test.each([
  [{ ...wish, maxPrice: { amount: '-1', currency: 'USD' } }, 400, 'INVALID_INPUT'],
  [{ ...wish, maxPrice: { amount: '1e3', currency: 'USD' } }, 400, 'INVALID_INPUT'],
  [{ ...wish, maxPrice: { amount: '0', currency: 'USD' } }, 400, 'INVALID_INPUT'],
  [{ ...wish, maxPrice: undefined }, 400, 'INVALID_INPUT'],
  [{ ...wish, service: 'teleport' }, 400, 'INVALID_INPUT'],
  [{ ...wish, sevice: 'typo' }, 400, 'INVALID_INPUT'],
  [{ ...wish, country: [] }, 400, 'INVALID_INPUT'],
  [{ ...wish, country: 'NZ' }, 409, 'OUT_OF_STOCK'],
  [{ ...wish, maxPrice: { amount: '0.01', currency: 'USD' } }, 409, 'PRICE_ABOVE_LIMIT'],
  [[], 400, 'INVALID_INPUT'],
  ['text', 400, 'INVALID_INPUT'],
])('the purchase %o is refused, and nothing is bought', async (body, status, code) => {
  const charges = market.charges();
  const answer = await buy(`refused ${JSON.stringify(body)}`.slice(0, 200), body);
  expect(answer).toMatchObject({ status, body: { code, moneyMayHaveMoved: false } });
  expect(market.charges()).toBe(charges);
});

test('a client keeps to its services, countries, budget and rate', async () => {
  const cap = { amount: '0.15', currency: 'USD' };
  const refused = await buy('whatsapp', { ...wish, service: 'whatsapp', maxPrice: cap }, POOR);
  expect(refused).toMatchObject({ status: 403, body: { code: 'REJECTED' } });
  expect((await buy('us', { ...wish, country: 'US', maxPrice: cap }, POOR)).status).toBe(403);
  const seen = (await rest.call('/offers', { token: POOR })).body.offers as {
    service: string;
    country: string;
  }[];
  expect(new Set(seen.map(({ service, country }) => `${service} ${country}`))).toEqual(
    new Set(['telegram EE']),
  );
  // Anywhere means anywhere it may buy.
  const anywhere = await buy('anywhere', { service: 'telegram', maxPrice: cap }, POOR);
  expect(anywhere.body).toMatchObject({ country: 'EE' });
  const tooMuch = await buy('too much', { ...wish, maxPrice: cap }, POOR);
  expect(tooMuch).toMatchObject({
    status: 402,
    body: { code: 'INSUFFICIENT_FUNDS', moneyMayHaveMoved: false },
  });
  // What was bought is told all the same.
  expect((await buy('anywhere', { service: 'telegram', maxPrice: cap }, POOR)).body.id).toBe(
    anywhere.body.id,
  );
  let last = await rest.call('/balance', { token: POOR });
  for (let n = 0; n < 30 && last.status === 200; n += 1) last = await rest.call('/balance', { token: POOR });
  expect(last).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await rest.call('/balance')).status).toBe(200);
});

test('operators see what the vendors hold', async () => {
  const { body } = await rest.call('/providers', { token: OPERATOR_TOKEN });
  expect(body.providers).toMatchObject([
    { id: 'toman', balance: { currency: 'IRT' } },
    { id: 'dollar', balance: { currency: 'USD' } },
    { id: 'rouble', balance: { currency: 'RUB' } },
  ]);
});

test('events tell every change of one’s own orders, and of nobody else’s', { timeout: 30_000 }, async () => {
  const stop = new AbortController();
  const stream = await fetch(`${running.url}/v1/events`, {
    headers: { authorization: `Bearer ${OPERATOR_TOKEN}` },
    signal: stop.signal,
  });
  expect(stream.headers.get('content-type')).toBe('text/event-stream');
  let said = '';
  const reading = (async () => {
    for await (const chunk of stream.body ?? []) said += Buffer.from(chunk).toString('utf8');
  })().catch(() => undefined);
  const mine = (await buy('watched', wish, OPERATOR_TOKEN)).body;
  const theirs = (await buy('not watched')).body;
  const seen = (): { id: string; status: string }[] =>
    [...said.matchAll(/^event: order\ndata: (.*)$/gm)].map(([, data = '']) => JSON.parse(data));
  await until(() => seen().some(({ id, status }) => id === mine.id && status === 'open'));
  const { world, order } = atVendor(mine.phone);
  world.receiveSms(order.id, 'Code 4711\n\ndata: {"id":"1"}');
  await until(() => seen().some(({ id, status }) => id === mine.id && status === 'delivered'));
  expect(seen().some(({ id }) => id === theirs.id)).toBe(false);
  stop.abort();
  await reading;
});

test('a stream of events does not hold the server up when it closes', async () => {
  const own = await openGateway(market.addresses);
  const stream = await fetch(`${own.url}/v1/events`, { headers: { authorization: `Bearer ${TOKEN}` } });
  const reading = stream.text().catch(() => 'cut off');
  await own[Symbol.asyncDispose]();
  expect(await reading).toMatch(/retry|cut off/);
});

test('health for everybody, metrics for operators', async () => {
  expect(await (await fetch(`${running.url}/healthz`)).json()).toEqual({ status: 'alive' });
  expect(await (await fetch(`${running.url}/readyz`)).json()).toEqual({ status: 'ready' });
  const refused = await fetch(`${running.url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });
  expect(refused.status).toBe(403);
  const { text } = await scrape(running.url);
  expect(text).toMatch(
    /numroute_answers_total\{via="rest",action="POST \/v1\/orders",client="shop",status="201"\} \d+/,
  );
  expect(text).toMatch(/numroute_orders\{provider="\w+",state="doubt"\} 1/);
  expect(text).toMatch(/numroute_router_events_total\{type="purchase-made",provider="toman"\} \d+/);
  const phones = market.vendors.flatMap(({ world }) => world.orders.map(({ phone }) => phone.slice(1)));
  expect(phones.length).toBeGreaterThan(0);
  for (const phone of phones) expect(text).not.toContain(phone);
});

test('a number that is no use is given back with a word why', async () => {
  const { body } = await buy('bad-number');
  const { id, phone } = body as { id: string; phone: string };
  const ugly = await rest.call(`/orders/${id}/cancel?bad=ugly`, { method: 'POST' });
  expect(ugly.status).toBe(400);
  const given = await rest.call(`/orders/${id}/cancel?bad=used`, { method: 'POST' });
  expect(given.body).toMatchObject({ id, status: 'cancelled' });
  expect(atVendor(phone).order.status).toBe('cancelled');
});
