import { EventEmitter } from 'node:events';
import { stripVTControlCharacters } from 'node:util';
import { run } from 'numroute';
import { expect, test } from 'vitest';
import { type Io, painter } from '../src/io.ts';
import { printColumns } from '../src/printing/columns.ts';
import { printLines } from '../src/printing/lines.ts';
import { ran, terminal, widest } from './io.ts';
import { openCliShop } from './shop.ts';

const signal = new AbortController().signal;

function screen(isTTY: boolean, columns?: number, env: Io['env'] = {}) {
  let out = '';
  const stdout = { isTTY, columns, write: (text: string) => (out += text) };
  return { io: { stdout, stderr: stdout, env, cwd: '.', signal }, out: () => out };
}

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, { TERM: 'dumb' }, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [false, { FORCE_COLOR: '1' }, true],
  [true, { FORCE_COLOR: '0' }, false],
  [false, { CLICOLOR_FORCE: '1' }, true],
  [false, { CLICOLOR_FORCE: '0' }, false],
  [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
  [true, { TERM: 'dumb', FORCE_COLOR: '1' }, true],
])('a terminal: %j, with %j: colours %j', (isTTY, env, expected) => {
  const { io } = screen(isTTY, 80, env);
  const text = painter(io)('bold', 'x');
  expect(text !== 'x').toBe(expected);
  expect(painter({ ...io, color: 'never' })('bold', 'x')).toBe('x');
  expect(painter({ ...io, color: 'always' })('bold', 'x')).not.toBe('x');
});

test('--color and --no-color, before the command or after it', async () => {
  const isColourful = async (tty: boolean, ...argv: string[]): Promise<boolean> => {
    const { out, code } = await ran(['countries', 'EE', ...argv], { tty });
    expect(code).toBe(0);
    return stripVTControlCharacters(out) !== out;
  };
  expect(await isColourful(false)).toBe(false);
  expect(await isColourful(false, '--color', 'always')).toBe(true);
  expect(await isColourful(true, '--color', 'auto')).toBe(true);
  expect(await isColourful(true, '--color', 'never')).toBe(false);
  expect(await isColourful(true, '--no-color')).toBe(false);
  const { code, err } = await ran(['--color', 'sometimes', 'countries']);
  expect(err).toContain('auto, always, never');
  expect(code).toBe(2);
});

const line =
  'hub/3766-a-long-name  +3725550001  telegram EE  0.1234 USD  open, no code yet; see `numroute cancel hub/3766`';

test('a line is broken at blanks, and neither an amount nor a command in two', () => {
  for (let columns = 40; columns < 120; columns += 1) {
    const { io, out } = screen(true, columns);
    printLines(io, [`  ${line}`]);
    const [first = '', ...others] = out().trimEnd().split('\n');
    expect(widest(out())).toBeLessThanOrEqual(columns);
    expect(first).toMatch(/^ {2}hub/);
    for (const other of others) expect(other).toMatch(/^ {4}\S/);
    expect(out()).toContain('0.1234 USD');
    expect(out()).toContain('`numroute cancel hub/3766`');
    expect(out().replace(/\s+/g, ' ').trim()).toBe(line.replace(/\s+/g, ' '));
  }
});

test('COLUMNS is the word of whoever sits there; a pipe has no width', () => {
  const narrow = screen(true, 200, { COLUMNS: '50' });
  printLines(narrow.io, [line]);
  expect(widest(narrow.out())).toBeLessThanOrEqual(50);
  const piped = screen(false, undefined, { COLUMNS: '50' });
  printLines(piped.io, [line]);
  expect(piped.out()).toBe(`${line}\n`);
  const silent = screen(true, undefined);
  printLines(silent.io, [line]);
  expect(widest(silent.out())).toBeLessThanOrEqual(80);
});

test('columns give way in their order, and no more of them than it takes', () => {
  const rows = [['a-very-long-name', '0.5 USD', 'a remark']];
  const lines = (columns?: number): string[] => {
    const { io, out } = screen(columns !== undefined, columns, { NO_COLOR: '1' });
    printColumns(io, ['NAME', 'PRICE', 'REMARK'], rows, [{ title: 'REMARK' }, { title: 'NAME', least: 6 }]);
    return out().trimEnd().split('\n');
  };
  expect(lines()).toEqual(lines(200));
  expect(lines(35)).toEqual(['NAME              PRICE    REMARK', 'a-very-long-name  0.5 USD  a remark']);
  expect(lines(34)).toEqual(['NAME              PRICE', 'a-very-long-name  0.5 USD']);
  expect(lines(20)).toEqual(['NAME         PRICE', 'a-very-lon…  0.5 USD']);
  expect(lines(5)).toEqual(['NAME    PRICE', 'a-ver…  0.5 USD']);
});

test.each([
  ['services', 'microsoft '],
  ['countries', 'AE '],
])('%s: whole in a pipe, as wide as the terminal elsewhere', async (command, start) => {
  const { out: piped } = await ran([command]);
  expect(piped).not.toContain('…');
  expect(piped).toMatch(/^\w+ +NAME .*SMS-ACTIVATE.*VAK-SMS/m);
  for (const columns of [60, 80, 120]) {
    const { out } = await ran([command], terminal(columns));
    expect(widest(out)).toBeLessThanOrEqual(columns);
    expect(out.split('\n').find((row) => row.startsWith(start))).toBeDefined();
  }
});

test.each([60, 80, 120])('help fits a terminal of %i columns', async (columns) => {
  for (const argv of [['--help'], ['buy', '--help'], ['orders', '--help']]) {
    const { out } = await ran(argv, terminal(columns));
    expect(widest(out)).toBeLessThanOrEqual(columns);
  }
});

test('compare --watch is drawn anew when the window is resized; no vendor is asked again', async () => {
  const { world, cwd, env } = await openCliShop();
  const stop = new AbortController();
  const drawn = Promise.withResolvers<void>();
  const window = Object.assign(new EventEmitter(), {
    isTTY: true,
    columns: 120,
    out: '',
    write: (text: string): void => {
      window.out += text;
      if (window.out.includes('cheapest now')) drawn.resolve();
    },
  });
  const listening = Promise.withResolvers<void>();
  window.on('newListener', (event) => event === 'resize' && listening.resolve());
  const watching = run(['compare', 'telegram', '--watch', '--in', 'IRT'], {
    stdout: window,
    stderr: { write: () => undefined },
    env,
    cwd,
    signal: stop.signal,
  });
  await drawn.promise;
  await listening.promise;
  expect(window.out).toContain('EE Estonia');
  window.out = '';
  window.columns = 40;
  window.emit('resize');
  const again = stripVTControlCharacters(window.out);
  expect(again).toMatch(/^\* 1 {2}8,400 IRT +9 {2}EE Est|^\* 1 {2}8,400 IRT/m);
  expect(widest(again.replace(/^.*until Ctrl-C$/m, ''))).toBeLessThanOrEqual(40);
  stop.abort();
  expect(await watching).toBe(130);
  expect(window.listenerCount('resize')).toBe(0);
  expect(world.orders).toHaveLength(0);
});
