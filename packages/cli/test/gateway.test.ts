import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hashToken } from '@numroute/gateway';
import { expect, test } from 'vitest';
import { behavioursOf } from '../src/sandbox/behaviour.ts';
import { arzancell } from '../src/sandbox/market.ts';
import { playAll } from '../src/sandbox/playing.ts';
import { ran, serving, withConfig } from './io.ts';

const TOKEN = 'a-clients-own-token-0123456789';

/** A config over one simulated vendor, and its key. */
async function withVendor<T>(
  gateway: unknown,
  work: (cwd: string, apiKey: string) => Promise<T>,
): Promise<T> {
  const vendors = [arzancell()];
  await using playing = await playAll(vendors, {
    behaviourOf: behavioursOf({}, vendors, 'never'),
    port: 0,
    onLine: () => undefined,
  });
  const { url: baseUrl = '', key: apiKey = '' } = playing[0] ?? {};
  const settings = { apiKey: { env: 'KEY' }, baseUrl, allowInsecureHttp: true, unit: 'Toman' };
  const providers = [{ plugin: '@numroute/arzancell', settings }];
  const rates = [{ base: 'USD', quote: 'IRT', value: '112000', source: 'test', asOf: '2026-11-20' }];
  return await withConfig({ providers, rates, ...(gateway !== undefined && { gateway }) }, (cwd) =>
    work(cwd, apiKey),
  );
}

const client = { id: 'crm', token: { env: 'TOKEN' }, budget: '5USD', currency: 'IRT' };

test('token prints a new token, and the hash that a config keeps', async () => {
  const { code, out } = await ran(['token', '--json']);
  expect(code).toBe(0);
  const { token, sha256 } = JSON.parse(out) as { token: string; sha256: string };
  expect(createHash('sha256').update(token).digest('hex')).toBe(sha256);
  expect((await ran(['token'])).out).toMatch(/^token {3}[0-9a-f]{32}\nsha256 {2}[0-9a-f]{64}\n$/);
});

test('gateway serves until it is told to stop, and says where', { timeout: 30_000 }, async () => {
  const priceHistory = { file: 'gateway-prices.sqlite', services: ['telegram'] };
  await withVendor({ clients: [client], priceHistory }, async (cwd, apiKey) => {
    const { url, stop } = await serving({ cwd, env: { KEY: apiKey, TOKEN } });
    const ask = async (parameters: Record<string, string>): Promise<string> => {
      const reply = await fetch(
        `${url}/api/handler.php?${new URLSearchParams({ ...parameters, api: TOKEN })}`,
      );
      return await reply.text();
    };
    expect(await ask({ action: 'get_balance' })).toBe('[{"balance":560000,"unit":"Toman"}]');
    const sold = await ask({ action: 'get_number', server: 'any', country: 'ee', service: 'telegram' });
    expect(JSON.parse(sold)).toMatchObject([{ order_id: '1' }]);
    expect(await ask({ action: 'get_balance' })).toBe('[{"balance":551600,"unit":"Toman"}]');
    const { code, err, out: log } = await stop();
    expect(code).toBe(0);
    expect(err).toContain(`Listening at ${url}`);
    // Beside the config, wherever it was started.
    expect(existsSync(join(cwd, priceHistory.file))).toBe(true);
    expect(log).not.toContain(TOKEN);
    expect(log).not.toContain(apiKey);
    // It was written down, so another command sees it.
    expect((await ran(['orders', '--json'], { cwd, env: { KEY: apiKey } })).out).toContain(
      '"status": "open"',
    );
  });
});

test.each([
  [undefined, { TOKEN }, 'gateway.clients: expected at least one client with a token'],
  [{ clients: [] }, { TOKEN }, 'gateway.clients: expected at least one client with a token'],
  [{ clients: [client] }, {}, 'the environment variable TOKEN to hold a token'],
  [{ clients: [{ ...client, token: { env: 'KEY' } }] }, {}, 'a token of its own, never a key of a vendor'],
  [
    { clients: [client, { ...client, id: 'two', token: { sha256: hashToken(TOKEN) } }] },
    { TOKEN },
    'clients whose tokens differ',
  ],
  [
    { clients: [client], priceHistory: { file: './numroute.sqlite', services: ['telegram'] } },
    { TOKEN },
    'gateway.priceHistory.file: expected a file of its own',
  ],
])('gateway with %j does not start', async (gateway, env, expected) => {
  await withVendor(gateway, async (cwd, apiKey) => {
    const { code, err } = await ran(['gateway', '--port', '0'], { cwd, env: { KEY: apiKey, ...env } });
    expect(err.replaceAll(/\s+/g, ' ')).toContain(expected);
    expect(code).toBe(2);
    expect(err).not.toContain(apiKey);
  });
});
