import { existsSync } from 'node:fs';
import path from 'node:path';
import type { WireRequest } from '@numroute/core';
import { expect, test, vi } from 'vitest';
import { eventsOf, ran } from './io.ts';
import { startProgram } from './process.ts';
import { openCliShop, openHero } from './shop.ts';

const buy = ['buy', 'telegram', '--country', 'EE', '--max', '9000IRT', '--no-wait'];

test('one process buys and ends, a second waits for the code, a third finishes', {
  timeout: 60_000,
}, async () => {
  const { world, cwd, env } = await openCliShop();
  const bought = startProgram(buy, { cwd, env });
  const { code, all } = await bought.ended;
  expect(code).toBe(0);
  const [order] = world.orders;
  const name = `arzancell/${order?.id}`;
  expect(all.split('\n')).toContain(`${order?.phone} ${name}`);
  expect(all).toContain(
    `\`numroute wait ${name}\` waits for its code, \`numroute cancel ${name}\` gives it up.`,
  );
  expect(world.ledger.map(({ kind }) => kind)).toEqual(['charge']);

  const waiting = startProgram(['wait', name, '--json'], { cwd, env });
  await waiting.said('"event":"waiting"');
  world.receiveSms(order?.id ?? '', 'Your code: 53917');
  const waited = await waiting.ended;
  expect(waited.code).toBe(0);
  const lines = waited.all.split('\n').filter((line) => line.startsWith('{'));
  expect(eventsOf({ out: lines.join('\n') })).toMatchObject([
    { event: 'waiting', name, phone: order?.phone, status: 'open' },
    { event: 'sms', name, phone: order?.phone, code: '53917' },
    { event: 'end', name, status: 'delivered', code: '53917' },
  ]);
  expect(waited.all).toContain(`numroute finish ${name}`);

  const again = await ran(['wait', '1'], { cwd, env });
  expect(again).toMatchObject({ code: 0, out: '53917\n' });
  const finished = await ran(['finish', name, '--json'], { cwd, env });
  expect(JSON.parse(finished.out)).toMatchObject({ name, status: 'finished' });
  expect((await ran(['orders'], { cwd, env })).out).toBe('Nothing is open.\n');
  expect(await ran(['finish', name], { cwd, env })).toMatchObject({
    code: 0,
    out: expect.stringContaining('finished'),
  });
  expect(await ran(['wait', name], { cwd, env })).toMatchObject({ code: 0, out: '53917\n' });
});

test('an order that nobody waits for is found by orders, recover and cancel, and by its key', {
  timeout: 60_000,
}, async () => {
  const { world, cwd, env } = await openCliShop();
  const run = (...argv: string[]) => ran(argv, { cwd, env });
  const first = JSON.parse((await run(...buy, '--key', 'case-17', '--json')).out);
  expect(first).toMatchObject({ phone: world.orders[0]?.phone, status: 'open', again: false, number: 1 });
  const second = JSON.parse((await run(...buy, '--key', 'case-17', '--json')).out);
  expect(second).toEqual({ ...first, again: true });
  expect(world.orders).toHaveLength(1);
  const { again: _, ...order } = first;
  expect(JSON.parse((await run('orders', '--json')).out)).toEqual({ orders: [order] });
  expect(eventsOf(await run('recover', '--json')).at(-1)).toMatchObject({ orders: [{ name: order.name }] });
  expect(JSON.parse((await run('orders', 'show', '--key', 'case-17', '--json')).out)).toMatchObject({
    name: order.name,
    history: expect.arrayContaining([expect.objectContaining({ what: 'bought', by: 'buyer' })]),
  });
  const soon = await run('wait', '--key', 'case-17', '--for', '0s');
  expect(soon).toMatchObject({ code: 5, out: '' });
  expect(soon.err).toContain(`No code yet: order ${order.name} stays open, and 8,400 IRT is out.`);
  expect(await run('finish', '--key', 'case-17')).toMatchObject({
    code: 2,
    err: expect.stringContaining('has no code yet; cancel it instead'),
  });
  const gone = await run('cancel', '--key', 'case-17', '--refund-wait', '0s', '--json');
  expect(JSON.parse(gone.out)).toMatchObject({ name: order.name, status: 'cancelled', refund: 'promised' });
  expect(await run('wait', order.name)).toMatchObject({
    code: 4,
    err: expect.stringContaining('Cancelled.'),
  });
  expect(await run(...buy, '--key', 'case-17')).toMatchObject({ code: 4 });
  expect(world.ledger.map(({ kind }) => kind)).toEqual(['charge', 'refund']);
});

test('a crash between the purchase and its print loses nothing: the key gives the number', {
  timeout: 60_000,
}, async () => {
  const { world, options, run } = await openHero();
  const bought = 'buy telegram --max 1USD --no-wait --key case-17';
  const buying = startProgram(bought.split(' '), options);
  await vi.waitUntil(() => world.orders.length > 0, { timeout: 30_000, interval: 1 });
  buying.child.kill('SIGKILL');
  await buying.ended;
  const [order] = world.orders;
  expect(await run(bought)).toMatchObject({ code: 0, out: `${order?.phone} herosms/${order?.id}\n` });
  expect(world.orders).toHaveLength(1);
});

