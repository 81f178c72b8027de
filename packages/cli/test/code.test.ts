import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Provider } from '@numroute/core';
import { describe, expect, test, vi } from 'vitest';
import { eventsOf, type RunOptions, ran } from './io.ts';
import { startProgram } from './process.ts';
import { openCliShop } from './shop.ts';
import { openStall } from './stall.ts';

const MINUTE = 60_000;
const fast = { requests: 100, perMs: 1_000, concurrent: 10 };
const node = (script: string): string => `"${process.execPath}" -e '${script}'`;

/** A vendor in a config, which sends an SMS to a number as soon as it is said. */
async function openSite({ sms = 'Telegram code 53917', from = 1 } = {}) {
  const shop = await openCliShop({}, fast);
  const { world, cwd, env } = shop;
  const code = (argv: readonly string[], options: RunOptions = {}) =>
    ran(['code', 'telegram', '--max', '9000IRT', ...argv], {
      cwd,
      env,
      onErr: (all) => {
        const ids = [...all.matchAll(/Number \d+ .*\(order arzancell\/(\d+)\)/g)].map(([, id = '']) => id);
        for (const id of ids.slice(from - 1))
          if (world.orders.some((order) => order.id === id && order.messages.length === 0))
            world.receiveSms(id, sms);
      },
      ...options,
    });
  return { ...shop, code };
}

describe('over the wire', () => {
  test('prints the code alone to stdout, and everything else to stderr', async () => {
    const { code, world } = await openSite();
    const { code: exit, out, err } = await code(['--country', 'EE']);
    expect(out).toBe('53917\n');
    const [{ id = '', phone = '' } = {}] = world.orders;
    expect(err).toContain(
      `Number 1 of at most 5: ${phone} for 8,400 IRT, EE Estonia (order arzancell/${id}).\n`,
    );
    expect(err).toContain('Put it in. Waiting up to 10 min in all; Ctrl-C gives the number up.');
    expect(err).toMatch(/It cost 8,400 IRT\. 1 number, \d+ s\.\n$/);
    expect(exit).toBe(0);
  });

  test('--exec puts numbers in: 1 means unfit, and the next number is bought', async () => {
    const { code, world } = await openSite({ from: 2 });
    const exec = node(
      'console.log(process.argv.slice(1).join(), process.env.NUMROUTE_ORDER); process.exit(process.argv[2] === "1" ? 1 : 0)',
    );
    const { code: exit, out, err } = await code(['--exec', `${exec} {phone} {nth} "{order} {else}"`]);
    const [first, second] = world.orders;
    expect(out).toBe('53917\n');
    expect(err).toContain(`${first?.phone},1,arzancell/${first?.id} {else} arzancell/${first?.id}\n`);
    expect(err).toContain(`${first?.phone} is given up: the service did not take it.`);
    expect(err).toContain(`Number 2 of at most 5: ${second?.phone} for`);
    expect(err).toMatch(/It cost 8,400 IRT; 8,400 IRT is promised back\. 2 numbers, \d+ s\.\n$/);
    expect(exit).toBe(0);
    expect(world.orders).toMatchObject([{ status: 'cancelled' }, { status: 'delivered' }]);
  });

  test('a command that is not done when the code comes is waited for', async () => {
    const { code, cwd, world } = await openSite();
    const done = path.join(cwd, 'done');
    const exec = node('setInterval(() => require("fs").existsSync("done") && process.exit(3), 20)');
    const { code: exit, out } = await code(['--exec', exec], {
      onErr: (all) => {
        if (all.includes('Number 1 of')) world.receiveSms(world.orders[0]?.id ?? '', 'code 53917');
        if (all.includes('Waiting for the command to end; Ctrl-C ends it.')) writeFileSync(done, '');
      },
    });
    expect(out).toBe('53917\n');
    expect(exit).toBe(0);
  });

  test('a command that fails otherwise ends the call, with that as the cause', async () => {
    const { code, world } = await openSite({ from: 9 });
    const { code: exit, out, err } = await code(['--exec', node('process.exit(7)')]);
    expect(out).toBe('');
    expect(err).toContain('No code for telegram; 1 number tried.');
    expect(err).toContain('It ended because: the command ended with exit code 7');
    expect(err.replaceAll(/\n */g, ' ')).toContain(
      'Spent 0 IRT, 8,400 IRT promised back: `numroute recover`',
    );
    expect(exit).toBe(4);
    expect(world.orders).toMatchObject([{ status: 'cancelled' }]);
  });

  test('--json prints each number, each SMS and the end, well or not', async () => {
    const { code } = await openSite({ from: 2 });
    const [exec, unfit] = [node('process.exit(process.argv[1] === "1" ? 1 : 0)'), node('process.exit(1)')];
    const good = await code(['--json', '--exec', `${exec} {nth}`]);
    const told = eventsOf(good);
    expect(told.map(({ event }) => event)).toEqual(['bought', 'given-up', 'bought', 'sms', 'end']);
    const [first, left, second, sms, end] = told;
    expect([first.nth, second.nth]).toEqual([1, 2]);
    expect(left).toMatchObject({ name: first.name, phone: first.phone, why: 'unfit' });
    expect(sms).toMatchObject({ name: second.name, phone: second.phone, code: '53917' });
    expect(end).toMatchObject({
      name: second.name,
      provider: 'arzancell',
      code: '53917',
      status: 'finished',
      tried: [{ order: { provider: 'arzancell' }, why: 'unfit', refund: 'promised' }],
      spent: { amount: '8400', currency: 'IRT' },
      promised: { amount: '8400', currency: 'IRT' },
      tookMs: expect.any(Number),
    });
    const bad = await code(['--json', '--numbers', '2', '--exec', unfit], { onErr: () => undefined });
    const { error } = eventsOf(bad).at(-1);
    expect(error).toMatchObject({ code: 'NO_CODE', exitCode: 4, details: { spent: { amount: '0' } } });
    expect(error.details.tried).toMatchObject([{ why: 'unfit' }, { why: 'unfit' }]);
  });

  test('under a key one code is got', async () => {
    const { code, world } = await openSite();
    expect((await code(['--key', 'case-17'])).out).toBe('53917\n');
    expect(await code(['--key', 'case-17'])).toMatchObject({ code: 0, out: '53917\n' });
    expect(world.orders).toHaveLength(1);
  });

  test('nothing is bought where nothing fits, or for a command that cannot be run', async () => {
    const { code, world, cwd, env } = await openSite();
    expect(await ran(['code', 'telegram', '--max', '1IRT'], { cwd, env })).toMatchObject({
      code: 3,
      out: '',
    });
    const { code: exit, err } = await code(['--exec', 'no-such-program {phone}']);
    expect(err).toContain('--exec: expected a program that can be run, got "no-such-program"');
    expect(exit).toBe(2);
    expect(world.orders).toEqual([]);
  });

  test.each([
    [[], '--max'],
    [['--max', '1USD', '--at-once', '3'], '--at-once'],
    [['--max', '1USD', '--within', 'soon'], '--within'],
    [['--max', '1USD', '--numbers', '0'], '--numbers'],
    [['--max', '1USD', '--spend', 'much'], '--spend'],
    [['--max', '1USD', '--exec', "'open"], '--exec'],
    [['--max', '1USD', '--exec', ' '], '--exec'],
  ])('%j is refused by its name', async (argv, name) => {
    const { code: exit, err } = await ran(['code', 'telegram', ...argv]);
    expect(err).toContain(`${name}: expected`);
    expect(exit).toBe(2);
  });
});

