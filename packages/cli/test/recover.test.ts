import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { arzancellDialect } from '@numroute/arzancell';
import { profiles, smsActivateDialect } from '@numroute/sms-activate';
import { createWorld, type Sandbox, startSandbox, type World } from '@numroute/testkit';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { eventsOf, ran } from './io.ts';

/** A busy machine is no fault. */
const PATIENCE = { timeout: 18_000, interval: 20 };

/** A folder with a config for one simulated vendor. */
interface Desk {
  readonly world: World;
  readonly sandbox: Sandbox;
  run(...argv: string[]): ReturnType<typeof ran>;
  configure(more: object): Promise<void>;
}

let cwd: string;
const opened: Sandbox[] = [];

beforeEach(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'numroute-recover-'));
});
afterEach(async () => {
  for (const sandbox of opened.splice(0)) await sandbox.close();
  await rm(cwd, { recursive: true, force: true });
});

async function open(kind: 'arzancell' | 'herosms'): Promise<Desk> {
  const world = createWorld({
    currency: kind === 'arzancell' ? 'IRT' : 'USD',
    offers: [
      {
        service: 'telegram',
        country: 'EE',
        ...(kind === 'arzancell' ? { pool: '3', price: '8400' } : { price: '0.2' }),
        stock: 9,
      },
    ],
  });
  const dialect = kind === 'arzancell' ? arzancellDialect() : smsActivateDialect(profiles.herosms);
  const sandbox = await startSandbox({ world, dialect });
  opened.push(sandbox);
  const settings = { apiKey: { env: 'KEY' }, baseUrl: sandbox.url, allowInsecureHttp: true };
  const provider =
    kind === 'arzancell'
      ? { plugin: '@numroute/arzancell', settings }
      : { plugin: '@numroute/sms-activate', settings: { ...settings, profile: 'herosms' } };
  const configure = (more: object): Promise<void> =>
    writeFile(path.join(cwd, 'numroute.config.json'), JSON.stringify({ providers: [provider], ...more }));
  await configure({});
  return { world, sandbox, configure, run: (...argv) => ran(argv, { cwd, env: { KEY: world.secret } }) };
}

const isPurchase = ({ query }: { query: URLSearchParams }): boolean =>
  /get_?number/i.test(query.get('action') ?? '');

