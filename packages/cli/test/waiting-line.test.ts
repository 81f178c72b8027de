import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { type RunOptions, ran } from './io.ts';
import { openCliShop } from './shop.ts';

/** What was left standing, line by line, of what was written over. */
const standing = (text: string): readonly string[] =>
  text.split('\n').map((line) => stripVTControlCharacters(line.split('\r\u001b[2K').at(-1) ?? ''));

test.each([
  ['buy', ['buy', 'telegram', '--max', '9000IRT']],
  ['code', ['code', 'telegram', '--max', '9000IRT']],
])('%s says on a terminal how long it has waited, on one line that goes away', async (_, argv) => {
  const { world, cwd, env } = await openCliShop();
  const options: RunOptions = {
    cwd,
    env,
    tty: true,
    onErr: (all) => {
      const [order] = world.orders;
      const isWaiting = /Waiting for (the SMS|a code): \d+:\d\d, at most \d+:\d\d more/.test(all);
      if (isWaiting && order?.status === 'open' && order.messages.length === 0)
        world.receiveSms(order.id, 'Your code: 04567');
    },
  };
  const { code, out, err } = await ran(argv, options);
  expect(code).toBe(0);
  expect(out).toContain('04567');
  expect(err).toContain('\r\u001b[2KWaiting for');
  expect(standing(err).join('\n')).not.toContain(' more');
});

test('recover says at a terminal what becomes of each order, as it happens', async () => {
  const { cwd, env } = await openCliShop();
  const bought = await ran(['buy', 'telegram', '--max', '9000IRT', '--no-wait'], { cwd, env });
  expect(bought.code).toBe(0);
  const argv = ['recover', '--cancel-unattended'];
  const { code, err } = await ran(argv, { cwd, env, tty: true });
  expect(code).toBe(0);
  expect(err).toMatch(/^arzancell\/3762: cancel confirmed: cancelled$/m);
});

test('a pipe hears nothing of it', async () => {
  const { world, cwd, env } = await openCliShop();
  const { code, err } = await ran(['code', 'telegram', '--max', '9000IRT'], {
    cwd,
    env,
    onErr: (all) => all.includes('Put it in') && world.receiveSms('3762', 'Your code: 04567'),
  });
  expect(code).toBe(0);
  expect(err).not.toContain('at most 9:');
});
