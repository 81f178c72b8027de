import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openGateway, type Running, TOKEN, until } from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';
import { type Ask, type Manner, oldClient } from './support/old-client.ts';

let market: Market;
let running: Running;
let ask: Ask;

beforeAll(async () => {
  market = await openMarket();
  running = await openGateway(market.addresses, { repeats: false });
  ask = oldClient(`${running.url}/stubs/handler_api.php`);
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
});

const buy = async (): Promise<string> => {
  const answer = await ask({ action: 'getNumber', service: 'tg', country: '34' });
  return /^ACCESS_NUMBER:(\d+):\d+$/.exec(answer)?.[1] ?? answer;
};

describe.each(['GET', 'POST form', 'POST query', 'POST json', 'GET multipart'] as const satisfies Manner[])(
  'parameters sent by %s',
  (manner) => {
    test.each([
      ['/stubs/handler_api.php', 'api_key', { action: 'getBalance' }, /^ACCESS_BALANCE:\d+\.\d+$/],
      ['/stubs/handler_api', 'api_key', { action: 'getBalance' }, /^ACCESS_BALANCE:\d+\.\d+$/],
      ['/stubs/handler_api.php/', 'api_key', { action: 'getBalance' }, /^ACCESS_BALANCE:\d+\.\d+$/],
      // The site itself answers a POST with 405; here it works.
      ['/smsbower/stubs/handler_api.php', 'api_key', { action: 'getBalance' }, /^ACCESS_BALANCE:\d+\.\d+$/],
      ['/api/handler.php', 'api', { action: 'get_balance' }, /^\[\{"balance":[\d.]+,"unit":"USD"\}\]$/],
      [
        '/api/handler.php',
        'api',
        { action: 'get_status', server: 'any', country: 'any' },
        /^\[\{"server":"1"/,
      ],
    ])('%s answers', async (path, key, parameters, expected) => {
      const plain = oldClient(running.url + path, { key, manner });
      // Whole, so no newline ends it.
      expect(await plain(parameters)).toMatch(expected);
    });
  },
);

test('the body wins over the query, and the later over the earlier', async () => {
  const response = await fetch(
    `${running.url}/stubs/handler_api.php?action=getNonsense&api_key=wrong&action=getAlsoNonsense`,
    { method: 'POST', body: new URLSearchParams({ api_key: TOKEN, action: 'getBalance' }) },
  );
  expect(await response.text()).toMatch(/^ACCESS_BALANCE:/);
  const twice = await fetch(
    `${running.url}/stubs/handler_api.php?action=x&action=getBalance&api_key=${TOKEN}`,
  );
  expect(await twice.text()).toMatch(/^ACCESS_BALANCE:/);
});

test.each([
  {
    operator: 'undefined',
    ref: 'undefined',
    forward: 'undefined',
    phoneException: '',
    maxPrice: 'undefined',
  },
  { operator: 'null', freePrice: 'None', useCashBack: 'false', json: '1', format: 'json', extra: 'é漢字' },
  { operator: 'any', activationType: '0', language: 'en', userId: '7', verification: 'true', soft: '1234' },
])('what a client sends beside is no reason to refuse: %o', async (beside) => {
  const answer = await ask({ ...beside, country: '34', service: 'tg', action: 'getNumber' });
  expect(answer).toMatch(/^ACCESS_NUMBER:[1-9]\d*:\d+$/);
});

test('a cap is kept: below the price it is refused with the price, above it is no price to pay', async () => {
  const wanted = { action: 'getNumber', service: 'tg', country: '34' };
  expect(await ask({ ...wanted, maxPrice: '0.01' })).toBe('WRONG_MAX_PRICE:0.075');
  expect(await ask({ ...wanted, maxPrice: 'free' })).toBe('WRONG_MAX_PRICE:0.075');
  expect(await ask({ ...wanted, maxPrice: '5' })).toMatch(/^ACCESS_NUMBER/);
  const newest = market.worldOf('toman').orders.at(-1);
  expect(newest?.price).toEqual({ amount: '8400', currency: 'IRT' });
});

test.each(['8', '-1', '10'])('setStatus %s cancels', async (status) => {
  const id = await buy();
  expect(await ask({ action: 'setStatus', id, status: '1' })).toBe('ACCESS_READY');
  expect(await ask({ action: 'setStatus', id, status })).toBe('ACCESS_CANCEL');
  expect(await ask({ action: 'getStatus', id })).toBe('STATUS_CANCEL');
  // Asked again, as programs do.
  expect(await ask({ action: 'setStatus', id, status })).toBe('ACCESS_CANCEL');
});

test('getNumberV2 tells what the client pays, and getActiveActivations lists what is open', async () => {
  const sold = JSON.parse(await ask({ action: 'getNumberV2', service: 'tg', country: '34' })) as {
    activationId: string;
    activationCost: string;
    currency: number;
  };
  expect(sold).toMatchObject({ activationCost: '0.075', currency: 840, countryCode: '34' });
  expect(Number(sold.activationId)).toBeLessThan(2 ** 31);
  const listed = JSON.parse(await ask({ action: 'getActiveActivations' })) as {
    activeActivations: { activationId: string }[];
  };
  const ids = listed.activeActivations.map(({ activationId }) => activationId);
  expect(ids).toContain(sold.activationId);
  const v2 = { action: 'getStatusV2', id: sold.activationId };
  expect(JSON.parse(await ask(v2))).toMatchObject({ sms: null });
  market.worldOf('toman').receiveSms(market.worldOf('toman').orders.at(-1)?.id ?? '', 'Code 778899');
  await until(async () => (await ask(v2)).includes('778899'));
});

test('lists: prices of everything, countries, services, stock, and the operators that can be chosen', async () => {
  const prices = JSON.parse(await ask({ action: 'getPrices' })) as Record<string, Record<string, object>>;
  expect(Object.keys(prices).sort()).toEqual(['187', '34']);
  expect(Object.keys(prices['34'] ?? {}).sort()).toEqual(['tg', 'wa']);
  expect(JSON.parse(await ask({ action: 'getCountries' }))).toHaveProperty(['34', 'eng'], 'Estonia');
  expect(JSON.parse(await ask({ action: 'getServicesList' }))).toMatchObject({
    services: [{ code: 'tg' }, { code: 'wa' }],
  });
  expect(JSON.parse(await ask({ action: 'getNumbersStatus', country: '34' }))).toHaveProperty('tg');
  expect(await ask({ action: 'getOperators', country: '34' })).toBe(
    '{"status":"success","countryOperators":{"34":["3"]}}',
  );
});

test.each([
  [{ action: 'getStatus', id: '999999' }, 'NO_ACTIVATION'],
  [{ action: 'getStatus', id: '99999999999999999999' }, 'NO_ACTIVATION'],
  [{ action: 'getStatus', id: '0x1' }, 'NO_ACTIVATION'],
  [{ action: 'getStatus' }, 'NO_ACTIVATION'],
  [{ action: 'getNumber', service: 'tg', country: '6' }, 'NO_NUMBERS'],
  [{ action: 'getNumber', service: 'zzzz', country: '34' }, 'BAD_SERVICE'],
  [{ action: 'getNumber', service: 'tg', country: '99999' }, 'BAD_COUNTRY'],
  [{ action: 'launchRocket' }, 'BAD_ACTION'],
  [{}, 'BAD_ACTION'],
])('%o is answered %s', async (parameters, word) => {
  expect(await ask(parameters as Record<string, string>)).toBe(word);
});
