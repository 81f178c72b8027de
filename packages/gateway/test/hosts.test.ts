import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openGateway, type Running, TOKEN } from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';

let market: Market;
let running: Running;

beforeAll(async () => {
  market = await openMarket();
  running = await openGateway(market.addresses, {
    pages: new URL('pages', import.meta.url).pathname,
    hosts: ['sms.example.com'],
  });
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
});

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** A request with exactly these lines for headers. */
async function ask(path: string, lines: readonly string[], version: string = '1.1'): Promise<Answer> {
  const { hostname, port } = new URL(running.url);
  return await new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let said = '';
    socket.setEncoding('utf8');
    socket.on('data', (text) => {
      said += text;
    });
    socket.once('error', reject);
    socket.once('close', () => {
      const [head = '', body = ''] = said.split('\r\n\r\n');
      resolve({ status: Number(head.split(' ')[1]), body });
    });
    socket.write(`${[`GET ${path} HTTP/${version}`, ...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`);
  });
}

const purchase = `/stubs/handler_api.php?api_key=${TOKEN}&action=getNumber&service=tg&country=34`;
const PATHS = ['/', '/healthz', '/readyz', '/v1/openapi.json', '/v1/offers', '/nowhere', purchase];

describe('a request to a name that is not ours', () => {
  test.each([
    'evil.example',
    'evil.example:8080',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'xsms.example.com',
    'localhost:80:80',
    'user@localhost',
    'localhost/',
    '[localhost]',
    '[127.0.0.1]',
    '999.0.0.1',
    '::1',
    '',
  ])('is refused everywhere, and buys nothing: %o', async (host) => {
    for (const path of PATHS) {
      const { status, body } = await ask(path, [`Host: ${host}`]);
      expect(`${path} ${status}`).toBe(`${path} 421`);
      expect(JSON.parse(body)).toMatchObject({ field: 'host', moneyMayHaveMoved: false });
      expect(body).toContain('"hosts\\"');
    }
    expect(market.charges()).toBe(0);
  });

  test.each([
    ['another', ['Host: localhost', 'Host: evil.example']],
    ['the same', ['Host: localhost', 'host: localhost']],
  ])('a second Host is refused: %s', async (_what, lines) => {
    for (const path of PATHS) expect((await ask(path, lines)).status).toBe(400);
    expect(market.charges()).toBe(0);
  });

  test('a name that is only in the first line is no way round', async () => {
    const { status } = await ask('http://evil.example/healthz', ['Host: evil.example']);
    expect(status).toBe(421);
  });
});

test.each([
  'localhost',
  'LOCALHOST:1234',
  '127.0.0.1',
  '192.168.1.5:8080',
  '[::1]',
  '[2001:db8::1]:8080',
  'sms.example.com',
  'SMS.Example.com:443',
])('%s is ours', async (host) => {
  expect(await ask('/healthz', [`Host: ${host}`])).toMatchObject({ status: 200 });
});

test('HTTP/1.0 may say no host, HTTP/1.1 may not', async () => {
  expect(await ask('/healthz', [], '1.0')).toMatchObject({ status: 200 });
  expect(await ask('/healthz', [])).toMatchObject({ status: 400 });
});

test('the name that it listens at is ours', async () => {
  await using named = await openGateway(market.addresses, { host: 'localhost' });
  expect((await fetch(`http://localhost:${new URL(named.url).port}/healthz`)).status).toBe(200);
});
