import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { call, listen, open, serve } from './helpers.ts';

/** Longer than connections are kept where the vendor closes them without a word. */
const LONG_MS = 3_200;
/** Longer than the pause between two polls of an order. */
const POLL_MS = 5_500;

/** Keeps connections open, says for how long unless that is for ever, and never answers for order 0. */
async function vendorThatKeeps(keepAliveTimeout = 0) {
  const sockets: Socket[] = [];
  const server = createServer({ keepAliveTimeout }, (request, response) => {
    sockets.push(request.socket);
    if (!request.url?.includes('id=0')) response.end('open');
  });
  return { url: `http://127.0.0.1:${await listen(server)}/api`, sockets, server };
}

test('a connection that is shared by reads is kept from one poll to the next', async () => {
  const { url, sockets } = await vendorThatKeeps();
  const provider = open(url, { timeoutMs: 5_000 });
  await provider.fetchOrder('1', call());
  await pause(POLL_MS);
  await provider.fetchOrder('1', call());
  expect(sockets[1]).toBe(sockets[0]);
});

test('it is given up before the time that the vendor announces, which says nothing about the next one', async () => {
  const { url, sockets, server } = await vendorThatKeeps(3_000);
  const provider = open(url, { timeoutMs: 5_000 });
  await provider.fetchOrder('1', call());
  await pause(2_400);
  server.keepAliveTimeout = 0;
  await provider.fetchOrder('1', call());
  await pause(LONG_MS);
  await provider.fetchOrder('1', call());
  const [first, second, third] = sockets;
  expect(second).not.toBe(first);
  expect(third).toBe(second);
});

test('once a vendor has closed one without a word, they are kept briefly', async () => {
  const { url, sockets } = await vendorThatKeeps();
  const provider = open(url, { timeoutMs: 5_000 });
  await provider.fetchOrder('1', call());
  sockets[0]?.end();
  await pause(50);
  await provider.fetchOrder('1', call());
  await provider.fetchOrder('1', call());
  await pause(LONG_MS);
  await provider.fetchOrder('1', call());
  const [first, second, third, fourth] = sockets;
  expect(second).not.toBe(first);
  expect(third).toBe(second);
  expect(fourth).not.toBe(second);
});

test('one that the caller tore says nothing about the vendor', async () => {
  const { url, sockets } = await vendorThatKeeps();
  const provider = open(url, { timeoutMs: 5_000 });
  await provider.fetchOrder('1', call());
  const torn = new AbortController();
  const read = provider.fetchOrder('0', call(torn.signal));
  while (sockets.length < 2) await pause(1);
  torn.abort(new Error('bored'));
  await read.catch(() => undefined);
  await provider.fetchOrder('1', call());
  await pause(LONG_MS);
  await provider.fetchOrder('1', call());
  expect(sockets[3]).toBe(sockets[2]);
});

test('and is not idle while the vendor takes its time', async () => {
  const vendor = await serve((_request, response) => {
    setTimeout(() => response.end('open'), LONG_MS);
  });
  const provider = open(vendor.url, { timeoutMs: 20_000 });
  expect(await provider.fetchOrder('1', call())).toMatchObject({ id: '1' });
  expect(vendor.requests).toHaveLength(1);
});
