import type { OrderRef } from '@numroute/core';
import { parseGatewaySettings } from '@numroute/gateway';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { client, openGateway, type Running, TOKEN, until } from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';
import { oldClient } from './support/old-client.ts';

const SECRET = 'k7Qm2xV9tB4nZ8rLw3JpC6sYdH1fGa5E';

let market: Market;
let running: Running;
let hints: OrderRef[];

beforeEach(async () => {
  market = await openMarket();
  // Only the one vendor of the old dialect has anything, so the order is there.
  hints = [];
  const settings = { clients: [client()], hooks: { secret: SECRET } };
  running = await openGateway(market.addresses.slice(1, 2), settings, undefined, (router) => ({
    ...router,
    hint: (ref) => {
      hints.push(ref);
      router.hint(ref);
    },
  }));
});
afterEach(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
});

const post = (path: string, body: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${running.url}/hooks/${path}`, { method: 'POST', body, headers });
const ask = (parameters: Readonly<Record<string, string>>): Promise<string> =>
  oldClient(`${running.url}/stubs/handler_api.php`, { token: TOKEN })(parameters);
/** The bodies that the protocol sheets hold, word for word but for the id. */
const bodies: readonly (readonly [vendor: string, body: (id: string) => string])[] = [
  [
    'sms-activate',
    (id) =>
      `{"activationId":${id},"service":"go","text":"Sms text","code":"12345","country":2,"receivedAt":"2023-01-01 12:00:00"}`,
  ],
  [
    'HeroSMS',
    (id) =>
      `{"activationId":${id},"service":"go","text":"Sms text","code":null,"country":2,"receivedAt":"2026-01-01T12:00:00Z","phoneFrom":"Google"}`,
  ],
  [
    'DaisySMS',
    (id) =>
      `{"activationId":${id},"messageId":7,"service":"go","text":"Sms text","code":"12345","country":0,"receivedAt":"2023-01-01 12:00:00"}`,
  ],
  [
    'sms.online',
    (id) =>
      `{"activationId":${id},"service":"go","text":"Sms text","code":"12345","country":0,"receivedAt":"2025-01-01 12:00:00"}`,
  ],
  [
    'OnlineSim',
    (id) =>
      `{"user_id":"1","country_code":"7","number":"79990000000","sender":"Google","message":"G-12345","time_start":"1","time_left":"900","operation_id":"${id}","webhook_type":"receiving_sms","code":"77"}`,
  ],
  [
    'TextVerified',
    (id) =>
      `{"attempt":1,"occurredAt":"2026-01-01T00:00:00+00:00","data":{"from":"22395","to":"2223334444","createdAt":"2026-01-01T00:00:00+00:00","smsContent":"Your code is 12345","parsedCode":"12345","encrypted":false,"reservationId":"${id}"},"event":"v2.sms.received","id":"evt_01KDTYP75BGENVDBSPN03566BG"}`,
  ],
];

test.each(bodies)(
  'the body of %s has its order asked for, and its code is not believed',
  async (_vendor, body) => {
    expect(await ask({ action: 'getNumber', service: 'tg', country: '34' })).toMatch(/^ACCESS_NUMBER:1:/);
    const [order] = market.worldOf('dollar').orders;
    const id = order?.id ?? '';
    const answer = await post(`${SECRET}/dollar`, body(id), { 'content-type': 'application/json' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(hints).toEqual([{ provider: 'dollar', id }]);
    expect(await ask({ action: 'getStatus', id: '1' })).toBe('STATUS_WAIT_CODE');
    market.worldOf('dollar').receiveSms(id, 'Your code: 445566');
    await post(`${SECRET}/dollar`, body(id));
    await until(async () => (await ask({ action: 'getStatus', id: '1' })) === 'STATUS_OK:445566');
  },
);

test('who does not know the secret hears what anybody hears, and is not heard for long', async () => {
  const nothing = await (await fetch(`${running.url}/hook`)).text();
  for (const path of [`${SECRET.slice(1)}x/dollar`, `${SECRET}/nobody`, 'x/dollar']) {
    const answer = await post(path, '{"id":"1"}');
    expect([answer.status, await answer.text()]).toEqual([404, nothing]);
  }
  for (let n = 0; n < 20; n += 1) await post(`wrong-${n}/dollar`, '{}');
  expect((await post(`${SECRET}/dollar`, '{}')).status).toBe(429);
  expect(running.log.join('')).not.toContain(SECRET);
});

test('what speaks of no order, or is too long, has no effect, and a flood is slowed', async () => {
  for (const body of ['', 'null', '[[[', '{"id":{}}', '{"activationId":"no such order"}'])
    expect((await post(`${SECRET}/dollar`, body)).status, body).toBe(200);
  expect((await post(`${SECRET}/dollar`, 'x'.repeat(20_000))).status).toBe(413);
  expect((await fetch(`${running.url}/hooks/${SECRET}/dollar`)).status).toBe(404);
  const statuses = await Promise.all(
    Array.from({ length: 150 }, async () => (await post(`${SECRET}/dollar`, '{}')).status),
  );
  expect(statuses).toContain(429);
});

test.each([[{}], [{ HOOK: 'short' }], [{ HOOK: 'with blanks in it, which no address may have' }]])(
  'a secret that can be guessed, or no address can have, is refused: %j',
  (env) => {
    const raw = { clients: [{ id: 'a', token: { sha256: 'a'.repeat(64) }, budget: '1USD' }] };
    const hooks = { secret: { env: 'HOOK' } };
    expect(() => parseGatewaySettings({ ...raw, hooks }, env)).toThrow('gateway.hooks.secret');
    expect(parseGatewaySettings({ ...raw, hooks }, { HOOK: SECRET }).hooks).toEqual({ secret: SECRET });
  },
);
