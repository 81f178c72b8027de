import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { client, OTHER_TOKEN, openGateway, other, type Running, TOKEN, until } from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';
import { type Ask, oldClient } from './support/old-client.ts';
import { processes } from './support/process.ts';

let market: Market;
let running: Running;
let ask: Ask;

beforeAll(async () => {
  market = await openMarket();
  running = await openGateway(market.addresses, {
    clients: [client({ budget: { amount: '100000', currency: 'USD', per: 'total' } }), other],
    pages: new URL('pages', import.meta.url).pathname,
    proxies: ['127.0.0.1'],
  });
  ask = oldClient(`${running.url}/stubs/handler_api.php`);
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
});

/** Alive, and answering others. */
async function isWell(url: string = running.url): Promise<void> {
  const answer = await oldClient(`${url}/stubs/handler_api.php`)({ action: 'getBalance' });
  expect(answer).toMatch(/^ACCESS_BALANCE:/);
}

async function openSocket(url: string = running.url): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  return socket;
}

/** Everything that comes until the other side hangs up. */
function drained(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      said += text;
    });
    socket.on('close', () => resolve(said));
  });
}

async function speakRaw(bytes: string): Promise<string> {
  const socket = await openSocket();
  const answer = drained(socket);
  socket.write(bytes);
  return await answer;
}

test.each([
  ['a wrong one', 'ffffffffffffffffffffffffffffffff'],
  ['a longer one', `${TOKEN}0`],
  ['a shorter one', TOKEN.slice(0, -1)],
  ['one in capitals', TOKEN.toUpperCase()],
  ['none', ''],
  ['a very long one', 'x'.repeat(4_000)],
  ["a vendor's key", '__proto__'],
])('%s is no token', async (what, token) => {
  // From an address of its own: one that tries many is slowed.
  const headers = { 'x-forwarded-for': `192.0.2.${what.length}` };
  const plain = oldClient(`${running.url}/stubs/handler_api.php`, { token, headers });
  expect(await plain({ action: 'getBalance' })).toBe('BAD_KEY');
  expect(await plain({ action: 'getNumber', service: 'tg', country: '34' })).toBe('BAD_KEY');
  const shop = oldClient(`${running.url}/api/handler.php`, { key: 'api', token, headers });
  expect(await shop({ action: 'get_balance' })).toMatch(/^INVALID (API|REQUEST)$/);
  const rest = await fetch(`${running.url}/v1/orders`, {
    headers: { ...headers, authorization: `Bearer ${token}` },
  });
  expect(rest.status).toBe(401);
  expect(await rest.json()).toMatchObject({ code: 'UNAUTHORIZED', moneyMayHaveMoved: false });
  expect((await fetch(`${running.url}/metrics`)).status).toBe(401);
});

test("a vendor's key opens nothing", async () => {
  for (const { apiKey } of market.addresses) {
    const plain = oldClient(`${running.url}/stubs/handler_api.php`, { token: apiKey });
    expect(await plain({ action: 'getBalance' })).toBe('BAD_KEY');
  }
});

test('another token neither sees nor ends an order, and cannot tell it from one that never was', async () => {
  const id = /:(\d+):/.exec(await ask({ action: 'getNumber', service: 'tg', country: '34' }))?.[1] ?? '';
  const stranger = oldClient(`${running.url}/stubs/handler_api.php`, { token: OTHER_TOKEN });
  for (const parameters of [
    { action: 'getStatus' },
    { action: 'getStatusV2' },
    ...['-1', '1', '3', '6', '8', '10'].map((status) => ({ action: 'setStatus', status })),
  ]) {
    expect(await stranger({ ...parameters, id })).toBe(await stranger({ ...parameters, id: '2000000000' }));
  }
  expect(await stranger({ action: 'getActiveActivations' })).toBe('NO_ACTIVATIONS');
  const headers = { authorization: `Bearer ${OTHER_TOKEN}` };
  for (const path of [`/v1/orders/${id}`, `/v1/orders/${id}/messages`]) {
    expect((await fetch(running.url + path, { headers })).status).toBe(404);
  }
  for (const act of ['cancel', 'finish', 'another-sms']) {
    const reply = await fetch(`${running.url}/v1/orders/${id}/${act}`, { method: 'POST', headers });
    expect(reply.status).toBe(404);
  }
  const shop = oldClient(`${running.url}/api/handler.php`, { key: 'api', token: OTHER_TOKEN });
  expect(await shop({ action: 'cancel_order', order_id: id })).toBe('INVALID ORDER ID');
  expect(await ask({ action: 'getStatus', id })).toBe('STATUS_WAIT_CODE');
});

