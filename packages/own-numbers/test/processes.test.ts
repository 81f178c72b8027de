import { execFile } from 'node:child_process';
import { systemClock } from '@numroute/core';
import { expect, test } from 'vitest';
import { createOwnNumbers } from '../src/index.ts';
import { call, desk, firstOffer } from './support.ts';

const taker = new URL('./taker.ts', import.meta.url).pathname;

/** What it told before it was killed. */
const take = (file: string, attempt: string): Promise<string> =>
  new Promise((resolve) => {
    const args = ['--conditions=@numroute/source', taker, file, attempt];
    execFile(process.execPath, args, { timeout: 60_000 }, (_, told) => resolve(told));
  });

test('processes that are killed with a number in hand: none is lent twice, and each is found', {
  timeout: 90_000,
}, async () => {
  using site = desk({ clock: systemClock });
  const attempts = ['a-1', 'a-2', 'a-3', 'a-4'];
  const told = await Promise.all(attempts.map((attempt) => take(site.options.leases, attempt)));
  const got = told.filter((id) => id !== 'none');
  expect(got.map((id) => id.split('-')[0]).toSorted()).toEqual(['15550001111', '15550002222']);
  const provider = createOwnNumbers(site.options);
  expect(await firstOffer(provider)).toMatchObject({ stock: 0 });
  for (const [at, attempt] of attempts.entries()) {
    const found = await provider.findOrder?.(attempt, call).catch((error: unknown) => error);
    expect(found).toMatchObject(told[at] === 'none' ? { code: 'UNKNOWN_ORDER' } : { id: told[at] });
  }
  await provider.close?.();
});
