import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type Adapter, unexpected } from '../src/index.ts';
import { adapterWith, call, failure, KEY, offer, open, purchaseCall, serve } from './helpers.ts';

/** A vendor that gives tokens for the key, counted from 1, and takes only the newest, or none. */
async function vendor({ lifetimeMs = 600_000, refuses = false } = {}) {
  let tokens = 0;
  let ended = false;
  const seen: string[] = [];
  const token = (): string => `token-number-${tokens}-of-the-account`;
  const bearer = ({ headers }: IncomingMessage): string => headers.authorization ?? '';
  const { url } = await serve((request, response) => {
    const path = new URL(request.url ?? '', 'http://vendor').pathname.replace('/api', '');
    seen.push(path);
    if (path === '/auth') {
      if (refuses || request.headers['x-key'] === undefined) return void response.writeHead(401).end('{}');
      tokens += 1;
      ended = false;
      return void response.end(`{"token":"${token()}"}`);
    }
    if (ended || bearer(request) !== `Bearer ${token()}`)
      return void response.writeHead(401).end(bearer(request));
    response.end('OK 17 +447700900000');
  });
  const { purchase } = adapterWith();
  const adapter: Adapter = adapterWith({
    auth: {
      in: 'token',
      name: 'authorization',
      prefix: 'Bearer ',
      key: { in: 'header', name: 'x-key' },
      request: { method: 'POST', path: 'auth' },
      read: (reply) => {
        const found = /"token":"([^"]+)"/.exec(reply.text)?.[1];
        if (found === undefined) throw unexpected(reply);
        return { token: found, lifetimeMs };
      },
    },
    fetchOrder: async (send, id) => {
      const reply = await send({ path: ['orders', id] });
      if (reply.status !== 200) throw unexpected(reply);
      return { id, status: 'open', messages: [] };
    },
    purchase: {
      describe: () => ({ method: 'POST', path: 'buy' }),
      read: (reply, of) =>
        reply.status === 401
          ? { outcome: 'rejected', code: 'UNAUTHORIZED', word: 'no' }
          : purchase.read(reply, of),
    },
  });
  const end = (): void => {
    ended = true;
  };
  return { provider: open(url, {}, adapter), seen, end };
}

describe('a fetched token', () => {
  test('is fetched once for all who ask, in their turn, and kept', async () => {
    const { provider, seen } = await vendor();
    let turns = 0;
    const turn = async <T>(send: () => Promise<T>): Promise<T> => {
      turns += 1;
      return await send();
    };
    await Promise.all(['1', '2', '3'].map((id) => provider.fetchOrder(id, { ...call(), turn })));
    expect(seen.filter((path) => path === '/auth')).toHaveLength(1);
    expect(seen).toHaveLength(4);
    // One of the three came with the request for the token, so its own one waited.
    expect(turns).toBe(1);
    await provider.purchase(offer, purchaseCall());
    expect(seen.slice(4)).toEqual(['/buy']);
  });

  test('is renewed before it ends', async () => {
    const { provider, seen } = await vendor({ lifetimeMs: 200 });
    await provider.fetchOrder('1', call());
    await delay(160);
    await provider.purchase(offer, purchaseCall());
    expect(seen).toEqual(['/auth', '/orders/1', '/auth', '/buy']);
  });

  test('that is refused to a read is fetched anew, once', async () => {
    const { provider, seen, end } = await vendor();
    await provider.fetchOrder('1', call());
    end();
    await provider.fetchOrder('2', call());
    expect(seen).toEqual(['/auth', '/orders/1', '/orders/2', '/auth', '/orders/2']);
  });

  test('that is refused to a purchase is no reason to send it again, nor to give the account up', async () => {
    const { provider, seen, end } = await vendor();
    await provider.fetchOrder('1', call());
    end();
    const error = await failure(provider.purchase(offer, purchaseCall()));
    expect([error.code, error.moneyMayHaveMoved]).toEqual(['UNAVAILABLE', false]);
    expect(seen).toEqual(['/auth', '/orders/1', '/buy']);
    await provider.purchase(offer, purchaseCall());
    expect(seen.slice(3)).toEqual(['/auth', '/buy']);
  });

  test('that the vendor does not give leaves nothing sent', async () => {
    const { provider, seen } = await vendor({ refuses: true });
    for (const asking of [provider.fetchOrder('1', call()), provider.purchase(offer, purchaseCall())]) {
      expect((await failure(asking)).code).toBe('UNAUTHORIZED');
    }
    expect(new Set(seen)).toEqual(new Set(['/auth']));
  });

  test('is waited for by others when the one who asked first hangs up', async () => {
    const { provider, seen } = await vendor();
    const stop = new AbortController();
    const first = provider.fetchOrder('1', { signal: stop.signal });
    const second = provider.fetchOrder('2', call());
    stop.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    expect((await second).id).toBe('2');
    expect(seen.filter((path) => path === '/auth')).toHaveLength(1);
  });

  test('stands in no error, nor does the key', async () => {
    const { provider, end } = await vendor();
    await provider.fetchOrder('1', call());
    end();
    // The vendor repeats what it was sent.
    const error = await failure(provider.purchase(offer, { ...purchaseCall() }));
    const other = await failure(provider.fetchOrder('1', call()).then(() => Promise.reject(error)));
    for (const one of [error, other]) {
      expect(inspect(one, { depth: 9 })).not.toMatch(/token-number-1-of/);
      expect(inspect(one, { depth: 9 })).not.toContain(KEY);
    }
  });

  test('leaves a purchase that has left to its end, whatever its turn says', async () => {
    const { provider, seen } = await vendor();
    const turn = async <T>(send: () => Promise<T>): Promise<T> => {
      void send();
      throw new Error('the lane was closed');
    };
    const receipt = await provider.purchase(offer, { ...purchaseCall(), turn });
    expect([receipt.id, seen]).toEqual(['17', ['/auth', '/buy']]);
  });
});
