import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { Adapter, RequestDescription } from '../src/index.ts';
import { adapterWith, call, failure, KEY, listen, offer, open, purchaseCall, serve } from './helpers.ts';

/** A server that answers nothing but keeps the bytes: it knows no HTTP and repairs none. */
async function recorder(): Promise<{ readonly url: string; readonly wire: () => string }> {
  let wire = '';
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      wire += data.toString('latin1');
      const [head = '', body = ''] = wire.split('\r\n\r\n');
      const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
      if (wire.includes('\r\n\r\n') && body.length >= length) {
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 19\r\n\r\nOK 17 +447700900000');
      }
    });
  });
  return { url: `http://127.0.0.1:${await listen(server)}/api`, wire: () => wire };
}

const asking = (request: RequestDescription, auth: Adapter['auth']): Adapter => {
  const { read } = adapterWith().purchase;
  return adapterWith({ auth, purchase: { describe: () => request, read } });
};
const inHeader: Adapter['auth'] = { in: 'header', name: 'x-key' };
const inForm: Adapter['auth'] = { in: 'form', name: 'k' };
const FORM = 'application/x-www-form-urlencoded';

describe('each method with each body goes out whole', () => {
  test.each<
    [string, RequestDescription, Adapter['auth'], string, string | undefined, string | undefined, string]
  >([
    ['GET', { query: { a: '1' } }, inHeader, 'GET /api?a=1', undefined, undefined, ''],
    ['GET, said', { method: 'GET' }, inHeader, 'GET /api', undefined, undefined, ''],
    [
      'POST alone',
      { method: 'POST', path: 'orders/7/finish' },
      inHeader,
      'POST /api/orders/7/finish',
      '0',
      undefined,
      '',
    ],
    [
      'POST with a query',
      { method: 'POST', query: { a: '1' } },
      inHeader,
      'POST /api?a=1',
      '0',
      undefined,
      '',
    ],
    ['POST with an empty form', { method: 'POST', form: {} }, inHeader, 'POST /api', '0', FORM, ''],
    ['POST with a form', { method: 'POST', form: { a: '1' } }, inHeader, 'POST /api', '3', FORM, 'a=1'],
    ['a form', { form: { a: '1' } }, inHeader, 'POST /api', '3', FORM, 'a=1'],
    [
      'POST with the key in the form',
      { method: 'POST' },
      inForm,
      'POST /api',
      '29',
      FORM,
      new URLSearchParams({ k: KEY }).toString(),
    ],
    [
      'POST with the key where the request wants it',
      { method: 'POST', auth: { in: 'form', name: 'k' } },
      inHeader,
      'POST /api',
      '29',
      FORM,
      new URLSearchParams({ k: KEY }).toString(),
    ],
    [
      'POST with empty JSON',
      { method: 'POST', json: {} },
      inHeader,
      'POST /api',
      '2',
      'application/json',
      '{}',
    ],
    ['JSON', { json: { a: 1 } }, inHeader, 'POST /api', '7', 'application/json', '{"a":1}'],
    ['PUT alone', { method: 'PUT', path: 'a' }, inHeader, 'PUT /api/a', '0', undefined, ''],
    ['PUT', { method: 'PUT', json: {} }, inHeader, 'PUT /api', '2', 'application/json', '{}'],
    ['PATCH', { method: 'PATCH', form: { a: '1' } }, inHeader, 'PATCH /api', '3', FORM, 'a=1'],
    ['DELETE', { method: 'DELETE', path: ['7'] }, inHeader, 'DELETE /api/7', '0', undefined, ''],
    [
      'a key in JSON',
      { path: 'buy', json: { a: 1 } },
      { in: 'json', name: 'k' },
      'POST /api/buy',
      String(new TextEncoder().encode(JSON.stringify({ a: 1, k: KEY })).length),
      'application/json',
      Buffer.from(JSON.stringify({ a: 1, k: KEY })).toString('latin1'),
    ],
    [
      'a key in JSON alone',
      {},
      { in: 'json', name: 'k' },
      'POST /api',
      String(new TextEncoder().encode(JSON.stringify({ k: KEY })).length),
      'application/json',
      Buffer.from(JSON.stringify({ k: KEY })).toString('latin1'),
    ],
    [
      'a key in the path',
      { path: ['buy', 'a/b ?'], query: { a: '1' } },
      { in: 'path' },
      `GET /api/buy/a%2Fb%20%3F/${encodeURIComponent(KEY)}?a=1`,
      undefined,
      undefined,
      '',
    ],
  ])('%s', async (_, request, auth, line, length, type, body) => {
    const { url, wire } = await recorder();
    const receipt = await open(url, {}, asking(request, auth)).purchase(offer, purchaseCall());
    expect(receipt.id).toBe('17');
    const [head = '', sent] = wire().split('\r\n\r\n');
    const headers = new Map(
      head.split('\r\n').map((row) => [row.split(': ')[0]?.toLowerCase(), row.split(': ')[1]]),
    );
    expect(head.split('\r\n')[0]).toBe(`${line} HTTP/1.1`);
    expect([headers.get('content-length'), headers.get('content-type')]).toEqual([length, type]);
    expect(headers.has('transfer-encoding')).toBe(false);
    expect(sent).toBe(body);
  });

  test.each<[string, Adapter['auth'], string]>([
    ['the password of a user', { in: 'basic', user: 'me' }, `me:${KEY}`],
    ['user and password', { in: 'basic' }, KEY],
  ])('a key as Basic is %s', async (_, auth, pair) => {
    const { url, wire } = await recorder();
    await open(url, {}, asking({}, auth)).purchase(offer, purchaseCall());
    expect(wire()).toContain(`\r\nauthorization: Basic ${Buffer.from(pair).toString('base64')}\r\n`);
  });

  test.each([[['..']], [['a', '.']], [['']], [['a'.repeat(501)]], [['\ud800']], ['a/../b'], ['a?b']])(
    'a path that is none, %j, is refused and not sent',
    async (path) => {
      const { url, wire } = await recorder();
      const buying = open(url, {}, asking({ path }, inHeader)).purchase(offer, purchaseCall());
      expect(await failure(buying)).toMatchObject({ code: 'INVALID_INPUT', details: { field: 'path' } });
      expect(wire()).toBe('');
    },
  );

  test('a read may be a POST without a body, too', async () => {
    const { url, wire } = await recorder();
    const adapter = adapterWith({
      fetchOrder: async (send, id) => ({
        id,
        status: 'open',
        messages: [{ text: (await send({ method: 'POST', path: `orders/${id}` })).text }],
      }),
    });
    await open(url, {}, adapter).fetchOrder('7', call());
    expect(wire()).toMatch(/^POST \/api\/orders\/7\?/);
    expect(wire()).toMatch(/\r\ncontent-length: 0\r\n/i);
  });

  test('what does not fit together is refused, and nothing is sent', async () => {
    const { url, wire } = await recorder();
    for (const request of [
      { method: 'GET', form: { a: '1' } },
      { method: 'GET', json: {} },
      { form: {}, json: {} },
      { method: 'DELETE', json: {} },
    ] satisfies RequestDescription[]) {
      const error = await failure(open(url, {}, asking(request, inHeader)).purchase(offer, purchaseCall()));
      expect(error.code).toBe('INVALID_INPUT');
    }
    expect(wire()).toBe('');
  });
});

