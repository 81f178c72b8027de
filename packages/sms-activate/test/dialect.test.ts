import { NumrouteError, type Shop } from '@numroute/core';
import {
  createWorld,
  type Sandbox,
  startSandbox,
  virtualClock,
  type World,
  type WorldOffer,
} from '@numroute/testkit';
import { expect, test } from 'vitest';
import { smsActivateDialect } from '../src/dialect/index.ts';
import { type ProfileName, profiles } from '../src/profiles/index.ts';

const offers: readonly WorldOffer[] = [
  { service: 'telegram', country: 'KZ', price: '0.19', stock: 2 },
  { service: 'telegram', country: 'RU', price: '15', stock: 1 },
  { service: 'whatsapp', country: 'KZ', pool: '2263', price: '0.683', stock: 22 },
  { service: 'whatsapp', country: 'KZ', pool: '77', price: '15', stock: 4 },
  { service: 'viber', country: 'KZ', price: '0.10', stock: 0 },
  { service: 'telegram', country: 'US', price: '0.5', stock: 1, virtual: true },
];

type Query = Readonly<Record<string, string>>;

interface Site extends AsyncDisposable {
  readonly world: World;
  readonly sandbox: Sandbox;
  readonly clock: ReturnType<typeof virtualClock>;
  fetch(query: Query): Promise<Response>;
  ask(query: Query): Promise<string>;
  buy(query?: Query): Promise<string>;
}

