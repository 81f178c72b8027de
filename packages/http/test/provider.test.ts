import { money, NumrouteError } from '@numroute/core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Adapter, createHttpProvider } from '../src/index.ts';
import { adapterWith, call, failure, offer, open, purchaseCall, serve } from './helpers.ts';

describe('settings', () => {
  afterEach(() => vi.unstubAllEnvs());

  const make = (settings: Partial<Parameters<typeof createHttpProvider>[1]>) =>
    createHttpProvider(adapterWith(), { baseUrl: 'https://example.com/api', apiKey: 'k', ...settings });

  test('http: is refused without the option, and warned about once with it', () => {
    expect(() => make({ baseUrl: 'http://example.com' })).toThrowError(/^baseUrl: .*allowInsecureHttp/s);
    const warn = vi.fn();
    make({ baseUrl: 'http://example.com', allowInsecureHttp: true, warn });
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]?.[0]).toContain('example.com');
    make({ allowInsecureHttp: true, warn });
    for (const host of ['127.0.0.1:1', 'localhost', '[::1]:8080']) {
      make({ baseUrl: `http://${host}`, allowInsecureHttp: true, warn });
    }
    expect(warn).toHaveBeenCalledTimes(1);
    make({ baseUrl: 'http://127.0.0.1.example.com', allowInsecureHttp: true, warn });
    expect(warn).toHaveBeenCalledTimes(2);
  });

  test('certificates are checked, or it says so', () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    expect(() => make({})).toThrowError(/^baseUrl: .*NODE_TLS_REJECT_UNAUTHORIZED/);
    expect(() => make({ allowInsecureHttp: true })).not.toThrow();
  });

  const bad = [
    'nonsense-s3cret',
    'ftp://example.com/s3cret',
    'https://s3cret@example.com',
    'https://user:s3cret@example.com',
    'https://example.com/#s3cret',
    ...['api', 'api_key', 'apikey', 'API_KEY', 'key', 'token'].map(
      (name) => `https://example.com/?a=1&${name}=s3cret`,
    ),
  ];
  for (const field of ['baseUrl', 'proxy'] as const) {
    for (const value of bad) {
      test(`${field} ${value}`, () => {
        let error: unknown;
        try {
          make({ [field]: value });
        } catch (thrown) {
          error = thrown;
        }
        if (!NumrouteError.is(error, 'INVALID_INPUT')) throw new Error('it was let through');
        expect(error.details.field).toBe(field);
        expect(JSON.stringify(error)).not.toContain('s3cret');
      });
    }
  }

  test('other query parameters stay', async () => {
    const { url, requests } = await serve((_, response) => response.end('1'));
    await open(`${url}/?lang=en`).fetchOrder('1', call());
    expect(requests[0]?.url).toMatch(/^\/api\/\?lang=en&action=status&id=1&api_key=/);
  });
});