describe('where a reply ends', () => {
  const replies: Record<string, [string, true | undefined]> = {
    'a length': ['HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nOK 17', undefined],
    chunks: ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nOK 17\r\n0\r\n\r\n', undefined],
    'the end of the connection': ['HTTP/1.1 200 OK\r\n\r\nOK 17', true],
    'the end of the connection, in HTTP 1.0': ['HTTP/1.0 200 OK\r\n\r\nOK 17', true],
    'no body at all': ['HTTP/1.1 204 No Content\r\n\r\n', undefined],
  };
  for (const [name, [reply, openEnded]] of Object.entries(replies)) {
    test(`told by ${name}`, async () => {
      const server = createServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => socket.end(reply));
      });
      const seen: unknown[] = [];
      const adapter = adapterWith({
        purchase: {
          describe: () => ({}),
          read: (told) => {
            seen.push(told.openEnded);
            return { outcome: 'unknown', why: 'to be seen' };
          },
        },
      });
      const url = `http://127.0.0.1:${await listen(server)}/api`;
      await failure(open(url, {}, adapter).purchase(offer, purchaseCall()));
      expect(seen).toEqual([openEnded]);
    });
  }

  test('a packed reply whose length was told is no open end', async () => {
    const { gzipSync } = await import('node:zlib');
    const packed = gzipSync('OK 17 +447700900000');
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length }).end(packed);
    });
    let openEnded: unknown = 'not asked';
    const { describe: ask, read } = adapterWith().purchase;
    const adapter = adapterWith({
      purchase: {
        describe: ask,
        read: (reply, sold) => {
          openEnded = reply.openEnded;
          return read(reply, sold);
        },
      },
    });
    await open(url, {}, adapter).purchase(offer, purchaseCall());
    expect(openEnded).toBeUndefined();
  });
});