async function open(name: ProfileName = 'classic', funds: string = '100', sold = offers): Promise<Site> {
  const profile = profiles[name];
  const clock = virtualClock();
  const world = createWorld({
    currency: profile.currency,
    offers: sold,
    funds,
    clock,
    cancelAfterMs: 120_000,
    secret: 'k',
  });
  const sandbox = await startSandbox({ world, dialect: smsActivateDialect(profile) });
  const get = (query: Query): Promise<Response> =>
    fetch(`${sandbox.url}?${new URLSearchParams({ api_key: 'k', ...query })}`);
  const ask = async (query: Query): Promise<string> => (await get(query)).text();
  return {
    world,
    sandbox,
    clock,
    fetch: get,
    ask,
    async buy(query = {}) {
      const said = await ask({ action: 'getNumber', service: 'tg', country: '2', ...query });
      return /^ACCESS_NUMBER:(\d+):\d+$/.exec(said)?.[1] ?? said;
    },
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}

test('the balance, as text/html without a newline', async () => {
  await using site = await open('classic', '17.154');
  const reply = await site.fetch({ action: 'getBalance' });
  expect([reply.status, await reply.text()]).toEqual([200, 'ACCESS_BALANCE:17.154']);
  expect(reply.headers.get('content-type')).toBe('text/html; charset=UTF-8');
  expect(site.sandbox.url).toMatch(/\/stubs\/handler_api\.php$/);
});

test('2 the balance has at least two decimals', async () => {
  await using site = await open();
  expect(await site.ask({ action: 'getBalance' })).toBe('ACCESS_BALANCE:100.00');
});

test('6 WAITING, RECEIVED, RETRY, RECEIVED, DONE', async () => {
  await using site = await open();
  const { ask, world } = site;
  const id = await site.buy();
  const status = () => ask({ action: 'getStatus', id });
  const set = (to: string) => ask({ action: 'setStatus', id, status: to });
  expect(await status()).toBe('STATUS_WAIT_CODE');
  expect(await set('1')).toBe('ACCESS_READY');
  expect([await set('3'), await set('6')]).toEqual(['BAD_STATUS', 'BAD_STATUS']);
  expect(await status()).toBe('STATUS_WAIT_CODE');
  world.receiveSms(id, 'Your code is 012345');
  expect(await status()).toBe('STATUS_OK:012345');
  expect([await set('8'), await set('1')]).toEqual(['BAD_STATUS', 'BAD_STATUS']);
  expect(await set('3')).toBe('ACCESS_RETRY_GET');
  expect(await status()).toBe('STATUS_WAIT_RETRY:012345');
  expect([await set('8'), await set('3')]).toEqual(['BAD_STATUS', 'BAD_STATUS']);
  world.receiveSms(id, 'Your code is 012345');
  expect(await status()).toBe('STATUS_OK:012345');
  expect(await set('3')).toBe('ACCESS_RETRY_GET');
  world.receiveSms(id, { text: 'Say: 12:34' });
  expect(await status()).toBe('STATUS_OK:Say: 12:34');
  expect(await set('6')).toBe('ACCESS_ACTIVATION');
  expect(await status()).toBe('STATUS_CANCEL');
  expect(await set('6')).toBe('BAD_STATUS');
});

test('6 RETRY is finished too', async () => {
  await using site = await open();
  const id = await site.buy();
  site.world.receiveSms(id, '4711');
  await site.ask({ action: 'setStatus', id, status: '3' });
  expect(await site.ask({ action: 'setStatus', id, status: '6' })).toBe('ACCESS_ACTIVATION');
  expect(site.world.orders[0]?.status).toBe('finished');
});

test.each(['8', '-1', '10'])('6 a cancel with %s: too early, then with the money back', async (status) => {
  await using site = await open();
  const id = await site.buy();
  const cancel = () => site.ask({ action: 'setStatus', status, id });
  expect(await cancel()).toBe('EARLY_CANCEL_DENIED');
  expect(site.world.balance().amount).toBe('99.81');
  await site.clock.advance(120_000);
  expect(await cancel()).toBe('ACCESS_CANCEL');
  expect(await site.ask({ action: 'getStatus', id })).toBe('STATUS_CANCEL');
  expect(site.world.balance().amount).toBe('100');
});

test('6 twenty minutes', async () => {
  await using site = await open();
  const id = await site.buy();
  await site.clock.advance(1_200_000);
  expect(await site.ask({ action: 'getStatus', id })).toBe('STATUS_CANCEL');
  expect(await site.ask({ action: 'setStatus', id, status: '8' })).toBe('BAD_STATUS');
  expect(await site.ask({ action: 'getBalance' })).toBe('ACCESS_BALANCE:100.00');
});

test('getNumber: id and phone without plus', async () => {
  await using site = await open();
  const said = await site.ask({ action: 'getNumber', service: 'tg', country: '2' });
  const [order] = site.world.orders;
  expect(said).toBe(`ACCESS_NUMBER:${order?.id}:${order?.phone.slice(1)}`);
});

test('45 no country is Russia; unknown parameters and undefined are nothing', async () => {
  await using site = await open();
  const query = { ref: '', forward: '0', operator: 'undefined', maxPrice: 'undefined', country: 'undefined' };
  await site.buy(query);
  expect(site.world.orders[0]?.country).toBe('RU');
});

test('an operator is one of the pools, or none is sold; one of several is enough', async () => {
  await using site = await open();
  expect(await site.buy({ service: 'wa', operator: 'mts' })).toBe('NO_NUMBERS');
  await site.buy({ service: 'wa', operator: 'mts,77' });
  await site.buy({ service: 'wa', operator: 'any' });
  expect(site.world.orders.map(({ pool }) => pool)).toEqual(['77', '2263']);
  // What has no pool is the pool 1.
  expect(await site.buy({ operator: '77' })).toBe('NO_NUMBERS');
  await site.buy({ operator: '1' });
  expect(site.world.orders).toHaveLength(3);
});

test('prices and stock are told by operator, too', async () => {
  await using site = await open();
  const asked = { country: '2', service: 'wa', operator: '77' };
  expect(await site.ask({ action: 'getPrices', ...asked })).toBe(
    '{"2":{"wa":{"cost":15,"count":4,"physicalCount":4}}}',
  );
  expect(await site.ask({ action: 'getPrices', ...asked, operator: 'mts' })).toBe('{}');
  expect(await site.ask({ action: 'getNumbersStatus', ...asked })).toBe('{"wa":"4"}');
});

test.each([
  ['classic', 'getNumber', 'BAD_OPERATOR'],
  ['classic', 'getNumberV2', 'BAD_OPERATOR'],
  ['herosms', 'getNumber', 'UNPROCESSABLE_ENTITY:exceptProviderIds:INVALID'],
  ['tiger', 'getNumber', 'NO_NUMBERS'],
  ['grizzly', 'getNumber', 'NO_NUMBERS'],
] as const)('%s: by ids of providers %s chooses, or refuses: %s', async (name, action, said) => {
  await using site = await open(name);
  const all = { ...number, service: 'wa', exceptProviderIds: '2263,77' };
  expect(await site.ask({ ...all, action })).toBe(said);
  expect(site.world.orders).toEqual([]);
});

test('orderId buys once, and again only after a no', async () => {
  await using site = await open();
  const query = { action: 'getNumberV2', service: 'tg', country: '2', orderId: 'a' };
  expect(await site.ask({ ...query, maxPrice: '0.01' })).toBe('WRONG_MAX_PRICE:0.19');
  const said = await Promise.all([site.ask(query), site.ask(query)]);
  expect(said.filter((text) => text === 'ORDER_ALREADY_EXISTS')).toHaveLength(1);
  expect(site.world.orders).toHaveLength(1);
});

test('virtual numbers have an id of their own', async () => {
  await using site = await open();
  expect(await site.buy({ country: '187' })).toBe('NO_NUMBERS');
  expect(await site.buy({ country: '12' })).toMatch(/^\d+$/);
});

const number = { action: 'getNumber', service: 'tg', country: '2' };

test.each<[string, Query]>([
  ['BAD_KEY', { api_key: 'wrong', action: 'getBalance' }],
  ['BAD_KEY', { api_key: '', action: 'getBalance' }],
  ['BAD_ACTION', { action: 'getNotifications' }],
  ['BAD_ACTION', { action: '__proto__' }],
  ['BAD_ACTION', {}],
  ['BAD_ACTION', { action: 'getPricesV3' }],
  ['BAD_SERVICE', { action: 'getNumber', country: '2' }],
  ['BAD_SERVICE', { ...number, service: 'qqqq' }],
  ['BAD_COUNTRY', { ...number, country: '9999' }],
  ['BAD_COUNTRY', { ...number, country: 'KZ' }],
  ['NO_NUMBERS', { ...number, service: 'vi' }],
  ['NO_NUMBERS', { ...number, country: '1' }],
  ['NO_BALANCE', { ...number, country: '0' }],
  ['WRONG_MAX_PRICE:0.19', { ...number, maxPrice: '0.18' }],
  ['WRONG_MAX_PRICE:0.19', { ...number, maxPrice: '1e9' }],
  ['NO_ACTIVATION', { action: 'getStatus', id: '99' }],
  ['NO_ACTIVATION', { action: 'getStatus' }],
  ['NO_ACTIVATION', { action: 'getStatusV2', id: 'abc' }],
  ['NO_ACTIVATION', { action: 'setStatus', id: '99', status: '8' }],
  ['NO_ACTIVATION', { action: 'setStatus', id: '99', status: '7' }],
  ['NO_ACTIVATIONS', { action: 'getActiveActivations' }],
])('3 %s for %j', async (word, query) => {
  await using site = await open('classic', '1');
  const reply = await site.fetch(query);
  expect([reply.status, await reply.text()]).toEqual([200, word]);
  expect(site.world.orders).toHaveLength(0);
});

test('BAD_STATUS for a status that does not exist', async () => {
  await using site = await open();
  const id = await site.buy();
  expect(await site.ask({ action: 'setStatus', id, status: '2' })).toBe('BAD_STATUS');
  expect(await site.ask({ action: 'setStatus', id })).toBe('BAD_STATUS');
});

test('POST: query, form, both, multipart', async () => {
  await using site = await open();
  const { url } = site.sandbox;
  const parameters = { action: 'getBalance', api_key: 'k' };
  const form = new FormData();
  for (const [name, value] of Object.entries(parameters)) form.set(name, value);
  const replies = await Promise.all([
    fetch(`${url}?${new URLSearchParams(parameters)}`, { method: 'POST' }),
    fetch(url, { method: 'POST', body: new URLSearchParams(parameters) }),
    fetch(`${url}?api_key=k`, { method: 'POST', body: new URLSearchParams({ action: 'getBalance' }) }),
    fetch(url, { method: 'POST', body: form }),
  ]);
  for (const reply of replies) expect(await reply.text()).toBe('ACCESS_BALANCE:100.00');
});

test('getStatusV2', async () => {
  await using site = await open();
  const id = await site.buy();
  const ask = () => site.ask({ action: 'getStatusV2', id });
  expect(await ask()).toBe('{"verificationType":0,"sms":null}');
  site.world.receiveSms(id, 'Your code 12345');
  expect(await ask()).toBe(
    '{"verificationType":0,"sms":{"dateTime":"2026-01-01 00:00:00","code":"12345","text":"Your code 12345"}}',
  );
  await site.ask({ action: 'setStatus', id, status: '6' });
  expect(await ask()).toBe('STATUS_CANCEL');
});

test('getActiveActivations', async () => {
  await using site = await open();
  const id = await site.buy();
  site.world.receiveSms(id, 'Your code 12345');
  const said = JSON.parse(await site.ask({ action: 'getActiveActivations' }));
  expect(said).toMatchObject({
    status: 'success',
    activeActivations: [
      {
        activationId: id,
        serviceCode: 'tg',
        phoneNumber: site.world.orders[0]?.phone.slice(1),
        activationCost: '0.19',
        activationStatus: '2',
        smsCode: ['12345'],
        smsText: 'Your code 12345',
        countryCode: '2',
        currency: 840,
      },
    ],
  });
});

test('the lists of the original', async () => {
  await using site = await open();
  const { ask } = site;
  expect(await ask({ action: 'getPrices', country: '2' })).toBe(
    '{"2":{"tg":{"cost":0.19,"count":2,"physicalCount":2},"wa":{"cost":0.683,"count":22,"physicalCount":22},' +
      '"vi":{"cost":0.1,"count":0,"physicalCount":0}}}',
  );
  expect(await ask({ action: 'getPrices', service: 'nothing' })).toBe('{}');
  expect(await ask({ action: 'getNumbersStatus', country: '2' })).toBe('{"tg":"2","wa":"26","vi":"0"}');
  expect(JSON.parse(await ask({ action: 'getServicesList', country: '2' }))).toEqual({
    status: 'success',
    services: ['tg', 'wa', 'vi'].map((code) => ({ code, name: expect.stringMatching(/\w/) })),
  });
  const operators = await site.fetch({ action: 'getOperators', country: '2' });
  expect(operators.headers.get('content-type')).toBe('application/json');
  expect(await operators.text()).toBe('{"status":"success","countryOperators":{"2":["2263","77"]}}');
  expect(await ask({ action: 'getOperators', country: '3' })).toBe('OPERATORS_NOT_FOUND');
  const countries = JSON.parse(await ask({ action: 'getCountries' }));
  expect(countries['2']).toMatchObject({ id: 2, rus: 'Казахстан', eng: 'Kazakhstan', visible: 1 });
  expect(Object.keys(countries).length).toBeGreaterThan(190);
});

async function replyOf(site: Site, query: Query): Promise<[number, string]> {
  const reply = await site.fetch(query);
  return [reply.status, await reply.text()];
}

test('8 HeroSMS', async () => {
  await using site = await open('herosms', '1');
  const not = '{"title":"NOT_FOUND","details":"Activation Not Found"}';
  const invalid = (field: string, code: string) =>
    `{"title":"UNPROCESSABLE_ENTITY","details":"Validation failed","info":{"field":"${field}","code":"${code}","message":""}}`;
  const cases: [number, string, Query][] = [
    [401, '{"title":"BAD_KEY","details":"Unauthorized"}', { api_key: 'x', action: 'getBalance' }],
    [422, invalid('api_key', 'REQUIRED'), { api_key: '', action: 'getBalance' }],
    [200, 'UNPROCESSABLE_ENTITY:service:INVALID', { ...number, service: 'qqqq' }],
    [422, invalid('service', 'INVALID'), { ...number, action: 'getNumberV2', service: 'qqqq' }],
    [422, invalid('id', 'INVALID'), { action: 'getStatus', id: 'abc' }],
    [422, invalid('country', 'REQUIRED'), { action: 'getNumbersStatus' }],
    [200, 'NO_NUMBERS', { ...number, service: 'vi' }],
    [400, '{"title":"WRONG_MAX_PRICE","details":"","info":{"min":0.19}}', { ...number, maxPrice: '0.1' }],
    [404, not, { action: 'getStatus', id: '1' }],
    [404, not, { action: 'setStatus', id: '1', status: '8' }],
    [404, '{"title":"BAD_ACTION","details":"Method Not Found"}', { action: 'getPricesV2' }],
    [200, '{"status":"false","msg":"service is incorrect"}', { action: 'getPrices', service: 'qqqq' }],
    [200, '{}', { action: 'getPrices', service: 'tg', country: '0' }],
    [200, '{"tg":2,"wa":26,"vi":0}', { action: 'getNumbersStatus', country: '2' }],
  ];
  for (const [status, body, query] of cases) expect(await replyOf(site, query)).toEqual([status, body]);
  const id = await site.buy();
  const cancel = { action: 'setStatus', id, status: '8' };
  expect(await replyOf(site, cancel)).toEqual([
    409,
    '{"title":"EARLY_CANCEL_DENIED","details":"","info":{"minActivationTime":120}}',
  ]);
  expect((await site.fetch({ ...cancel, status: '1' })).status).toBe(400);
  site.world.receiveSms(id, '4711');
  expect(await replyOf(site, cancel)).toEqual([409, '{"title":"OTP_RECEIVED","details":""}']);
  const countries = await fetch(`${site.sandbox.url}?action=getCountries`);
  expect(await countries.json()).not.toHaveProperty('0');
});

test('8a SMSBower', async () => {
  await using site = await open('smsbower');
  const prices = { service: 'wa', country: '2' };
  const cases: [number, string, Query][] = [
    [401, '{"status":0,"message":"No access","data":[]}', { api_key: 'x', action: 'getBalance' }],
    [200, 'BAD_ACTION', { action: 'getNumbersStatus' }],
    [200, 'BAD_ACTION', { action: 'getActiveActivations' }],
    [200, 'NO_ACTIVATION', { action: 'getStatus', id: 'abc' }],
    [200, 'WRONG_SERVICE', { ...number, service: 'qqqq' }],
    [200, '{"2":{"wa":{"cost":0.683,"count":22}}}', { ...prices, action: 'getPrices' }],
    [200, '{"2":{"wa":{"0.683":22,"15":4}}}', { ...prices, action: 'getPricesV2' }],
    [
      200,
      '{"2":{"wa":{"2263":{"count":22,"price":0.683,"provider_id":2263},"77":{"count":4,"price":15,"provider_id":77}}}}',
      { ...prices, action: 'getPricesV3' },
    ],
    [200, '{"error":"Bad country"}', { action: 'getPrices', country: '9999' }],
    [200, '{"error":"Bad service"}', { action: 'getPricesV2', service: 'qqqq' }],
    [200, 'BAD_COUNTRY', { action: 'getPricesV3', country: '9999' }],
    [200, '{"status":"success","countryOperators":{"187":[]}}', { action: 'getOperators', country: '187' }],
    [200, '{"status":"success","countryOperators":[]}', { action: 'getOperators', country: '9999' }],
  ];
  for (const [status, body, query] of cases) expect(await replyOf(site, query)).toEqual([status, body]);
  expect((await fetch(site.sandbox.url, { method: 'POST' })).status).toBe(405);
  await site.buy({ service: 'wa', providerIds: '77' });
  expect(site.world.orders[0]?.pool).toBe('77');
  expect(await site.buy({ service: 'wa', providerIds: '5' })).toBe('NO_NUMBERS');
});

test('8b Tiger', async () => {
  await using site = await open('tiger', '4.682');
  const prices = { service: 'wa', country: '2' };
  const cases: [number, string, Query][] = [
    [200, '{"balance":"4.6820","currency":840}', { action: 'getBalance', format: 'json' }],
    [401, 'BAD_KEY', { api_key: 'x', action: 'getBalance' }],
    [200, 'BAD_ACTION', { action: 'getOperators' }],
    [200, 'NO_ACTIVATION', { action: 'getStatus', id: '1' }],
    [404, '{"title":"NOT_FOUND","details":"Activation Not Found"}', { action: 'getStatusV2', id: '1' }],
    [200, 'BAD_SERVICE', { ...number, service: 'qqqq' }],
    [
      200,
      '{"title":"BAD_SERVICE","details":"This service/country combination is not available"}',
      { ...number, action: 'getNumberV2', service: 'qqqq' },
    ],
    [200, '{"2":{"wa":{"cost":"0.6830","count":22}}}', { ...prices, action: 'getPrices' }],
    [
      200,
      '{"2":{"wa":{"prices":{"0.683":22,"15":26},"has_multi":{"0.683":false,"15":false}}}}',
      { ...prices, action: 'getPricesV2' },
    ],
    [200, '{"status":"success","data":[]}', { action: 'getActiveActivations' }],
  ];
  for (const [status, body, query] of cases) expect(await replyOf(site, query)).toEqual([status, body]);
  const countries = await site.ask({ action: 'getCountries' });
  expect(countries.startsWith('[{"id":')).toBe(true);
  const id = await site.buy();
  await site.clock.advance(120_000);
  await site.ask({ action: 'setStatus', id, status: '-1' });
  expect(await site.ask({ action: 'getStatus', id })).toBe('ACCESS_CANCEL');
});

test('8c VAK, SMSHub, DaisySMS, Grizzly', async () => {
  await using vak = await open('vak');
  expect(await vak.ask({ api_key: 'x', action: 'getBalance' })).toBe('BAD_ACTION');
  expect(await vak.ask({ action: 'getStatus', id: '1' })).toBe('BAD_ACTION');
  expect(await vak.ask({ action: 'setStatus', id: '1', status: '8' })).toBe('NO_ACTIVATION');
  expect(await vak.ask({ action: 'getCountries' })).toContain('{"id":"95",');
  await using smshub = await open('smshub');
  expect(await smshub.ask({ ...number, service: 'qqqq' })).toBe('WRONG_SERVICE');
  expect(await smshub.ask({ action: 'getPrices', service: 'wa' })).toBe('{"2":{"wa":{"0.683":22,"15":4}}}');
  expect(await smshub.ask({ action: 'getNumbersStatus', country: '2' })).toContain('"tg_0":"2"');
  const american = [{ service: 'telegram', country: 'US', price: '0.5', stock: 1 }];
  await using daisy = await open('daisysms', '0.4', american);
  expect(await daisy.ask({ action: 'getNumber', service: 'tg' })).toBe('NO_MONEY');
  expect(await daisy.ask({ action: 'getNumber', service: 'tg', max_price: '0.1' })).toBe(
    'MAX_PRICE_EXCEEDED',
  );
  daisy.world.deposit('1');
  expect((await daisy.fetch({ action: 'getNumber', service: 'tg' })).headers.get('x-price')).toBe('0.5');
  await using grizzly = await open('grizzly');
  expect(await grizzly.ask({ action: 'getPricesV3', service: 'tg', country: '2' })).toBe(
    '{"2":{"tg":{"price":0.19,"count":2,"providers":{"1":{"count":2,"price":[0.19],"provider_id":1}}}}}',
  );
  expect(await grizzly.ask({ action: 'getPricesV3', service: 'qqqq' })).toBe('null');
  expect(await grizzly.ask({ action: 'getActiveActivations' })).toBe('null');
  const id = await grizzly.buy();
  const [{ phone = '' } = {}] = await grizzly.world.shop.listOpenOrders();
  expect(await grizzly.ask({ action: 'getActiveActivations' })).toBe(
    `[{"activationCost":0.19,"activationId":"${id}","activationStatus":1,"countryCode":"2","phoneNumber":"${phone.slice(1)}","serviceCode":"tg"}]`,
  );
});

const request = (query: Query) => ({
  method: 'GET',
  path: '/stubs/handler_api.php',
  query: new URLSearchParams({ api_key: 'k', ...query }),
  headers: {},
  body: '',
});

test('another currency is neither shown nor sold', async () => {
  const world = createWorld({ currency: 'IRT', offers });
  const ask = async (query: Query) =>
    (await smsActivateDialect(profiles.classic).respond(request(query), () => world.shop)).body;
  expect(await ask({ action: 'getBalance' })).toBe('ERROR_SQL');
  expect(await ask({ action: 'getPrices' })).toBe('{}');
  expect(await ask(number)).toBe('NO_NUMBERS');
});

test.each([
  ['ERROR_SQL', new NumrouteError('OUTCOME_UNKNOWN', 'x', {})],
  ['ERROR_SQL', new Error('x')],
  ['ERROR_SQL', new NumrouteError('PRICE_ABOVE_LIMIT', 'x', { order: { provider: 'x', id: '1' } })],
  ['NO_NUMBERS', new NumrouteError('NO_OFFER', 'x', { attempts: [], excluded: [], hidden: [] })],
  ['RATE_LIMIT', new NumrouteError('RATE_LIMITED', 'x', {})],
])('%s, and nothing rejects', async (word, error) => {
  const shop: Shop = {
    ...createWorld({ currency: 'USD', offers }).shop,
    purchase: () => Promise.reject(error),
  };
  const dialect = smsActivateDialect(profiles.classic);
  expect((await dialect.respond(request(number), () => shop)).body).toBe(word);
  const thrown = await dialect.respond(request(number), () => {
    throw error;
  });
  expect(thrown.body).toBe(word);
});

test('26 a shop that shows only the newest message', async () => {
  let messages = [{ code: '1111' }];
  const world = createWorld({ currency: 'USD', offers });
  const report = () => ({
    id: '7',
    status: messages.length ? ('delivered' as const) : ('open' as const),
    messages,
  });
  const shop: Shop = {
    ...world.shop,
    fetchOrder: async () => report(),
    requestAnotherSms: async () => report(),
  };
  const dialect = smsActivateDialect(profiles.classic);
  const ask = async (query: Query) =>
    (await dialect.respond(request({ id: '7', ...query }), () => shop)).body;
  expect(await ask({ action: 'setStatus', status: '3' })).toBe('ACCESS_RETRY_GET');
  messages = [];
  expect(await ask({ action: 'getStatus' })).toBe('STATUS_WAIT_RETRY:1111');
  messages = [{ code: '1111' }];
  expect(await ask({ action: 'getStatus' })).toBe('STATUS_OK:1111');
});
