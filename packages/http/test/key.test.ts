import { inspect } from 'node:util';
import { NumrouteError } from '@numroute/core';
import { describe, expect, test } from 'vitest';
import { createRedactor } from '../src/wire/redact.ts';
import { Secret } from '../src/wire/secret.ts';
import {
  adapterWith,
  call,
  failure,
  KEY,
  offer,
  open,
  purchaseCall,
  refusingUrl,
  serve,
  sinks,
  spellings,
} from './helpers.ts';

const auths = [
  { in: 'query', name: 'api_key' },
  { in: 'form', name: 'api_key' },
  { in: 'header', name: 'x-api-key', prefix: 'Key ' },
] as const;

describe('the key arrives', () => {
  for (const auth of auths) {
    test(auth.in, async () => {
      const { url, requests } = await serve((request, response) => {
        let body = '';
        request.setEncoding('utf8').on('data', (chunk: string) => {
          body += chunk;
        });
        request.on('end', () => response.end(`OK 17 +447700900000 ${body.length > 0 ? 'form' : ''}`));
        response.on('finish', () => {
          seen.push(body);
        });
      });
      const seen: string[] = [];
      await open(url, {}, adapterWith({ auth })).purchase(offer, purchaseCall());
      const [request] = requests;
      const query = new URL(request?.url ?? '', url).searchParams;
      expect(request?.headers['user-agent']).toBe('numroute');
      expect(request?.headers['cache-control']).toBe('no-store');
      expect(query.get('action')).toBe('buy');
      if (auth.in === 'query') expect(query.get('api_key')).toBe(KEY);
      if (auth.in === 'header') expect(request?.headers['x-api-key']).toBe(`Key ${KEY}`);
      if (auth.in === 'form') {
        expect(request?.method).toBe('POST');
        expect(new URLSearchParams(seen[0]).get('api_key')).toBe(KEY);
      }
      if (auth.in !== 'query') expect(request?.url).not.toContain('api_key');
    });
  }

  test('a function is asked before every request', async () => {
    const { url, requests } = await serve((_, response) => response.end('1'));
    let count = 0;
    const provider = open(url, { apiKey: async () => `vault-key-${++count}` });
    await provider.fetchOrder('1', call());
    await provider.fetchOrder('1', call());
    expect(requests.map((request) => request.url?.slice(-11))).toEqual(['vault-key-1', 'vault-key-2']);
  });

  test('blank, missing or failing: INVALID_INPUT that names apiKey, nothing sent', async () => {
    for (const apiKey of ['', '  ', undefined as unknown as string, 'a\nb', 'ключ']) {
      expect(() => open('https://example.com', { apiKey })).toThrowError(/^apiKey: /);
    }
    const { url, requests } = await serve((_, response) => response.end('1'));
    for (const apiKey of [
      () => '',
      () => {
        throw new Error(`vault ${KEY}`);
      },
    ]) {
      const error = await failure(open(url, { apiKey }).purchase(offer, purchaseCall()));
      expect(error.details).toMatchObject({ field: 'apiKey' });
      expect(error.moneyMayHaveMoved).toBe(false);
      expectNoKey(sinks(error));
    }
    expect(requests).toHaveLength(0);
  });
});

function expectNoKey(text: string): void {
  for (const spelling of spellings(KEY)) expect(text).not.toContain(spelling);
}

