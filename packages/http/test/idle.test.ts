import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { call, open, serve } from './helpers.ts';

/** Longer than an idle connection is kept, shorter than servers keep theirs. */
const LONG_MS = 3_200;

test('a connection that is shared by reads is given up before the vendor gives it up', async () => {
  const vendor = await serve((_request, response) => response.end('open'));
  const provider = open(vendor.url, { timeoutMs: 5_000 });
  await provider.fetchOrder('1', call());
  await provider.fetchOrder('1', call());
  await pause(LONG_MS);
  await provider.fetchOrder('1', call());
  const [first, second, third] = vendor.sockets;
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

test('and is not idle while the vendor takes its time', async () => {
  const vendor = await serve((_request, response) => {
    setTimeout(() => response.end('open'), LONG_MS);
  });
  const provider = open(vendor.url, { timeoutMs: 20_000 });
  expect(await provider.fetchOrder('1', call())).toMatchObject({ id: '1' });
  expect(vendor.requests).toHaveLength(1);
});
