import { NumrouteError, type Shop, type WireRequest } from '@numroute/core';
import { createWorld, virtualClock } from '@numroute/testkit';
import { describe, expect, test } from 'vitest';
import { type DialectOptions, smsmanDialect } from '../src/index.ts';
import { page } from './support.ts';

const offers = [
  { service: 'vk', country: 'RU', pool: '2', price: '15', stock: 3 },
  { service: 'vk', country: 'RU', pool: '1', price: '12.5', stock: 100 },
  { service: 'vk', country: 'RU', pool: '3', price: '1', stock: 0 },
  { service: 'vk', country: 'KZ', price: '900', stock: 5 },
  // Nobody has an id for it.
  { service: 'elsewhere:1', country: 'KZ', price: '1', stock: 5 },
];

function market({
  options = {},
  ...more
}: {
  readonly options?: DialectOptions;
  readonly cancelAfterMs?: number;
} = {}) {
  const clock = virtualClock();
  const world = createWorld({ currency: 'RUB', offers, funds: '799.70', secret: 'k', clock, ...more });
  const dialect = smsmanDialect(options);
  const ask = async (text: string, changes: Partial<WireRequest> = {}) => {
    const [path = '', query = ''] = text.split('?');
    const parameters = new URLSearchParams(query);
    if (!parameters.has('token')) parameters.set('token', 'k');
    const request = { method: 'GET', path: `/control/${path}`, query: parameters, headers: {}, body: '' };
    const { status = 200, body } = await dialect.respond({ ...request, ...changes }, world.door);
    return { status, body };
  };
  const said = async (text: string): Promise<string> => (await ask(text)).body;
  return { ask, said, world };
}

const buy = 'get-number?country_id=1&application_id=1';

describe('the replies of the page', () => {
  test('prices: of a country, and of all', async () => {
    const { said } = market();
    expect(await said('get-prices?country_id=1')).toBe(page.prices);
    expect(await said('get-prices')).toBe(
      '{"1":{"1":{"cost":"12.5","count":"100"}},"2":{"1":{"cost":"900","count":"5"}}}',
    );
    expect(await said('get-prices?country_id=62')).toBe('[]');
    expect(await market({ options: { unit: '0.01' } }).said('get-prices?country_id=1')).toBe(
      page.prices.replace('12.5', '1250'),
    );
  });

  test('countries and applications by id, with what they are called', async () => {
    const { said } = market();
    expect(JSON.parse(await said('countries'))).toMatchObject(JSON.parse(page.countries));
    expect(JSON.parse(await said('applications'))).toMatchObject({ 1: { id: '1', title: 'VK', code: 'vk' } });
  });

  test('an order, from the sale to its second code', async () => {
    const { said, world } = market();
    const sold = JSON.parse(await said(buy));
    const [{ id, phone } = { id: '', phone: '' }] = world.orders;
    expect(Object.keys(sold)).toEqual(Object.keys(JSON.parse(page.sold)));
    expect(sold).toEqual({
      request_id: Number(id),
      country_id: 1,
      application_id: 1,
      number: phone.slice(1),
    });
    const sms = async () => JSON.parse(await said(`get-sms?request_id=${id}`));
    const set = (status: string) => said(`set-status?request_id=${id}&status=${status}`);
    expect(Object.keys(await sms())).toEqual(Object.keys(JSON.parse(page.waiting)));
    expect(await sms()).toMatchObject({ error_code: 'wait_sms', error_msg: 'Still waiting...' });
    world.receiveSms(id, 'Code 1243');
    expect(Object.keys(await sms())).toEqual(Object.keys(JSON.parse(page.code)));
    expect(await set('ready')).toBe(`{"request_id":"${id}","success":true}`);
    expect(await sms()).toMatchObject({ sms_code: '1243', error_code: 'wait_sms' });
    world.receiveSms(id, 'Code 5678');
    expect(await sms()).toMatchObject({ sms_code: '5678' });
    expect(await sms()).not.toHaveProperty('error_code');
    expect(await set('close')).toBe(`{"request_id":"${id}","success":true}`);
    expect(world.orders).toMatchObject([{ status: 'finished', pool: '1' }]);
  });

  test.each([
    ['free', '787.2'],
    ['total', '799.7'],
  ] as const)('what is held, in a balance that is %s', async (balance, told) => {
    const { said, world } = market({ options: { balance } });
    expect(await said('get-balance')).toBe('{"balance":"799.7","hold":"0"}');
    await said(buy);
    expect(await said('get-balance')).toBe(`{"balance":"${told}","hold":"12.5"}`);
    world.receiveSms(world.orders[0]?.id ?? '', 'Code 1');
    expect(await said('get-balance')).toBe('{"balance":"787.2","hold":"0"}');
  });

  test.each(['reject', 'used'])('%s gives an order up; then it is not found', async (status) => {
    const { said, world } = market();
    const { request_id } = JSON.parse(await said(buy));
    expect(await said(`set-status?request_id=${request_id}&status=${status}`)).toContain('"success":true');
    expect(world.balance().amount).toBe('799.7');
    expect(await said(`get-sms?request_id=${request_id}`)).toContain('wrong_request_id');
    expect(await said(`set-status?request_id=${request_id}&status=reject`)).toContain('wrong_status');
  });
});

