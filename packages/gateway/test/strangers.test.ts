import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGateway, type Running, TOKEN } from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';

let market: Market;
let running: Running;

beforeAll(async () => {
  market = await openMarket();
  running = await openGateway(market.addresses, { proxies: ['127.0.0.1'] });
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
});

const ask = async (
  site: string,
  action: string,
  from: string,
  more = '',
): Promise<readonly [number, string]> => {
  const url = `${running.url}/${site}/stubs/handler_api.php?action=${action}${more}`;
  const reply = await fetch(url, { headers: { 'x-forwarded-for': from } });
  return [reply.status, await reply.text()];
};

test('without a key each site tells what the real one tells, and nothing of what is on sale', async () => {
  for (const action of ['getServicesList', 'getOperators', 'getCountries'])
    expect((await ask('herosms', action, '192.0.2.1'))[0], action).toBe(200);
  expect((await ask('vak', 'getCountries', '192.0.2.1'))[0]).toBe(200);
  for (const [site, action] of [
    ['classic', 'getServicesList'],
    ['sms-man', 'getServices'],
    ['herosms', 'getPrices'],
    ['herosms', 'getBalance'],
  ] as const)
    expect((await ask(site, action, '192.0.2.1'))[1], `${site} ${action}`).toMatch(/key|BAD_ACTION/i);
});

test('an address that asks too often without a key is refused, with a key it is not', async () => {
  const answers: string[] = [];
  for (let n = 0; n < 25; n += 1) answers.push((await ask('herosms', 'getOperators', '192.0.2.2'))[1]);
  expect(answers.slice(0, 20).filter((answer) => answer.includes('success'))).toHaveLength(20);
  expect(answers.at(-1)).toContain('RATE_LIMIT');
  expect((await ask('herosms', 'getOperators', '192.0.2.3'))[1]).toContain('success');
  expect((await ask('herosms', 'getBalance', '192.0.2.2', `&api_key=${TOKEN}`))[1]).toContain(
    'ACCESS_BALANCE',
  );
});
