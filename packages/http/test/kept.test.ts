import type { ServerResponse } from 'node:http';
import { type Call, NumrouteError, type Provider } from '@numroute/core';
import { describe, expect, test } from 'vitest';
import { type Adapter, Kept, type Send } from '../src/index.ts';
import { adapterWith, call, failure, KEY, offer, open, serve } from './helpers.ts';

/** On a machine that has much to do. */
const patient = { timeout: 10_000 };

interface Quirks {
  readonly apiKey?: () => Promise<string>;
  readonly auth?: Adapter['auth'];
}

/** A vendor whose two lists an adapter reads before its offers; each reply waits until the test gives it. */
async function vendor({ apiKey, auth }: Quirks = {}) {
  const seen: string[] = [];
  const waiting: { readonly path: string; readonly response: ServerResponse }[] = [];
  const { url } = await serve((request, response) => {
    const path = new URL(request.url ?? '', 'http://vendor').pathname.replace('/api/', '');
    seen.push(path);
    if (path === 'offers') response.end('OK');
    else if (path === 'auth') response.end('token-number-1');
    else waiting.push({ path, response });
  });
  let read = 0;
  const lists = ['services', 'countries'].map(
    (path) =>
      new Kept({ path }, ({ status, text }) => {
        read += 1;
        if (status !== 200) throw new NumrouteError('UNAVAILABLE', `no ${path}`, { vendorWord: text });
        return text;
      }),
  );
  const listOffers = async (send: Send) => {
    for (const list of lists) await list.of(send);
    await send({ path: 'offers' });
    return [offer];
  };
  const adapter = adapterWith({ listOffers, ...(auth && { auth }) });
  const provider = open(url, { timeoutMs: 20_000, ...(apiKey && { apiKey }) }, adapter);
  /** Answers the request that came first, once it is there. */
  const answer = async (status = 200): Promise<string> => {
    await expect.poll(() => waiting.length, patient).toBeGreaterThan(0);
    const { path, response } = waiting.shift() as (typeof waiting)[number];
    response.writeHead(status).end(`list of ${path}`);
    return path;
  };
  return { provider, seen, waiting, answer, reads: () => read };
}

const ask = async (provider: Provider, one: Call = call()) =>
  [...(await provider.listOffers({}, one))].length;

/** So many at a time, in their turn; whoever hangs up while he waits gives his turn back. */
function lane(places: number) {
  const queue: (() => void)[] = [];
  let free = places;
  const next = (): void => {
    for (; free > 0 && queue.length > 0; free -= 1) queue.shift()?.();
  };
  const turn = async <T>(send: () => Promise<T>, signal: AbortSignal): Promise<T> => {
    await new Promise<void>((resolve, reject) => {
      queue.push(resolve);
      signal.addEventListener('abort', () => {
        const place = queue.indexOf(resolve);
        if (place >= 0) queue.splice(place, 1);
        reject(signal.reason);
      });
      next();
    });
    try {
      return await send();
    } finally {
      free += 1;
      next();
    }
  };
  return (signal: AbortSignal = new AbortController().signal): Call => ({
    signal,
    turn: (send) => turn(send, signal),
  });
}