describe('what it refuses, with HTTP 400', () => {
  test.each([
    ['wrong_application_id', 'get-number?country_id=1'],
    ['wrong_application_id', 'get-number?country_id=1&application_id=tg'],
    ['wrong_country_id', 'get-number?application_id=1'],
    ['wrong_country_id', 'get-number?application_id=1&country_id=RU'],
    ['no_numbers', 'get-number?application_id=1&country_id=62'],
    ['no_numbers', `${buy}&maxPrice=12`],
    ['no_numbers', `${buy}&maxPrice=x`],
    ['no_numbers', `${buy}&maxPrice=99&currency=USD`],
    ['low_balance', 'get-number?application_id=1&country_id=2'],
    ['wrong_request_id', 'get-sms?request_id=9'],
    ['wrong_request_id', 'get-sms'],
    ['wrong_request_id', 'set-status?request_id=9&status=reject'],
    ['wrong_token', 'get-balance?token=x'],
    ['wrong_token', 'get-balance?token='],
  ])('%s: %s', async (word, text) => {
    const { ask, world } = market();
    const { status, body } = await ask(text);
    expect([status, JSON.parse(body)]).toMatchObject([400, { success: false, error_code: word }]);
    expect(world.orders).toEqual([]);
  });

  test('a cap that fits buys, in hundredths, too; any country is the cheapest', async () => {
    const { said, world } = market();
    await said(`${buy}&maxPrice=13&currency=RUB`);
    await said('get-number?country_id=0&application_id=1');
    expect(world.orders.map(({ country, price }) => [country, price.amount])).toEqual([
      ['RU', '12.5'],
      ['RU', '12.5'],
    ]);
    const hundredths = market({ options: { unit: '0.01' } });
    expect(await hundredths.said(`${buy}&maxPrice=1249`)).toContain('no_numbers');
    expect(await hundredths.said(`${buy}&maxPrice=1250`)).toContain('request_id');
  });

  test.each(['close', 'ready', 'cancel'])('%s of an order without a code', async (status) => {
    const { said, ask } = market();
    const { request_id } = JSON.parse(await said(buy));
    const refused = await ask(`set-status?request_id=${request_id}&status=${status}`);
    expect([refused.status, JSON.parse(refused.body).error_code]).toEqual([400, 'wrong_status']);
  });

  test.each(['', 'nothing', 'get-sms/1', '%zz', '__proto__'])('there is nothing at /%s', async (path) => {
    expect((await market().ask(path)).status).toBe(404);
  });

  test('a form will do', async () => {
    const { ask } = market();
    const posted = { method: 'POST', query: new URLSearchParams(), body: 'token=k&country_id=1' };
    expect((await ask('get-prices', posted)).body).toBe(page.prices);
  });
});

test.each([
  [new NumrouteError('OUTCOME_UNKNOWN', 'x', {}), 500],
  [new NumrouteError('PRICE_ABOVE_LIMIT', 'x', { order: { provider: 'x', id: '1' } }), 500],
  [new NumrouteError('RATE_LIMITED', 'x', {}), 500],
  [new Error('x'), 500],
  [new NumrouteError('REJECTED', 'x', {}), 400],
])('where something may have been bought, no word says that nothing was: %s', async (error, expected) => {
  const { shop } = createWorld({ currency: 'RUB', offers });
  const failing: Shop = { ...shop, purchase: () => Promise.reject(error) };
  const query = new URLSearchParams({ token: 'k', country_id: '1', application_id: '1' });
  const request = { method: 'GET', path: '/control/get-number', query, headers: {}, body: '' };
  const { status = 200, body } = await smsmanDialect().respond(request, () => failing);
  expect([status, body.includes('error_code')]).toEqual([expected, expected === 400]);
});
