import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createAsker, isLoopback } from '../src/index.ts';

const signal = new AbortController().signal;
const SECRET = 'sk-0123456789abcdef';
const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function host(
  answer: (url: string) => { status?: number; headers?: Record<string, string>; body: string },
) {
  const seen: string[] = [];
  const server: Server = createServer((request, response) => {
    seen.push(request.url ?? '');
    const { status = 200, headers = {}, body } = answer(request.url ?? '');
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
  const asker = createAsker({ baseUrl, secrets: [SECRET] });
  closers.push(() => {
    asker.close();
    server.close();
    server.closeAllConnections();
  });
  return { asker, seen };
}

test('a question carries the key it was given, and none otherwise; an echo of a secret is struck out', async () => {
  const { asker, seen } = await host((url) => ({ body: `you asked ${url}` }));
  const auth = { in: 'query', name: 'api_key' } as const;
  const reply = await asker.ask({ query: { action: 'x' } }, signal, { auth, value: SECRET });
  await asker.ask({ query: { action: 'x' } }, signal);
  expect(seen).toEqual([`/api?action=x&api_key=${SECRET}`, '/api?action=x']);
  expect(reply).toMatchObject({ status: 200, text: 'you asked /api?action=x&api_key=[secret]' });
  expect(asker.isLocal).toBe(true);
});

test.each([
  [
    { status: 302, headers: { location: 'https://other.example/?api_key=x' }, body: '' },
    'redirected to other.example',
  ],
  [{ body: 'x'.repeat(70_000) }, 'no whole reply'],
])('%j is no answer', async (answer, why) => {
  const { asker } = await host(() => answer);
  const asked = asker.ask({}, signal);
  await expect(asked).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining(why) });
});

test('after a stop nothing is asked', async () => {
  const { asker, seen } = await host(() => ({ body: '' }));
  await expect(asker.ask({}, AbortSignal.abort('stop'))).rejects.toBe('stop');
  expect(seen).toEqual([]);
});

test.each([
  'http://shop.example/api',
  'ftp://shop.example/',
  `https://x.example/?api_key=${SECRET}`,
  'nothing',
])('%s is refused, and not repeated', (baseUrl) => {
  const refused = () => createAsker({ baseUrl, secrets: [] });
  expect(refused).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  expect(refused).not.toThrow(SECRET);
});

test.each([
  ['http://localhost:8080/', true],
  ['http://127.1.2.3/', true],
  ['http://[::1]/', true],
  ['http://127.0.0.1.example/', false],
  ['http://localhost.example/', false],
  ['http://10.0.0.1/', false],
])('%s is on this machine: %s', (url, expected) => {
  expect(isLoopback(new URL(url))).toBe(expected);
});
