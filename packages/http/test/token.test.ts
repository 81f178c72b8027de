import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type Adapter, type FetchedToken, unexpected } from '../src/index.ts';
import { adapterWith, call, failure, KEY, offer, open, purchaseCall, serve } from './helpers.ts';

interface Quirks {
  readonly lifetimeMs?: number;
  readonly refuses?: boolean;
  /** With which status it refuses a token that ended. */
  readonly ends?: number;
  readonly apiKey?: () => Promise<string>;
  readonly readToken?: FetchedToken['read'];
}

/** A vendor that gives tokens for the key, counted from 1, and takes only the newest, or none. */
async function vendor({ lifetimeMs = 600_000, refuses = false, ends = 401, apiKey, readToken }: Quirks = {}) {
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
      return void response.writeHead(ends).end(bearer(request));
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
      read:
        readToken ??
        ((reply) => {
          const found = /"token":"([^"]+)"/.exec(reply.text)?.[1];
          if (found === undefined) throw unexpected(reply);
          return { token: found, lifetimeMs };
        }),
    },
    fetchOrder: async (send, id) => {
      const reply = await send({ path: ['orders', id] });
      if (reply.status !== 200) throw unexpected(reply);
      return { id, status: 'open', messages: id === 'echo' ? [{ text: KEY }] : [] };
    },
    purchase: {
      describe: () => ({ method: 'POST', path: 'buy' }),
      read: (reply, of) =>
        reply.status === ends
          ? { outcome: 'rejected', code: 'UNAUTHORIZED', word: 'no' }
          : purchase.read(reply, of),
    },
  });
  const end = (): void => {
    ended = true;
  };
  return { provider: open(url, apiKey ? { apiKey } : {}, adapter), seen, end };
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
    // Each of the three spent its place on the token, sent or waited for, so its own request waited.
    expect(turns).toBe(3);
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

  test.each([401, 403])(
    'that is refused to a purchase is no reason to send it again, nor to give the account up: %i',
    async (ends) => {
      const { provider, seen, end } = await vendor({ ends });
      await provider.fetchOrder('1', call());
      end();
      const error = await failure(provider.purchase(offer, purchaseCall()));
      expect([error.code, error.moneyMayHaveMoved]).toEqual(['UNAVAILABLE', false]);
      expect(seen).toEqual(['/auth', '/orders/1', '/buy']);
      await provider.purchase(offer, purchaseCall());
      expect(seen.slice(3)).toEqual(['/auth', '/buy']);
    },
  );

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

  test('is fetched by whoever has a place while another waits for one, which may never come', async () => {
    const { provider, seen, end } = await vendor();
    await provider.fetchOrder('1', call());
    end();
    const stop = new AbortController();
    let waits = (): void => undefined;
    const waiting = new Promise<void>((resolve) => {
      waits = resolve;
    });
    // Its lane gives it no second place: the next purchase has it.
    const turn = <T>(): Promise<T> => {
      waits();
      return new Promise((_, reject) => {
        stop.signal.addEventListener('abort', () => reject(stop.signal.reason));
      });
    };
    const first = provider.fetchOrder('2', { signal: stop.signal, turn });
    await waiting;
    const receipt = await provider.purchase(offer, purchaseCall());
    expect([receipt.id, seen.slice(3)]).toEqual(['17', ['/auth', '/buy']]);
    stop.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
  });

  test('is asked for with a key of its own by each who waits: a vault that hangs holds up nobody else', async () => {
    const keys: (() => void)[] = [];
    const { provider, seen } = await vendor({
      apiKey: () =>
        new Promise<string>((resolve) => {
          keys.push(() => resolve(KEY));
        }),
    });
    const stop = new AbortController();
    const first = provider.fetchOrder('1', { signal: stop.signal });
    await expect.poll(() => keys.length).toBe(1);
    stop.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    const second = provider.purchase(offer, purchaseCall());
    await expect.poll(() => keys.length).toBe(2);
    keys[1]?.();
    expect((await second).id).toBe('17');
    expect(seen).toEqual(['/auth', '/buy']);
  });

  test('stands in no error of a reply that is not understood', async () => {
    const { provider } = await vendor({ lifetimeMs: Number.NaN });
    const broken = await vendor({
      readToken: (reply) => {
        throw unexpected(reply);
      },
    });
    const mistaken = await vendor({
      readToken: (reply) => JSON.parse(`${reply.text}}`),
    });
    for (const one of [provider, broken.provider, mistaken.provider]) {
      const error = await failure(one.fetchOrder('1', call()));
      expect(error.code).toBe('UNREADABLE');
      expect(inspect(error, { depth: 9 })).not.toContain('token-number');
    }
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

  test('does not make the key be forgotten, however often it is renewed', async () => {
    const { provider } = await vendor({ lifetimeMs: 0.001 });
    for (let n = 0; n < 9; n += 1) {
      expect((await provider.fetchOrder('echo', call())).messages).toEqual([{ text: '[secret]' }]);
    }
  });

  test('leads to no purchase of a provider that was closed meanwhile', async () => {
    const { provider, seen } = await vendor();
    const turn = async <T>(send: () => Promise<T>): Promise<T> => {
      await provider.close?.();
      return await send();
    };
    const error = await failure(provider.purchase(offer, { ...purchaseCall(), turn }));
    expect([error.code, seen]).toEqual(['CLOSED', ['/auth']]);
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
