import { type ClientSettings, hashToken } from '@numroute/gateway';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { client, openGateway, type Running, until } from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';
import { type Ask, oldClient } from './support/old-client.ts';

const usd = (amount: string) => ({ amount, currency: 'USD', per: 'total' }) as const;

const clients: Readonly<Record<string, Partial<ClientSettings>>> = {
  hasty: { rate: { requests: 2, perMs: 60_000 } },
  poor: { budget: usd('0.2') },
  pair: { budget: usd('0.16') },
  picky: { services: ['telegram'], countries: ['US'] },
  generous: { maxPrice: { amount: '15000', currency: 'IRT' } },
  reseller: { margin: { percent: '20', fixed: '0.02' }, budget: usd('100') },
  iranian: { currency: 'IRT', margin: { percent: '10' } },
  watcher: { operator: true },
};

const settings = Object.entries(clients).map(([id, one]) =>
  client({ id, tokenHash: hashToken(`token-of-${id}-0123456`), ...one }),
);

let market: Market;
let running: Running;

beforeAll(async () => {
  market = await openMarket();
  running = await openGateway(market.addresses, {
    profile: 'herosms',
    clients: settings,
  });
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
});

const as = (id: string, path = '/classic/stubs/handler_api.php', key = 'api_key', at = running): Ask =>
  oldClient(at.url + path, { key, token: `token-of-${id}-0123456` });

const QUESTION = { action: 'getNumber', service: 'tg', country: '34' };

test('one that asks too often is told so in its own words, and a purchase counts once', async () => {
  expect(await as('hasty')(QUESTION)).toMatch(/^ACCESS_NUMBER/);
  expect(await as('hasty')({ action: 'getBalance' })).toMatch(/^ACCESS_BALANCE/);
  expect(await as('hasty')({ action: 'getBalance' })).toBe('RATE_LIMIT');
  const hero = { action: 'getBalance' };
  expect(await as('hasty', '/stubs/handler_api.php')(hero)).toBe('{"title":"RATE_LIMIT","details":""}');
  expect(await as('hasty', '/api/handler.php', 'api')({ action: 'get_balance' })).toBe('TRY AGAIN');
  expect(await as('poor')({ action: 'getBalance' })).toBe('ACCESS_BALANCE:0.20');
});

test('a budget is spent to the end and not beyond, and a refund gives it back', async () => {
  const ask = as('poor');
  const [first, second, third] = [await ask(QUESTION), await ask(QUESTION), await ask(QUESTION)];
  expect([first, second, third]).toEqual([
    expect.stringMatching(/^ACCESS_NUMBER/),
    expect.stringMatching(/^ACCESS_NUMBER/),
    'NO_BALANCE',
  ]);
  expect(await ask({ action: 'getBalance' })).toBe('ACCESS_BALANCE:0.05');
  const id = /:(\d+):/.exec(first)?.[1] ?? '';
  expect(await ask({ action: 'setStatus', id, status: '8' })).toBe('ACCESS_CANCEL');
  expect(await ask({ action: 'getBalance' })).toBe('ACCESS_BALANCE:0.125');
  expect(await ask(QUESTION)).toMatch(/^ACCESS_NUMBER/);
  const arzancell = as('poor', '/api/handler.php', 'api');
  const sale = { action: 'get_number', server: 'any', country: 'ee', service: 'telegram' };
  expect(await arzancell(sale)).toBe('NOT ENOUGH BALANCE');
});

test('a budget cannot be overdrawn by asking at the same time', async () => {
  const ask = as('pair');
  const before = market.charges();
  const answers = await Promise.all(Array.from({ length: 8 }, () => ask(QUESTION)));
  expect(answers.filter((answer) => answer.startsWith('ACCESS_NUMBER'))).toHaveLength(2);
  expect(answers.filter((answer) => answer === 'NO_BALANCE')).toHaveLength(6);
  expect(market.charges()).toBe(before + 2);
  expect(await ask({ action: 'getBalance' })).toBe('ACCESS_BALANCE:0.01');
});

test('what it may not buy it does not see', async () => {
  const ask = as('picky');
  expect(Object.keys(JSON.parse(await ask({ action: 'getPrices' })))).toEqual(['187']);
  expect(await ask(QUESTION)).toBe('NO_NUMBERS');
  expect(await ask({ ...QUESTION, country: '187', service: 'wa' })).toBe('NO_NUMBERS');
  expect(await ask({ ...QUESTION, country: '187' })).toMatch(/^ACCESS_NUMBER/);
});

test('without a cap it pays no more than it was shown, unless its settings say otherwise', async () => {
  await using own = await openMarket();
  await using shown = await openGateway(own.addresses, { clients: settings, pricesTtlMs: 600_000 });
  const reseller = as('reseller', undefined, undefined, shown);
  const generous = as('generous', undefined, undefined, shown);
  expect(await reseller(QUESTION)).toMatch(/^ACCESS_NUMBER/);
  own.vendors[0].world.setPrice({ service: 'telegram', country: 'EE' }, '8500');
  // The router has heard of it, the list that clients see has not.
  const heard = async (): Promise<boolean> => {
    const headers = { authorization: 'Bearer token-of-watcher-0123456' };
    const reply = await fetch(`${shown.url}/v1/offers?service=telegram&country=EE`, { headers });
    return (await reply.text()).includes('"amount":"8500"');
  };
  await until(heard);
  expect(await reseller(QUESTION)).toBe('NO_NUMBERS');
  expect(own.charges()).toBe(1);
  expect(await generous(QUESTION)).toMatch(/^ACCESS_NUMBER/);
  // And now it is shown what it costs, and may agree.
  expect(await reseller(QUESTION)).toMatch(/^ACCESS_NUMBER/);
  expect(own.charges()).toBe(3);
});

test('a margin is in every price that the client sees, and in what its budget pays', async () => {
  const ask = as('reseller');
  // 0.075 and a fifth, and two cents.
  expect(JSON.parse(await ask({ action: 'getPrices', country: '34', service: 'tg' }))).toMatchObject({
    '34': { tg: { cost: 0.11 } },
  });
  const before = Number(/[\d.]+/.exec(await ask({ action: 'getBalance' }))?.[0]);
  const sold = JSON.parse(await ask({ ...QUESTION, action: 'getNumberV2' })) as { activationCost: string };
  expect(sold.activationCost).toBe('0.11');
  const after = Number(/[\d.]+/.exec(await ask({ action: 'getBalance' }))?.[0]);
  expect(before - after).toBeCloseTo(0.11, 9);
});

test('a cap is for the price with the margin', async () => {
  const ask = as('reseller');
  expect(await ask({ ...QUESTION, maxPrice: '0.1099' })).toBe('WRONG_MAX_PRICE:0.11');
  expect(await ask({ ...QUESTION, maxPrice: '0.11' })).toMatch(/^ACCESS_NUMBER/);
});

test('an ArzanCell client with Toman sees Toman', async () => {
  const ask = as('iranian', '/api/handler.php', 'api');
  const rows = JSON.parse(await ask({ action: 'get_status', server: 'any', country: 'ee' })) as object[];
  expect(rows).toContainEqual({
    server: '1',
    'service name': 'telegram',
    'service code': 'telegram',
    country: 'ee',
    stock: expect.any(String),
    price: 9240,
  });
  expect(await ask({ action: 'get_balance' })).toBe('[{"balance":112000000,"unit":"Toman"}]');
});
