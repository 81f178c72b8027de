import type { JournalReader } from '@numroute/journal';
import { expect, test } from 'vitest';
import { history, parseHistory } from '../src/commands/history.ts';
import type { Io } from '../src/io.ts';
import { ran, terminal, widest } from './io.ts';
import { withPast } from './past.ts';
import { openStall } from './stall.ts';

const env = { KEY: 'a-key-of-some-length' };

const linesOf = (out: string): readonly string[] => out.trimEnd().split('\n');

test('orders --all shows the past, the newest first, with what it cost and where its money is', async () => {
  await withPast(async (cwd) => {
    const { code, out, err } = await ran(['orders', '--all'], { cwd, env });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(`SENT (UTC)        ORDER        FOR          COST       REFUND    STATE      CODE
2026-11-22 12:00  hub/5        telegram GB  0.3 USD    held      open       -
2026-11-21 12:00  arzancell/4  whatsapp EE  8,400 IRT            delivered  came
2026-11-21 12:00  hub/3        telegram EE  0.4 USD    promised  cancelled  -
2026-11-20 12:00  hub/2        telegram EE  0.2 USD    back      cancelled  -
2026-11-20 12:00  hub/1        telegram EE  0.11 USD             finished   came
`);
    const narrow = { ...terminal(60), cwd, env: { ...env, ...terminal(60).env } };
    const { out: seen } = await ran(['orders', '--all'], narrow);
    expect(seen).toMatch(/^2026-11-21 +arzancell\/4 +whatsap… +8,400 IRT +came$/m);
    expect(widest(seen)).toBeLessThanOrEqual(60);
    const told = await ran(['orders', '--codes', '--service', 'telegram', '--until', '2026-11-20'], {
      cwd,
      env,
    });
    expect(linesOf(told.out).map((line) => line.split(/ {2,}/).at(-1))).toEqual(['CODE', '-', '48213']);
  });
});

test('pages follow one another, as a person or a script asks for them', async () => {
  await withPast(async (cwd) => {
    const first = await ran(['orders', '--limit', '3'], { cwd, env });
    expect(linesOf(first.out)).toHaveLength(4);
    expect(first.err).toBe('There are older ones: the same with --before 3 shows them.\n');
    const second = await ran(['orders', '--limit', '3', '--before', '3'], { cwd, env });
    expect(
      linesOf(second.out)
        .slice(1)
        .map((line) => line.split(/ {2,}/)[1]),
    ).toEqual(['hub/2', 'hub/1']);
    expect(second.err).toBe('');

    const names: string[] = [];
    let before: readonly string[] = [];
    for (;;) {
      const page = JSON.parse((await ran(['orders', '--limit', '2', ...before, '--json'], { cwd, env })).out);
      names.push(...page.orders.map(({ name }: { name: string }) => name));
      expect(JSON.stringify(page)).not.toContain('48213');
      if (page.next === null) break;
      before = ['--before', String(page.next)];
    }
    expect(names).toEqual(['hub/5', 'arzancell/4', 'hub/3', 'hub/2', 'hub/1']);
  });
});

test.each([
  [['--state', 'refused'], ['#6 one']],
  [
    ['--state', 'cancelled, open'],
    ['hub/5', 'hub/3', 'hub/2'],
  ],
  [['--provider', 'arzancell'], ['arzancell/4']],
  [['--country', 'united kingdom'], ['hub/5']],
  [
    ['--since', '2026-11-21', '--until', '2026-11-21'],
    ['arzancell/4', 'hub/3'],
  ],
  [['--key', 'case-17'], ['hub/2']],
  [['--key', 'case-18'], []],
  [['--service', 'viber'], []],
])('orders %j', async (flags, expected) => {
  await withPast(async (cwd) => {
    const { code, out } = await ran(['orders', ...flags], { cwd, env });
    expect(code).toBe(0);
    if (expected.length === 0) expect(out).toBe('Nothing was bought, as far as was asked.\n');
    else
      expect(
        linesOf(out)
          .slice(1)
          .map((line) => line.split(/ {2,}/)[1]),
      ).toEqual(expected);
  });
});

test('numbers that were bought side by side are found under their one key', async () => {
  await using stall = openStall({ world: { cancelAfterMs: 10 * 60_000 } });
  await stall.code({ atOnce: '2', key: 'pair', spend: '1USD', within: '30m' });
  await stall.code({ key: 'other', within: '1m' });
  const entries = await stall.journal.list({});
  const own = entries.filter(({ want }) => want?.split('#')[0] === entries[0]?.want);
  expect(new Set(own.map(({ want }) => want)).size).toBe(2);
  expect(own.length).toBeLessThan(entries.length);
  let out = '';
  const io = { stdout: { write: (text: string) => (out += text) }, env: {} } as unknown as Io;
  const reader: JournalReader = { ...stall.journal, close: async () => undefined };
  await history(io, reader, parseHistory({ key: 'pair', json: true }));
  const numbers = JSON.parse(out).orders.map(({ number }: { number: number }) => number);
  expect(numbers).toEqual(own.map(({ number }) => number).toReversed());
});

test('what cannot be read is refused, and orders alone shows what is open', async () => {
  await withPast(async (cwd) => {
    for (const wrong of [
      ['--state', 'lots'],
      ['--limit', '0'],
      ['--before', 'x'],
      ['--since', 'soon'],
    ])
      expect(await ran(['orders', ...wrong], { cwd, env })).toMatchObject({ code: 2, out: '' });
    const { out } = await ran(['orders'], { cwd, env });
    expect(linesOf(out)).toHaveLength(2);
    expect((await ran(['orders', 'show', 'hub/1', '--codes'], { cwd, env })).out).toContain('48213');
    expect((await ran(['orders', 'show', 'hub/1'], { cwd, env })).out).not.toContain('48213');
  });
});
