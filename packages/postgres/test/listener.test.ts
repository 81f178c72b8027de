import { EventEmitter } from 'node:events';
import { afterEach, expect, test, vi } from 'vitest';
import type { PostgresClient, PostgresPool } from '../src/store/database.ts';
import { Listener } from '../src/store/listener.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('however often its connection breaks, one looks as often as before', async () => {
  vi.useFakeTimers();
  const clients: EventEmitter[] = [];
  const pool: PostgresPool = {
    end: async () => undefined,
    connect: async () => {
      const client: PostgresClient & EventEmitter = Object.assign(new EventEmitter(), {
        query: async () => ({ rows: [] }),
        release: () => undefined,
      });
      clients.push(client);
      return client;
    },
  };
  const listener = new Listener(pool, 'channel');
  let looks = 0;
  listener.listen((word) => {
    if (word === undefined) looks += 1;
  });
  await vi.advanceTimersByTimeAsync(10);
  for (let times = 0; times < 6; times += 1) {
    for (const client of [...clients]) {
      client.emit('error', new Error('it broke'));
      client.emit('end');
    }
    await vi.advanceTimersByTimeAsync(10);
  }
  // No notification comes, so from here on it is looked each second.
  await vi.advanceTimersByTimeAsync(5_000);
  looks = 0;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(looks).toBe(10);
  listener.end();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(looks).toBe(10);
});
