import { type Clock, systemClock } from '@numroute/core';
import { virtualClock } from '@numroute/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hashToken } from '../src/clients/tokens.ts';
import type { ClientShop } from '../src/selling/client-shop.ts';
import { createLog } from '../src/server/log.ts';
import { TokenCheck } from '../src/server/token-check.ts';
import { client, OTHER_TOKEN, openGateway, other, type Running, TOKEN } from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';
import { oldClient } from './support/old-client.ts';

describe('an address that tries tokens out', () => {
  let market: Market;
  let running: Running;

  beforeEach(async () => {
    market = await openMarket();
    running = await openGateway(market.addresses, {
      proxies: ['127.0.0.1'],
      clients: [client({ operator: true }), other],
    });
  });
  afterEach(async () => {
    await running[Symbol.asyncDispose]();
    await market[Symbol.asyncDispose]();
  });

  const sentFrom = (address: string, token: string) => ({
    classic: () =>
      oldClient(`${running.url}/stubs/handler_api.php`, { token, headers: { 'x-forwarded-for': address } })({
        action: 'getBalance',
      }),
    rest: (path: string) =>
      fetch(running.url + path, {
        headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': address },
      }),
  });
  const guess = (n: number): string => `wrong-token-of-the-right-form-${n}`;

  test('is slowed at every door, and the others are not', async () => {
    // At work before it began.
    expect(await sentFrom('192.0.2.1', TOKEN).classic()).toMatch(/^ACCESS_BALANCE/);
    for (let n = 0; n < 10; n += 1) {
      expect(await sentFrom('192.0.2.1', guess(n)).classic()).toBe('BAD_KEY');
      expect((await sentFrom('192.0.2.1', guess(n)).rest('/v1/balance')).status).toBe(401);
    }
    expect(await sentFrom('192.0.2.1', guess(99)).classic()).toBe('RATE_LIMIT');
    // The right guess looks like a wrong one.
    expect(await sentFrom('192.0.2.1', OTHER_TOKEN).classic()).toBe('RATE_LIMIT');
    for (const path of ['/v1/balance', '/metrics']) {
      const reply = await sentFrom('192.0.2.1', OTHER_TOKEN).rest(path);
      expect(reply.status).toBe(429);
      const { retryAfterMs, moneyMayHaveMoved } = (await reply.json()) as Record<string, unknown>;
      expect(moneyMayHaveMoved).toBe(false);
      expect(retryAfterMs).toBeLessThanOrEqual(20_000);
    }
    expect(await sentFrom('192.0.2.1', TOKEN).classic()).toMatch(/^ACCESS_BALANCE/);
    expect((await sentFrom('192.0.2.1', TOKEN).rest('/v1/balance')).status).toBe(200);
    expect(await sentFrom('192.0.2.2', OTHER_TOKEN).classic()).toMatch(/^ACCESS_BALANCE/);
  });

  test('is in the log, a line for each try that was heard, without the token', async () => {
    for (let n = 0; n < 50; n += 1) await sentFrom('192.0.2.1', guess(n)).classic();
    const lines = running.log.filter((line) => line.includes('192.0.2.1'));
    expect(lines.filter((line) => line.includes('"a wrong token"'))).toHaveLength(20);
    expect(lines.filter((line) => line.includes('"too many wrong tokens'))).toHaveLength(1);
    expect(running.log.join('')).not.toContain('wrong-token-of');
  });

  test('asking without a token is no try', async () => {
    for (let n = 0; n < 30; n += 1) {
      const reply = await fetch(`${running.url}/v1/balance`, { headers: { 'x-forwarded-for': '192.0.2.1' } });
      expect(reply.status).toBe(401);
    }
    expect(await sentFrom('192.0.2.1', TOKEN).classic()).toMatch(/^ACCESS_BALANCE/);
  });
});

describe('the check of tokens', () => {
  const holder = { client: { id: 'shop' } } as ClientShop;
  const open = (clock: Clock = systemClock): TokenCheck =>
    new TokenCheck(
      (hash) => (hash === hashToken(TOKEN) ? holder : undefined),
      createLog({ write: () => undefined }),
      clock,
    );
  const tryMany = async (tokens: TokenCheck, address: string): Promise<void> => {
    for (let n = 0; n < 20; n += 1) tokens.shopOf(`wrong ${n}`, address);
    await new Promise((done) => setImmediate(done));
  };

  test('is open again after twenty seconds', async () => {
    const clock = virtualClock(0);
    const tokens = open(clock);
    await tryMany(tokens, '192.0.2.1');
    expect(() => tokens.shopOf(TOKEN, '192.0.2.1')).toThrow('Too many');
    await clock.advance(20_001);
    expect(tokens.shopOf(TOKEN, '192.0.2.1')).toBe(holder);
  });

  test.each([
    ['192.0.2.1', '::ffff:192.0.2.1', true],
    ['192.0.2.1', '192.0.2.2', false],
    ['2001:db8::1', '2001:db8:0:0:ffff::9', true],
    ['2001:db8::1', '2001:db8:0:1::1', false],
    ['::1', '::2', true],
    ['fe80::1%eth0', 'fe80::2', true],
  ])('takes %s and %s for one: %s', async (first, second, isOne) => {
    const tokens = open();
    await tryMany(tokens, first);
    if (isOne) expect(() => tokens.shopOf(TOKEN, second)).toThrow('Too many');
    else expect(tokens.shopOf(TOKEN, second)).toBe(holder);
  });
});
