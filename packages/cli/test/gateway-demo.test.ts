import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { marketVendors } from '../src/sandbox/market.ts';
import { ran, withConfig } from './io.ts';

const inStock = marketVendors()
  .flatMap(({ goods }) => goods)
  .filter(({ service, stock }) => service === 'telegram' && stock > 0);

/** Until Ctrl-C, in a folder whose config nobody may read. */
async function demo(cwd: string) {
  const closing = new AbortController();
  const printed = Promise.withResolvers<string>();
  const told = Promise.withResolvers<void>();
  const done = ran(['gateway', '--demo'], {
    cwd,
    signal: closing.signal,
    onOut: printed.resolve,
    onErr: (all) => all.includes('got an SMS') && told.resolve(),
  });
  const failed = done.then(({ err }) => Promise.reject(new Error(err)));
  const link = new URL((await Promise.race([printed.promise, failed])).trim());
  return {
    origin: link.origin,
    token: link.hash.replace('#token=', ''),
    link,
    gotSms: told.promise,
    stop: async () => {
      closing.abort();
      return await done;
    },
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      await done;
    },
  };
}

test('gateway --demo sells on a market of its own, by a link that is the only way in, and leaves nothing', {
  timeout: 60_000,
}, async () => {
  await withConfig('{}', async (cwd) => {
    await using running = await demo(cwd);
    const { origin, token, link, gotSms, stop } = running;
    expect(link.search).toBe('');
    const ask = async (path: string, key: string, order?: object): Promise<Response> =>
      await fetch(`${origin}/v1/${path}`, {
        headers: {
          authorization: `Bearer ${key}`,
          ...(order && { 'content-type': 'application/json', 'idempotency-key': 'mine' }),
        },
        ...(order && { method: 'POST', body: JSON.stringify(order) }),
      });
    expect((await ask('account', `${token}0`)).status).toBe(401);
    expect(await (await ask('account', token)).json()).toMatchObject({ client: 'demo', operator: true });
    const listed = (await (await ask('offers?service=telegram', token)).json()) as { total: number };
    expect(listed.total).toBe(inStock.length);
    const maxPrice = { amount: '0.1', currency: 'USD' };
    const sold = await ask('orders', token, { service: 'telegram', country: 'EE', maxPrice });
    expect(await sold.json()).toMatchObject({ status: 'open', price: { currency: 'USD' } });
    await gotSms;
    const { code, out, err } = await stop();
    expect(code).toBe(0);
    expect(out).toBe(`${link.href}\n`);
    expect(err).toContain('Nothing real is bought');
    expect(err).not.toContain(token);
    await expect(fetch(origin)).rejects.toThrow();
    expect(await readdir(cwd)).toEqual(['numroute.config.json']);
  });
});
