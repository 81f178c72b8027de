import { existsSync } from 'node:fs';
import { copyFile, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ran } from './io.ts';
import { startProgram } from './process.ts';
import { openCliShop } from './shop.ts';

const buy = ['buy', 'telegram', '--country', 'EE', '--max', '9000IRT', '--wait', '10m'];

test('while another process buys, its orders are shown, exported and copied', {
  timeout: 60_000,
}, async () => {
  const { world, cwd, env } = await openCliShop();
  const buying = startProgram(buy, { cwd, env });
  await buying.said('Waiting up to');
  const id = world.orders[0]?.id;
  const run = (...argv: string[]) => ran(argv, { cwd, env });

  expect(await run('orders')).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringContaining(`arzancell/${id}`),
  });
  const shown = await run('orders', 'show', `arzancell/${id}`, '--json');
  expect(JSON.parse(shown.out)).toMatchObject({ number: 1, status: 'open' });
  const exported = await run('orders', 'export');
  const kinds = exported.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).kind);
  // A slow machine has read the balance by now.
  expect(kinds.slice(0, 2)).toEqual(['intent', 'bought']);
  const copied = await run('orders', 'backup', 'copy.sqlite');
  expect(copied).toMatchObject({ code: 0, err: '', out: expect.stringContaining('To restore it') });
  const again = await run('orders', 'backup', 'copy.sqlite');
  expect(again).toMatchObject({ code: 2, err: expect.stringContaining('not there yet') });
  // Whoever would write is still kept out.
  const refused = await run('cancel', `arzancell/${id}`);
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining(`pid ${buying.child.pid}`) });

  buying.child.kill('SIGKILL');
  await buying.ended;
  await copyFile(path.join(cwd, 'numroute.sqlite'), path.join(cwd, 'torn.sqlite'));
  for (const name of await readdir(cwd)) {
    if (name.startsWith('numroute.sqlite')) await rm(path.join(cwd, name));
  }
  await copyFile(path.join(cwd, 'torn.sqlite'), path.join(cwd, 'numroute.sqlite'));
  const torn = await run('orders');
  expect(torn).toMatchObject({ code: 2, out: '' });
  expect(torn.err.replaceAll(/\s+/g, ' ')).toContain('numroute orders backup');
  expect((await run('recover')).code).toBe(2);
  await copyFile(path.join(cwd, 'copy.sqlite'), path.join(cwd, 'numroute.sqlite'));
  expect(await run('cancel', `arzancell/${id}`, '--refund-wait', '0s')).toMatchObject({ code: 0 });
  expect(world.ledger.map(({ kind }) => kind)).toEqual(['charge', 'refund']);
});

test('to read a journal that is not there creates none, and says where it was looked for', async () => {
  const { cwd, env } = await openCliShop();
  const journal = path.join(cwd, 'numroute.sqlite');
  for (const [argv, out] of [
    [['orders'], 'Nothing is open.\n'],
    [['orders', 'export'], ''],
  ] as const) {
    expect(await ran(argv, { cwd, env })).toMatchObject({
      code: 0,
      out,
      err: expect.stringContaining(journal),
    });
  }
  expect((await ran(['orders', 'show', '1'], { cwd, env })).code).toBe(2);
  expect((await ran(['orders', 'backup', 'copy.sqlite'], { cwd, env })).code).toBe(2);
  expect(existsSync(journal)).toBe(false);
});

test('a journal that is deleted during a purchase is said at its end, with what to do', {
  timeout: 60_000,
}, async () => {
  const { world, cwd, env } = await openCliShop();
  const buying = startProgram(buy, { cwd, env });
  await buying.said('Waiting up to');
  for (const name of await readdir(cwd)) {
    if (name.startsWith('numroute.sqlite')) await rm(path.join(cwd, name));
  }
  world.receiveSms(world.orders[0]?.id ?? '', 'Your code: 918273');
  const { code, all } = await buying.ended;
  expect(all).toContain('Code: 918273');
  expect(all.replaceAll(/\s+/g, ' ')).toContain('the file is gone from its path');
  expect(code).toBe(5);
});