test.each([
  ['/stubs/handler_api.php', 'application/x-www-form-urlencoded'],
  ['/api/handler.php', 'multipart/form-data; boundary=x'],
  ['/v1/orders', 'application/json'],
])('a body that is too large is refused at %s', async (path, type) => {
  const reply = await fetch(running.url + path, {
    method: 'POST',
    headers: { 'content-type': type, authorization: `Bearer ${TOKEN}`, 'idempotency-key': 'x' },
    body: 'a'.repeat(70_000),
  });
  expect(reply.status).toBe(413);
  await isWell();
});

test('a body that never ends is refused', async () => {
  const socket = await openSocket();
  const answer = drained(socket);
  socket.write(
    'POST /stubs/handler_api.php HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n',
  );
  const chunk = `4000\r\n${'a'.repeat(0x4000)}\r\n`;
  const timer = setInterval(() => socket.destroyed || socket.write(chunk), 5);
  expect(await answer).toMatch(/^HTTP\/1\.1 413/);
  clearInterval(timer);
  await isWell();
});

test('headers that are too large, and too many, are refused', async () => {
  const large = `GET / HTTP/1.1\r\nHost: localhost\r\nX-Large: ${'a'.repeat(9_000)}\r\n\r\n`;
  expect(await speakRaw(large)).toMatch(/^HTTP\/1\.1 431/);
  const query = `GET /stubs/handler_api.php?${'a'.repeat(9_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
  expect(await speakRaw(query)).toMatch(/^HTTP\/1\.1 431/);
  await isWell();
});

test.each([
  ['two lengths', 'Content-Length: 1\r\nContent-Length: 2\r\n\r\na'],
  ['a length and chunks', 'Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nX'],
  ['an encoding that is none', 'Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n'],
  ['a blank before the colon', 'Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n'],
])('a request whose end can be read in two ways is refused: %s', async (_what, rest) => {
  const path = `/stubs/handler_api.php?api_key=${TOKEN}&action=getBalance`;
  expect(await speakRaw(`POST ${path} HTTP/1.1\r\nHost: localhost\r\n${rest}`)).toMatch(/^HTTP\/1\.1 400/);
});

test('a client that sends its headers byte by byte is cut off', { timeout: 30_000 }, async () => {
  const sockets = await Promise.all(Array.from({ length: 50 }, () => openSocket()));
  const answers = Promise.all(sockets.map((socket) => drained(socket)));
  for (const socket of sockets) socket.write('GET /stubs/handler_api.php HTTP/1.1\r\nHost: localhost\r\nX: ');
  const timer = setInterval(() => {
    for (const socket of sockets) if (!socket.destroyed) socket.write('a');
  }, 200);
  await isWell();
  for (const answer of await answers) expect(answer).toMatch(/^(HTTP\/1\.1 408.*)?/s);
  clearInterval(timer);
  await isWell();
});

test('a client that sends its body byte by byte is cut off', { timeout: 30_000 }, async () => {
  const socket = await openSocket();
  const answer = drained(socket);
  socket.write('POST /stubs/handler_api.php HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n');
  const timer = setInterval(() => socket.destroyed || socket.write('a'), 200);
  expect(await answer).toMatch(/^(HTTP\/1\.1 408)?/);
  clearInterval(timer);
  await isWell();
});

test('5,000 connections that say nothing keep nobody out', { timeout: 90_000 }, async () => {
  const server = await processes(market.addresses)();
  const idle: Socket[] = [];
  try {
    for (let n = 0; n < 5_000; n += 250) {
      idle.push(...(await Promise.all(Array.from({ length: 250 }, () => openSocket(server.url)))));
    }
    // Or nobody would notice that they were closed.
    for (const socket of idle) socket.resume();
    await isWell(server.url);
    await until(() => idle.every(({ destroyed }) => destroyed), 30_000);
    await isWell(server.url);
  } finally {
    for (const socket of idle) socket.destroy();
    await server.kill();
  }
});

test('above the most connections, further ones are refused and the first are served', async () => {
  await using small = await openGateway(market.addresses, { maxConnections: 20 });
  const idle = await Promise.all(Array.from({ length: 19 }, () => openSocket(small.url)));
  await isWell(small.url);
  const more = await Promise.all(Array.from({ length: 30 }, () => openSocket(small.url)));
  await until(() => more.filter(({ destroyed }) => destroyed).length >= 10);
  for (const socket of [...idle, ...more]) socket.destroy();
  await until(async () => {
    await isWell(small.url);
    return true;
  });
});

test.each([
  '/../package.json',
  '/..%2fpackage.json',
  '/%2e%2e/package.json',
  '/..%5c..%5cpackage.json',
  '/....//package.json',
  '/%00/etc/passwd',
  '//etc/passwd',
  '/.hidden',
  '/stubs/../../package.json',
  '/v1/orders/..%2f..%2fmetrics',
  '/%c0%ae%c0%ae/package.json',
])('the path %s leads nowhere', async (path) => {
  const answer = await speakRaw(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 (400|401|403|404)/);
  expect(answer).not.toMatch(/"name"|root:|secret/);
  await isWell();
});

test('pages are served, with a policy of their own', async () => {
  const reply = await fetch(`${running.url}/`);
  expect(await reply.text()).toContain('<title>test page</title>');
  expect(reply.headers.get('content-security-policy')).toMatch(/script-src 'self'/);
  expect(reply.headers.get('content-security-policy')).not.toMatch(/unsafe/);
});

test('nothing that is sent becomes a header of the answer', async () => {
  const evil = 'tg%0d%0aSet-Cookie:%20a=b%0d%0a%0d%0a<script>';
  for (const query of [
    `service=${evil}&action=getNumber&country=34`,
    `action=${evil}`,
    `action=getStatus&id=${evil}`,
  ]) {
    const path = `/stubs/handler_api.php?api_key=${TOKEN}&${query}`;
    const answer = await speakRaw(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).not.toMatch(/set-cookie/i);
    expect(body).not.toContain('<script>');
  }
  const split = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: a\r\n\tb\r\nBad Header: 1\r\n\r\n';
  expect(await speakRaw(split)).toMatch(/^HTTP\/1\.1 400/);
  await isWell();
});

test('a script in what a vendor or a stranger writes runs in no browser', async () => {
  const script = '<script>alert(1)</script>';
  const shop = oldClient(`${running.url}/stubs/handler_api.php`);
  const [, id = ''] = /:(\d+):/.exec(await shop({ action: 'getNumber', service: 'tg', country: '34' })) ?? [];
  const order = market.worldOf('toman').orders.at(-1);
  market.worldOf('toman').receiveSms(order?.id ?? '', { code: script, text: script });
  await until(async () => (await shop({ action: 'getStatus', id })).startsWith('STATUS_OK'));
  const url = `${running.url}/stubs/handler_api.php?api_key=${TOKEN}&action=getStatus&id=${id}`;
  const reply = await fetch(url);
  expect(reply.headers.get('content-security-policy')).toBe(
    "default-src 'none'; frame-ancestors 'none'; sandbox",
  );
  expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
  const answer = await shop({ action: 'getNumber', service: script, country: '34' });
  expect(answer).toBe('BAD_SERVICE');
  const rest = await fetch(`${running.url}/v1/offers?service=${encodeURIComponent(script)}`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  expect(rest.headers.get('content-type')).toMatch(/^application\/problem\+json/);
});

test('a HEAD, a PUT and an OPTIONS buy nothing', async () => {
  const charges = market.charges();
  const url = `${running.url}/stubs/handler_api.php?api_key=${TOKEN}&action=getNumber&service=tg&country=34`;
  for (const method of ['HEAD', 'PUT', 'OPTIONS', 'DELETE', 'PATCH']) {
    expect((await fetch(url, { method })).status).toBe(404);
  }
  expect(market.charges()).toBe(charges);
});

test('garbage is answered, and the next one is served', async () => {
  expect(await speakRaw('\x16\x03\x01\x02\x00\x01\x00\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/);
  for (const body of ['{"a":', '[[[[', '"x"', 'null', `${'{"a":'.repeat(5_000)}1`]) {
    const reply = await fetch(`${running.url}/stubs/handler_api.php?api_key=${TOKEN}&action=getBalance`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(await reply.text()).toMatch(/^ACCESS_BALANCE:/);
  }
  const proto = await fetch(`${running.url}/stubs/handler_api.php`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"__proto__":{"polluted":"1"},"api_key":"${TOKEN}","action":"getBalance"}`,
  });
  expect(await proto.text()).toMatch(/^ACCESS_BALANCE:/);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  await isWell();
});

test('the log has no token, no phone, no code, no address of a request', () => {
  const log = running.log.join('');
  expect(log.length).toBeGreaterThan(1_000);
  for (const secret of [TOKEN, OTHER_TOKEN, 'api_key', ...market.addresses.map(({ apiKey }) => apiKey)]) {
    expect(log).not.toContain(secret);
  }
  for (const { world } of market.vendors) {
    for (const { phone } of world.orders) expect(log).not.toContain(phone.slice(1));
  }
});