test('Ctrl-C gives the number up, says so, and ends the command with all that it started', {
  timeout: 60_000,
}, async () => {
  const { world, cwd, env } = await openCliShop({}, fast);
  const child = node('console.log("pid", process.pid, "waits"); setInterval(() => 0, 1000)');
  const exec = `sh -c '"$0" "$@" & wait' ${child}`;
  const searching = startProgram(['code', 'telegram', '--max', '9000IRT', '--exec', exec], { cwd, env });
  await searching.said('waits');
  searching.child.kill('SIGINT');
  const { code, all } = await searching.ended;
  expect(all).toContain('Stopped; cancelling.');
  expect(all).toContain('It ended because: you stopped it');
  expect(code).toBe(4);
  expect(world.ledger.map(({ kind }) => kind)).toEqual(['charge', 'refund']);
  const pid = Number(/pid (\d+)/.exec(all)?.[1]);
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), { timeout: 10_000 });
});

/** The second number that is sold gets an SMS. */
const smsToSecond =
  (shopOf: () => Pick<ReturnType<typeof openStall>, 'market' | 'sms'>) =>
  (inner: Provider): Provider => ({
    ...inner,
    purchase: async (offer, call) => {
      const receipt = await inner.purchase(offer, call);
      if (shopOf().market.orders.length === 2) shopOf().sms(5_000, 'code 482917');
      return receipt;
    },
  });