describe('what is kept', () => {
  test('is fetched once for all who ask at once, read once, and not again', async () => {
    const { provider, seen, waiting, answer, reads } = await vendor();
    const all = Array.from({ length: 5 }, () => ask(provider));
    expect([await answer(), await answer()]).toEqual(['services', 'countries']);
    expect(await Promise.all(all)).toEqual([1, 1, 1, 1, 1]);
    await ask(provider);
    expect(seen.toSorted()).toEqual(['countries', ...Array(6).fill('offers'), 'services']);
    expect([waiting.length, reads()]).toEqual([0, 2]);
  });

  test('is waited for by others when the one who asked first hangs up', async () => {
    const { provider, seen, waiting, answer } = await vendor();
    const stop = new AbortController();
    const first = ask(provider, call(stop.signal));
    await expect.poll(() => waiting.length, patient).toBe(1);
    const others = [1, 2, 3, 4].map(() => ask(provider));
    stop.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    await answer();
    await answer();
    expect(await Promise.all(others)).toEqual([1, 1, 1, 1]);
    expect(seen.filter((path) => path !== 'offers')).toEqual(['services', 'countries']);
  });

  test('comes for the first one when another hangs up', async () => {
    const { provider, seen, waiting, answer } = await vendor();
    const stop = new AbortController();
    const first = ask(provider);
    await expect.poll(() => waiting.length, patient).toBe(1);
    const second = ask(provider, call(stop.signal));
    stop.abort(new Error('gone'));
    await expect(second).rejects.toThrow('gone');
    await answer();
    await answer();
    expect([await first, seen]).toEqual([1, ['services', 'countries', 'offers']]);
  });

  test('is kept although everybody hung up', async () => {
    const { provider, seen, waiting, answer, reads } = await vendor();
    const stop = new AbortController();
    const first = ask(provider, call(stop.signal));
    await expect.poll(() => waiting.length, patient).toBe(1);
    stop.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    await answer();
    await expect.poll(reads, patient).toBe(1);
    const second = ask(provider);
    expect(await answer()).toBe('countries');
    expect([await second, seen]).toEqual([1, ['services', 'countries', 'offers']]);
  });

  test.each([1, 2])(
    'does not stand still in a lane of %i when the one whose turn was next hangs up',
    async (places) => {
      const { provider, seen, answer } = await vendor();
      const inLane = lane(places);
      const stop = new AbortController();
      const first = ask(provider, inLane(stop.signal));
      const others = [1, 2, 3, 4].map(() => ask(provider, inLane()));
      await answer();
      stop.abort(new Error('gone'));
      await expect(first).rejects.toThrow('gone');
      await answer();
      expect(await Promise.all(others)).toEqual([1, 1, 1, 1]);
      expect(seen.filter((path) => path !== 'offers')).toEqual(['services', 'countries']);
    },
  );

  test('is not kept where the reading failed, which all hear who waited for it', async () => {
    const { provider, seen, answer } = await vendor();
    const all = [1, 2].map(() => failure(ask(provider)));
    await answer(503);
    expect((await Promise.all(all)).map(({ code }) => code)).toEqual(['UNAVAILABLE', 'UNAVAILABLE']);
    const again = ask(provider);
    await answer();
    await answer();
    expect([await again, seen]).toEqual([1, ['services', 'services', 'countries', 'offers']]);
  });

  test('is asked for with a key of his own by each who waits: a vault that hangs holds up nobody else', async () => {
    const keys: (() => void)[] = [];
    const apiKey = () => new Promise<string>((resolve) => keys.push(() => resolve(KEY)));
    const { provider, seen, answer } = await vendor({ apiKey });
    const stop = new AbortController();
    const first = ask(provider, call(stop.signal));
    await expect.poll(() => keys.length, patient).toBe(1);
    const second = ask(provider);
    for (let asked = 2; asked <= 4; asked += 1) {
      await expect.poll(() => keys.length, patient).toBe(asked);
      keys[asked - 1]?.();
      if (asked < 4) await answer();
    }
    expect([await second, seen]).toEqual([1, ['services', 'countries', 'offers']]);
    stop.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
  });

  test('is fetched with a token that every caller waits for in a turn of his own', async () => {
    const auth: Adapter['auth'] = {
      in: 'token',
      name: 'authorization',
      key: { in: 'header', name: 'x-key' },
      request: { path: 'auth' },
      read: ({ text }) => ({ token: text, lifetimeMs: 600_000 }),
    };
    const { provider, seen, answer } = await vendor({ auth });
    let turns = 0;
    const turn = async <T>(send: () => Promise<T>): Promise<T> => {
      turns += 1;
      return await send();
    };
    const only = ask(provider, { ...call(), turn });
    await answer();
    await answer();
    expect([await only, seen]).toEqual([1, ['auth', 'services', 'countries', 'offers']]);
    // The first request needs no further turn.
    expect(turns).toBe(3);
  });

  test('is fetched for nobody once the provider is closed', async () => {
    const { provider, seen, answer } = await vendor();
    const turn = async <T>(send: () => Promise<T>): Promise<T> => {
      await provider.close?.();
      return await send();
    };
    const only = failure(ask(provider, { ...call(), turn }));
    await answer();
    expect([(await only).code, seen]).toEqual(['CLOSED', ['services']]);
  });
});