describe('a purchase whose reply was lost', () => {
  test('is shown as in doubt, kept from being bought again, told in full, and settled by hand', async () => {
    const { world, sandbox, run } = await open('arzancell');
    sandbox.fault({ when: 'after', kind: 'reset', match: isPurchase, times: 1 });
    const bought = await run('buy', 'telegram', '--country', 'EE', '--max', '9000IRT');
    expect(bought.code).toBe(5);
    const shown = await run('orders');
    expect(shown.out).toMatch(/#1 unknown: a purchase of telegram in EE at arzancell for/);
    expect(shown.out).toContain('numroute settle 1');
    expect((await run('buy', 'telegram', '--max', '9000IRT')).code).toBe(3);

    const told = await run('orders', 'show', '1');
    expect(told.out).toMatch(/buyer {6} about to buy telegram in EE for 8,400 IRT, cap 9,000 IRT/);
    expect(told.out).toContain('no proof either way');
    expect(told.out).not.toContain(world.secret);

    for (const [argv, message] of [
      [['1'], /^settle: expected one of --absent/],
      [['1', '--absent', '--lost'], /^settle: expected one of/],
      [['1', '--absent'], /^--evidence: expected/],
      [['1', '--found', '3762', '--phone', '0815'], /^--phone: expected/],
      [['x', '--absent', '--evidence', 'y'], /^<number>: expected a whole number/],
      [['9', '--absent', '--evidence', 'y'], /^<order>: expected an order of the journal/],
    ] as const) {
      const refused = await run('settle', ...argv);
      expect(refused).toMatchObject({ code: 2, err: expect.stringMatching(message) });
    }
    const [order] = world.orders;
    const settled = await run('settle', '#1', '--found', order?.id ?? '');
    expect(settled).toMatchObject({ code: 0, err: '' });
    expect(settled.out).toContain(`arzancell/${order?.id}  no number yet`);
    const cancelled = await run('cancel', `arzancell/${order?.id}`, '--refund-wait', '0s');
    expect(cancelled.code).toBe(0);
    expect(world.ledger.map(({ kind }) => kind)).toEqual(['charge', 'refund']);
    expect((await run('orders')).out).toBe('Nothing is open.\n');
  });

  test('is found again by recover where the vendor lists its orders', async () => {
    const { world, sandbox, run } = await open('herosms');
    sandbox.fault({ when: 'after', kind: 'reset', match: isPurchase, times: 1 });
    sandbox.fault({
      when: 'before',
      kind: 'http-500',
      match: ({ query }) => query.get('action') === 'getActiveActivations',
      times: 3,
    });
    expect((await run('buy', 'telegram', '--country', 'EE', '--max', '1USD')).code).toBe(5);
    sandbox.clearFaults();
    const recovered = await run('recover');
    expect(recovered).toMatchObject({ code: 0, err: '' });
    expect(recovered.out).toContain('found again after its reply was lost');
    expect(recovered.out).toContain('1 attempt taken up: 1 open.');
    expect(world.ledger).toHaveLength(1);
    const again = await run('recover', '--cancel-unattended', '--json');
    const told = eventsOf(again);
    expect(told.slice(0, -1).map(({ event, status, what }) => [event, status, what])).toContainEqual([
      'changed',
      'cancelled',
      'cancel-confirmed',
    ]);
    const name = `herosms/${world.orders[0]?.id}`;
    expect(told.at(-1)).toMatchObject({
      event: 'end',
      orders: [{ name, number: 1, status: 'cancelled' }],
      foreign: [],
      silent: [],
    });
  });
});

test('a name for a purchase buys once, and what is over can be forgotten', async () => {
  const { world, run } = await open('arzancell');
  const times = ['--wait', '1s', '--refund-wait', '0s'];
  const argv = ['buy', 'telegram', '--country', 'EE', '--max', '9000IRT', ...times, '--key', 'case-17'];
  const first = await run(...argv);
  expect(first.code).toBe(4);
  const second = await run(...argv);
  expect(second.code).toBe(4);
  expect(world.ledger.filter(({ kind }) => kind === 'charge')).toHaveLength(1);
  const other = await run('buy', 'whatsapp', '--max', '9000IRT', '--key', 'case-17');
  expect(other).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^key: expected a key that was not used/),
  });

  const lines = (await run('orders', 'export')).out.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).kind)).toContain('cancel-confirmed');
  expect(lines.join()).toContain(world.orders[0]?.phone);
  expect((await run('orders', 'forget', '--older-than', '24h')).out).toMatch(/^Forgot .* of 0 orders/);
  await vi.waitUntil(
    async () => /^Forgot .* of 1 order/.test((await run('orders', 'forget', '--older-than', '1s')).out),
    PATIENCE,
  );
  expect((await run('orders', 'export')).out).not.toContain(world.orders[0]?.phone);
});

test('a code is in the audit trail only if it is asked for', async () => {
  const { world, run } = await open('arzancell');
  const buying = run('buy', 'telegram', '--country', 'EE', '--max', '9000IRT', '--wait', '30s');
  await vi.waitUntil(() => world.orders.length > 0, PATIENCE);
  world.receiveSms(world.orders[0]?.id ?? '', 'Your code: 918273');
  expect(await buying).toMatchObject({ code: 0, out: expect.stringContaining('918273') });
  const name = `arzancell/${world.orders[0]?.id}`;
  expect((await run('orders', 'show', name)).out).not.toContain('918273');
  expect((await run('orders', 'show', name, '--json')).out).not.toContain('918273');
  expect((await run('orders', 'show', name, '--codes')).out).toContain('918273');
});

test('a budget of the config is kept across processes, and said', async () => {
  const { world, run, configure } = await open('arzancell');
  await configure({ budgets: [{ limit: '9000IRT', per: '24h' }] });
  const argv = ['buy', 'telegram', '--country', 'EE', '--max', '9000IRT', '--wait', '20s'];
  const buying = run(...argv);
  await vi.waitUntil(() => world.orders.length > 0, PATIENCE);
  world.receiveSms(world.orders[0]?.id ?? '', 'Your code: 4711');
  expect((await buying).code).toBe(0);
  const refused = await run(...argv);
  expect(refused).toMatchObject({ code: 3, err: expect.stringContaining('nothing was sent') });
  expect(world.ledger).toHaveLength(1);
  for (const [budgets, field] of [
    [[{ limit: '5', per: '24h' }], 'budgets[0].limit'],
    [[{ limit: '5USD', per: 'day' }], 'budgets[0].per'],
    [[{ limit: '5USD', per: '1h', buyers: 1 }], 'budgets[0].buyers'],
    [{}, 'budgets'],
  ] as const) {
    await configure({ budgets });
    expect(await run('orders')).toMatchObject({ code: 2, err: expect.stringContaining(field) });
  }
});