describe('the provider', () => {
  test("has a frozen manifest and the adapter's capabilities only", () => {
    const plain = open('https://example.com');
    expect(Object.isFrozen(plain.manifest.limits)).toBe(true);
    expect(plain.fetchBalance).toBeUndefined();
    expect('cancelOrder' in plain).toBe(false);
    const able = open(
      'https://example.com',
      {},
      adapterWith({ fetchBalance: async () => money('1', 'USD') }),
    );
    expect(able.fetchBalance).toBeTypeOf('function');
  });

  test('stamps offers, and leaves a compact list alone', async () => {
    const { url } = await serve((_, response) => response.end('1'));
    const clock = { now: () => 42, monotonic: () => 0, sleep: async () => undefined };
    const settings = { baseUrl: url, apiKey: 'k', allowInsecureHttp: true, clock, warn: () => undefined };
    const provider = createHttpProvider(adapterWith(), settings);
    expect(await provider.listOffers({}, call())).toEqual([{ ...offer, listedAt: 42 }]);
    const compact = new Set([offer]);
    const list = { length: 1, [Symbol.iterator]: () => compact.values() };
    const other = createHttpProvider(adapterWith({ listOffers: async () => list }), settings);
    expect(await other.listOffers({}, call())).toBe(list);
    await provider.close?.();
  });

  test('the first send goes at once, further ones wait for their turn, one after another', async () => {
    let busy = 0;
    let most = 0;
    const { url } = await serve((_, response) => {
      busy += 1;
      most = Math.max(most, busy);
      setTimeout(() => {
        busy -= 1;
        response.end('1');
      }, 10);
    });
    const listOffers: Adapter['listOffers'] = async (send) => {
      await Promise.all([send({}), send({}), send({})]);
      return [];
    };
    let turns = 0;
    const turn = <T>(send: () => Promise<T>): Promise<T> => {
      turns += 1;
      return send();
    };
    await open(url, {}, adapterWith({ listOffers })).listOffers({}, { ...call(), turn });
    expect(turns).toBe(2);
    expect(most).toBe(1);
  });

  test('paths stay below the base URL', async () => {
    const { url, requests } = await serve((_, response) => response.end('1'));
    const at = (path: string) =>
      open(
        url,
        {},
        adapterWith({
          async fetchOrder(send, id) {
            await send({ path });
            return { id, status: 'open', messages: [] };
          },
        }),
      ).fetchOrder('1', call());
    await at('v1/orders/7%2F8');
    await at('//elsewhere.example/x');
    expect(requests.map((request) => request.url?.split('?')[0])).toEqual([
      '/api/v1/orders/7%2F8',
      '/api//elsewhere.example/x',
    ]);
    for (const path of ['../x', 'a/%2e%2E/b', 'a?b=c', 'a#b', 'a\\b']) {
      expect((await failure(at(path))).code).toBe('INVALID_INPUT');
    }
    expect(requests).toHaveLength(2);
  });

  test('an unfit offer is refused before anything is sent', async () => {
    const { url, requests } = await serve((_, response) => response.end('1'));
    const describe = (): never => {
      throw NumrouteError.input('offer', 'an offer of demo');
    };
    const provider = open(url, {}, adapterWith({ purchase: { ...adapterWith().purchase, describe } }));
    expect((await failure(provider.purchase(offer, purchaseCall()))).code).toBe('INVALID_INPUT');
    expect(requests).toHaveLength(0);
  });

  test('a malformed request of an adapter is never sent', async () => {
    const { url, requests } = await serve((_, response) => response.end('1'));
    const headers = [{ 'bad name': 'x' }, { word: 'a\nb' }, { word: null as unknown as string }];
    for (const header of headers) {
      const describe = () => ({ headers: header });
      const adapter = adapterWith({
        purchase: { ...adapterWith().purchase, describe },
        fetchOrder: async (send) => {
          await send({ headers: header });
          return { id: '1', status: 'open', messages: [] };
        },
      });
      const provider = open(url, {}, adapter);
      expect((await failure(provider.purchase(offer, purchaseCall()))).code).toBe('UNAVAILABLE');
      expect((await failure(provider.fetchOrder('1', call()))).code).toBe('UNAVAILABLE');
    }
    expect(requests).toHaveLength(0);
  });

  test('an order that is found by another name is no answer', async () => {
    const { url } = await serve((_, response) => response.end('1'));
    const found = (attempt?: string) =>
      open(
        url,
        {},
        adapterWith({
          findOrder: async (send) => {
            await send({});
            return { id: '1', status: 'open', messages: [], ...(attempt !== undefined && { attempt }) };
          },
        }),
      ).findOrder?.('mine', call());
    expect(await found()).toMatchObject({ id: '1' });
    expect(await found('mine')).toMatchObject({ id: '1', attempt: 'mine' });
    await expect(found('mine-too')).rejects.toMatchObject({
      code: 'UNREADABLE',
      details: { vendorWord: 'mine-too' },
    });
  });

  test('a history is asked for by its period, and has orders that are over, with the price of what is done', async () => {
    const rows = [
      { id: '1', status: 'finished', price: money('0.5', 'USD') },
      { id: '2', status: 'cancelled' },
      { id: '3', status: 'gone', orderedAt: 7 },
    ];
    const { url, requests } = await serve((_, response) => response.end(JSON.stringify(rows)));
    const telling = (change: object) =>
      open(
        url,
        {},
        adapterWith({
          listHistory: async (send, { from, to }) => {
            const { text } = await send({ query: { from: String(from), to: String(to) } });
            return JSON.parse(text).map((row: object) => ({ ...row, messages: [], ...change }));
          },
        }),
      ).listHistory?.({ from: 5, to: 9 }, call());
    expect(await telling({})).toEqual(rows.map((row) => ({ ...row, messages: [] })));
    expect(requests[0]?.url).toMatch(/\?from=5&to=9&/);
    const wrong = [
      ['status of order 1', { status: 'open' }],
      ['status of order 1', { status: 'delivered', price: money('1', 'USD') }],
      ['price of order 2', { price: money('0.1', 'USD') }],
    ] as const;
    for (const [word, change] of wrong)
      expect(await failure(telling(change) ?? Promise.resolve())).toMatchObject({
        code: 'UNREADABLE',
        message: expect.stringContaining(word),
      });
    expect('listHistory' in open(url)).toBe(false);
  });

  test('an abort ends a read whose adapter hangs', async () => {
    const caller = new AbortController();
    const hanging = adapterWith({ fetchOrder: () => new Promise(() => caller.abort('enough')) });
    await expect(open('https://example.com', {}, hanging).fetchOrder('1', call(caller.signal))).rejects.toBe(
      'enough',
    );
  });

  test('refuses calls after close, which may come twice', async () => {
    const { url, requests } = await serve((_, response) => response.end('1'));
    const provider = open(url);
    await provider.close?.();
    await provider.close?.();
    expect((await failure(provider.fetchOrder('1', call()))).code).toBe('CLOSED');
    expect((await failure(provider.purchase(offer, purchaseCall()))).code).toBe('CLOSED');
    expect(requests).toHaveLength(0);
  });

  test('close ends a read under way and lets a purchase finish', async () => {
    const { url, requests } = await serve((request, response) => {
      if (request.url?.includes('buy')) setTimeout(() => response.end('OK 17 +447700900000'), 60);
    });
    const provider = open(url, { timeoutMs: 5000 });
    const read = failure(provider.fetchOrder('1', call()));
    const bought = provider.purchase(offer, purchaseCall());
    await vi.waitFor(() => expect(requests).toHaveLength(2));
    await provider.close?.();
    expect((await read).code).toBe('CLOSED');
    expect((await bought).id).toBe('17');
  });
});