describe('the key is in no sink', () => {
  type Handler = Parameters<typeof serve>[0];
  const echo = (path: string, header: string): string =>
    `<html><h1>Error</h1>${path} ${decodeURIComponent(path)} ${header} ${spellings(KEY).slice(0, 9).join(' ')}`;
  const echoing =
    (status: number, headers: Record<string, string> = {}, prefix = ''): Handler =>
    (request, response) => {
      const header = String(request.headers['x-api-key'] ?? '');
      response.writeHead(status, headers).end(prefix + echo(request.url ?? '', header));
    };
  const query = new URLSearchParams({ api_key: KEY }).toString();
  const handlers: Record<string, Handler> = {
    'error page': echoing(500),
    'unknown word': echoing(200),
    refusal: echoing(200, {}, 'NONE '),
    'broken receipt': echoing(200, {}, 'OK '),
    redirect: echoing(302, { location: `http://elsewhere.example/?${query}` }),
    reset: (request) => request.socket.resetAndDestroy(),
    silence: () => undefined,
    'cut in the key': (_, response) => {
      response.writeHead(200, { 'content-length': '900' });
      response.write(`NONE ${KEY.slice(0, 6)}`);
      setTimeout(() => response.destroy(), 20);
    },
    'too long': (request, response) => response.end(echo(request.url ?? '', '').repeat(500)),
    'bad gzip': echoing(200, { 'content-encoding': 'gzip' }),
  };

  for (const auth of auths) {
    for (const [name, handler] of Object.entries(handlers)) {
      test(`${auth.in}, ${name}`, async () => {
        const { url } = await serve(handler);
        const provider = open(url, { timeoutMs: 100, purchaseTimeoutMs: 100 }, adapterWith({ auth }));
        expectNoKey(sinks(await failure(provider.purchase(offer, purchaseCall()))));
        const read = await provider.fetchOrder('1', call()).catch((error: unknown) => error);
        expectNoKey(read instanceof Error ? sinks(read) : JSON.stringify(read));
        expectNoKey(inspect(provider, { depth: Number.POSITIVE_INFINITY, showHidden: true }));
      });
    }

    test(`${auth.in}, no connection`, async () => {
      const provider = open(await refusingUrl(), {}, adapterWith({ auth }));
      expectNoKey(sinks(await failure(provider.purchase(offer, purchaseCall()))));
      expectNoKey(sinks(await failure(provider.fetchOrder('1', call()))));
    });
  }

  test('an adapter that throws whatever it saw', async () => {
    const { url } = await serve(echoing(200));
    const throwing = (make: (text: string) => unknown) =>
      adapterWith({
        async fetchOrder(send) {
          throw make(`${(await send({})).text} ${KEY}`);
        },
        purchase: {
          describe: () => ({}),
          read: ({ text }) => {
            throw make(text + KEY);
          },
        },
      });
    const foreign = open(
      url,
      {},
      throwing((text) => new Error(text, { cause: text })),
    );
    const read = await failure(foreign.fetchOrder('1', call()));
    expect(read.code).toBe('UNREADABLE');
    expectNoKey(sinks(read));
    const ours = open(
      url,
      {},
      throwing((text) => new NumrouteError('UNKNOWN_ORDER', text, { id: '1', vendorWord: text })),
    );
    const own = await failure(ours.fetchOrder('1', call()));
    expect(own.code).toBe('UNKNOWN_ORDER');
    expectNoKey(sinks(own));
    const bought = await failure(ours.purchase(offer, purchaseCall()));
    expect(bought.code).toBe('OUTCOME_UNKNOWN');
    expectNoKey(sinks(bought));
  });
});

describe('Secret and redactor', () => {
  test('Secret shows nothing but by reveal', () => {
    const secret = new Secret(KEY);
    expect(secret.reveal()).toBe(KEY);
    expect(`${secret} ${JSON.stringify({ secret })} ${inspect({ secret }, { showHidden: true })}`).toBe(
      `[secret] {"secret":"[secret]"} { secret: [secret] }`,
    );
  });

  test('strikes every spelling, and patterns of other keys', () => {
    const redactor = createRedactor([KEY]);
    for (const spelling of spellings(KEY).slice(0, 9)) {
      expect(redactor.strike(`x ${spelling} y`)).toMatch(/^x \[secret\]=* y$/);
    }
    expect(redactor.word('?api=1&api_key=2&apikey=3&token=4&key=5&id=6')).toBe(
      '?api=[secret]&api_key=[secret]&apikey=[secret]&token=[secret]&key=[secret]&id=6',
    );
    expect(redactor.strike('?token=4')).toBe('?token=4');
    expect(redactor.strikeCut('abc a+b/c')).toBe('abc [secret]');
    expect(redactor.word(`a\u001b[2Jb\r\nc\u0000d\u202ee`)).toBe('ab c d e');
    expect(redactor.word('x'.repeat(500))).toHaveLength(200);
    expect(redactor.word(`${'x'.repeat(196)}${KEY}`)).not.toContain('a+b');
    expect(redactor.word('a+b/\u0000c=&%"é'.replace('\u0000', '\u001b[1m'))).toBe('[secret]');
  });

  test('a short key does not change a reply', async () => {
    const { url } = await serve((_, response) => response.end('price 12.50'));
    const report = await open(url, { apiKey: '12' }).fetchOrder('1', call());
    expect(report.messages).toEqual([{ text: 'price 12.50' }]);
  });
});

test('of a user and a password the password alone is struck out, too', async () => {
  const { url } = await serve((_request, response) => response.end('wrong password: a+secret/word'));
  const adapter = adapterWith({ auth: { in: 'basic' } });
  const provider = open(url, { apiKey: 'somebody:a+secret/word' }, adapter);
  const { messages } = await provider.fetchOrder('1', call());
  expect(messages).toEqual([{ text: 'wrong password: [secret]' }]);
});
