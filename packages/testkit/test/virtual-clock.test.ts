import { expect, it } from 'vitest';
import { virtualClock } from '../src/index.ts';

it('stands still, and fires what falls due in order', async () => {
  const clock = virtualClock(1_000_000);
  const log: string[] = [];
  const nap = async (name: string, ms: number): Promise<void> => {
    await clock.sleep(ms);
    log.push(`${name}@${clock.now() - 1_000_000}/${clock.monotonic()}`);
  };
  void nap('late', 30);
  void nap('early', 10).then(() => nap('again', 5));
  void nap('same', 10);
  expect(clock.pending).toBe(3);
  await clock.advance(9);
  expect(log).toEqual([]);
  await clock.advance(20);
  expect(log).toEqual(['early@10/10', 'same@10/10', 'again@15/15']);
  expect([clock.monotonic(), clock.pending]).toEqual([29, 1]);
  await clock.advance(1);
  expect(log.at(-1)).toBe('late@30/30');
});

it('rejects an aborted sleep with its reason, before and during', async () => {
  const clock = virtualClock();
  const stop = new AbortController();
  const sleeping = clock.sleep(10, stop.signal);
  stop.abort('enough');
  await expect(sleeping).rejects.toBe('enough');
  await expect(clock.sleep(10, stop.signal)).rejects.toBe('enough');
  expect(clock.pending).toBe(0);
});

it('runs until a promise settles', async () => {
  const clock = virtualClock();
  const job = async (): Promise<string> => {
    for (let i = 0; i < 100; i++) await clock.sleep(60_000);
    await clock.sleep(0);
    return 'done';
  };
  expect(await clock.runUntil(job())).toBe('done');
  expect(clock.monotonic()).toBe(6_000_000);
  await expect(clock.runUntil(clock.sleep(5).then(() => Promise.reject(new Error('no'))))).rejects.toThrow(
    'no',
  );
});

it('calls a promise stuck that no time can settle', async () => {
  await expect(virtualClock().runUntil(new Promise(() => {}))).rejects.toThrow('nobody sleeps');
});