describe('in a time that stands still', () => {
  test('a number that stays silent is given up, with the reason, and the next one brings the code', async () => {
    await using shop = openStall({ wrap: smsToSecond(() => shop) });
    const { code, out, err } = await shop.code();
    expect(out).toBe('482917\n');
    expect(err).toMatch(/\+372\d+ is given up: no code in \d+ (s|min)\.\nNumber 2 of at most 5: /);
    expect(err).toMatch(
      /SMS: code 482917\nIt cost 0\.1 USD; 0\.1 USD is promised back\. 2 numbers, \d+ (s|min)\.\n$/,
    );
    expect(code).toBe(0);
  });

  test('no code at all: every number with its reason; money that is promised back is 4, money that is kept 5', async () => {
    await using shop = openStall();
    const { code, out, err } = await shop.code({ numbers: '2' });
    expect(out).toBe('');
    expect(err.match(/: no code in \d+ s; refund promised/g)).toHaveLength(2);
    expect(err.replaceAll(/\n */g, ' ')).toContain('Spent 0 USD, 0.2 USD promised back');
    expect(code).toBe(4);

    await using keeper = openStall({
      world: { refundsOnCancel: false },
      paper: { traits: { refundsOnCancel: false } },
    });
    const kept = await keeper.code({ numbers: '1', spend: '0.3USD' });
    expect(kept.err).toContain('Spent 0.1 USD.');
    expect(kept.code).toBe(5);
  });

  test('a vendor that does not cancel yet is waited for before the program ends', async () => {
    await using shop = openStall({ world: { cancelAfterMs: 5 * MINUTE } });
    const { code, err } = await shop.code({ within: '1m' });
    expect(err).toMatch(
      /The vendor cancels it from 2026-01-01T00:05:00\.\d+Z on \(in 4 min\)\. Waiting up to 5 min/,
    );
    expect(err).toContain('refund promised');
    expect(code).toBe(4);
    expect(shop.market.orders).toMatchObject([{ status: 'cancelled' }]);
  });

  test('a code that comes while its number is being cancelled is the code', async () => {
    await using shop = openStall({ world: { cancelAfterMs: 5 * MINUTE } });
    shop.sms(3 * MINUTE, 'code 482917');
    void shop.clock.sleep(1_000).then(() => shop.sms(3 * MINUTE, 'code 482917'));
    const { code, out } = await shop.code({ within: '1m' });
    expect(out).toBe('482917\n');
    expect(code).toBe(0);
    expect(await shop.states()).toEqual(['finished spent']);
  });

  test('an order that its vendor keeps open is named, and exits with 5', async () => {
    await using shop = openStall({ world: { cancelAfterMs: 60 * MINUTE } });
    const { code, err } = await shop.code({ within: '1m' });
    const id = shop.market.orders[0]?.id;
    expect(err).toContain(`NOT cancelled: order shop/${id} is open.`);
    expect(err).toContain('its money is not back');
    expect(code).toBe(5);
  });

  test('of two numbers at once the one that brings no code is cancelled before the program ends', async () => {
    await using shop = openStall({
      world: { cancelAfterMs: 5 * MINUTE },
      wrap: smsToSecond(() => shop),
    });
    const { code, out, err } = await shop.code({ atOnce: '2', spend: '0.3USD' });
    expect(out).toBe('482917\n');
    expect(err).toMatch(/is given up: no code in 1 min\. The vendor cancels it from 2026-01-01T00:05:00/);
    expect(err).toMatch(/\+372\d+: The vendor cancels it from .* Waiting up to \d+ s for that\./);
    expect(err).toContain('It cost 0.1 USD; 0.1 USD is promised back. 2 numbers, 5 min.');
    expect(code).toBe(0);
    expect(await shop.states()).toEqual(['cancelled due', 'finished spent']);
  });

  test('an SMS that shows nothing is no code: the order is named, and the exit code is 5', async () => {
    await using shop = openStall();
    shop.clock.sleep(1_000).then(
      () => shop.sms(1_000, 'null'),
      () => undefined,
    );
    const { code, out, err } = await shop.code();
    expect(out).toBe('');
    expect(err).toMatch(/No code to show: order \d+ at shop is delivered/);
    expect(code).toBe(5);
  });

  test('a purchase that may have been charged is told as such, and nothing more is bought', async () => {
    await using shop = openStall({
      paper: {
        capabilities: ['cancelOrder'],
        fault: (operation) => (operation === 'purchase' ? 'lost-reply' : undefined),
      },
    });
    const { code, out, err } = await shop.code();
    expect(out).toBe('');
    expect(err).not.toContain('sold no number');
    expect(err).toContain('Money may have moved');
    expect(code).toBe(5);
    expect(shop.market.orders).toHaveLength(1);
  });

  test('Ctrl-C leaves a number that is of no use, and the same key then tries the next one', async () => {
    await using shop = openStall({ wrap: smsToSecond(() => shop) });
    const stop = new AbortController();
    shop.clock.sleep(20_000).then(
      () => stop.abort(),
      () => undefined,
    );
    const first = await shop.code({ key: 'case-17' }, stop.signal);
    expect(first.err).toMatch(
      /\nStopped; cancelling\.\nOrder shop\/\d+ is cancelled without a code\.\nNo code /,
    );
    expect(first.err).toContain('It ended because: you stopped it');
    expect(first.code).toBe(4);
    const second = await shop.code({ key: 'case-17' });
    expect(second.err).toMatch(/^Number 2 of at most 5: /);
    expect(second.err).toContain('It cost 0.1 USD; 0.1 USD is promised back. 2 numbers,');
    expect(second).toMatchObject({ code: 0, out: '482917\n' });
  });
});