test.each([
  ['leaves the order open, and says so', [], 5, 'open', 'Stopped waiting: order'],
  ['gives it up with --cancel', ['--cancel'], 4, 'cancelled', 'Stopped; cancelling.'],
] as const)('Ctrl-C in wait %s', { timeout: 60_000 }, async (_, flags, exit, status, text) => {
  const { world, cwd, env } = await openCliShop();
  await ran(buy, { cwd, env });
  const waiting = startProgram(['wait', '1', '--refund-wait', '0s', ...flags], { cwd, env });
  await waiting.said('Waiting up to 10 min');
  waiting.child.kill('SIGINT');
  const { code, all } = await waiting.ended;
  expect(all).toContain(text);
  expect(code).toBe(exit);
  expect(world.orders).toMatchObject([{ status }]);
});

test('Ctrl-C in cancel leaves money out: 5, as for whatever ends with an open order', {
  timeout: 60_000,
}, async () => {
  const { world, sandbox, run } = await openHero();
  const { name } = JSON.parse((await run('buy telegram --max 1USD --no-wait --json')).out);
  const stop = new AbortController();
  const isCancel = ({ query }: WireRequest): boolean => query.get('action') === 'setStatus';
  sandbox.fault({
    when: 'before',
    kind: 'timeout',
    match: (request) => {
      if (!isCancel(request)) return false;
      stop.abort();
      return true;
    },
  });
  const { code, err } = await run(`cancel ${name} --refund-wait 0s`, { signal: stop.signal });
  expect(err).toContain('Stopped.');
  expect(code).toBe(5);
  expect(world.orders).toMatchObject([{ status: 'open' }]);
});

test('wait --cancel gives up what got no code in time', { timeout: 60_000 }, async () => {
  const { world, cwd, env } = await openCliShop();
  await ran(buy, { cwd, env });
  const { code, out, err } = await ran(['wait', '1', '--for', '1s', '--cancel', '--refund-wait', '0s'], {
    cwd,
    env,
  });
  expect(err).toContain('No code came; cancelling.');
  expect({ code, out }).toEqual({ code: 4, out: '' });
  expect(world.orders).toMatchObject([{ status: 'cancelled' }]);
});

test('another asks for one more SMS, and wait waits for that one', { timeout: 60_000 }, async () => {
  const { world, run } = await openHero();
  const { name } = JSON.parse((await run('buy telegram --max 1USD --no-wait --json')).out);
  const id = world.orders[0]?.id ?? '';
  expect(await run(`another ${name}`)).toMatchObject({
    code: 2,
    err: expect.stringContaining('has no code yet'),
  });
  world.receiveSms(id, 'Your code: 1111');
  expect(await run(`wait ${name}`)).toMatchObject({ code: 0, out: '1111\n' });
  expect(await run(`another ${name}`)).toMatchObject({
    code: 0,
    out: expect.stringContaining(`\`numroute wait ${name}\` waits for it`),
  });
  expect(await run(`wait ${name} --for 1s`)).toMatchObject({
    code: 4,
    out: '',
    err: expect.stringContaining('No further SMS came.'),
  });
  world.receiveSms(id, 'Your code: 2222');
  expect(await run(`wait ${name}`)).toMatchObject({ code: 0, out: '2222\n' });
  expect(world.ledger.map(({ kind }) => kind)).toEqual(['charge']);
  expect(await run(`finish ${name}`)).toMatchObject({ code: 0, out: `Order ${name} is finished.\n` });
  expect(world.orders).toMatchObject([{ status: 'finished' }]);
});

test('an order that was delivered to a process that is gone can be ended', { timeout: 60_000 }, async () => {
  const { world, options, run } = await openHero();
  const buying = startProgram(['buy', 'telegram', '--max', '1USD'], options);
  await buying.said('Waiting up to');
  buying.child.kill('SIGKILL');
  await buying.ended;
  world.receiveSms(world.orders[0]?.id ?? '', 'Your code: 4711');
  expect((await run('recover')).out).toContain('delivered, code 4711');
  const name = `herosms/${world.orders[0]?.id}`;
  expect((await run('orders')).out).toContain(name);
  expect(await run(`finish ${name}`)).toMatchObject({ code: 0 });
  expect((await run('orders')).out).toBe('Nothing is open.\n');
});

test('a vendor of one SMS for each number has no other one', { timeout: 60_000 }, async () => {
  const { world, cwd, env } = await openCliShop();
  await ran(buy, { cwd, env });
  world.receiveSms(world.orders[0]?.id ?? '', 'Your code: 4711');
  await ran(['wait', '1'], { cwd, env });
  const asked = await ran(['another', '1', '--json'], { cwd, env });
  expect(JSON.parse(asked.out).error).toMatchObject({ code: 'UNSUPPORTED', exitCode: 2 });
  expect(asked.code).toBe(2);
});

test.each([
  [['wait'], '<order>: expected provider and id'],
  [['wait', '1', '--key', 'k'], '--key: expected no <order> beside it'],
  [['wait', '--key', 'nobodys'], '--key: expected a key under which something was bought'],
  [['finish', 'arzancell/1'], '<order>: expected an order of the journal'],
  [['wait', '1', '--for', 'soon'], '--for: expected a duration'],
  [[...buy, '--sms', '2'], '--sms: expected no --no-wait beside it'],
])('%j names what is wrong', async (argv, text) => {
  const { world, cwd, env } = await openCliShop();
  const { code, err } = await ran(argv, { cwd, env });
  expect(err.replaceAll(/\s+/g, ' ')).toContain(text);
  expect(code).toBe(2);
  expect(world.orders).toEqual([]);
  expect(existsSync(path.join(cwd, 'numroute.sqlite.owner'))).toBe(false);
});
