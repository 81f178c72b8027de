import { expect, test } from 'vitest';
import { ran } from './io.ts';
import { withPast } from './past.ts';
import { startProgram } from './process.ts';
import { openCliShop } from './shop.ts';

const buy = [
  'buy',
  'telegram',
  '--country',
  'EE',
  '--max',
  '9000IRT',
  '--refund-wait',
  '0s',
  '--wait',
  '10m',
];
const TOKEN = 'a-clients-own-token-0123456789';

test.each(['SIGHUP', 'SIGINT', 'SIGTERM'] as const)(
  '%s during a purchase cancels it and says so',
  { timeout: 60_000 },
  async (signal) => {
    const { world, cwd, env } = await openCliShop();
    const buying = startProgram(buy, { cwd, env });
    await buying.said('Waiting up to');
    buying.child.kill(signal);
    // A shell that is closed with its terminal sends it once more.
    if (signal === 'SIGHUP') buying.child.kill(signal);
    const { code, all } = await buying.ended;
    expect(all).toContain('Stopped; cancelling.');
    expect(all).toMatch(/Cancelled\. Refund /);
    expect(code).toBe(4);
    expect(world.ledger.map(({ kind }) => kind)).toEqual(['charge', 'refund']);
  },
);

test.each([
  ['a terminal that is closed', '10m', 'SIGHUP'],
  // It finds out at its next word.
  ['a pipe that is closed, as by head', '1s', undefined],
] as const)(
  '%s cancels the purchase, though nothing can be said any more',
  { timeout: 60_000 },
  async (_, wait, signal) => {
    const { world, cwd, env } = await openCliShop();
    const buying = startProgram([...buy.slice(0, -1), wait], { cwd, env });
    await buying.said('Waiting up to');
    buying.child.stdout?.destroy();
    buying.child.stderr?.destroy();
    if (signal) buying.child.kill(signal);
    await buying.ended;
    expect(world.ledger.map(({ kind }) => kind)).toEqual(['charge', 'refund']);
  },
);

test('SIGHUP lets what is under way at a gateway end, and then it ends well', {
  timeout: 60_000,
}, async () => {
  const client = { id: 'crm', token: { env: 'TOKEN' }, budget: '500000IRT', currency: 'IRT' };
  const { cwd, env } = await openCliShop({ gateway: { clients: [client] } });
  const serving = startProgram(['gateway', '--port', '0'], { cwd, env: { ...env, TOKEN } });
  await serving.said('Listening at');
  serving.child.kill('SIGHUP');
  serving.child.kill('SIGHUP');
  expect(await serving.ended).toMatchObject({ code: 0, signal: null });
});

test('Ctrl-C is exit code 130 where no money is at stake, and 4 before anything was bought', async () => {
  const { cwd, env } = await openCliShop();
  const stopped = { cwd, env, signal: AbortSignal.abort() };
  for (const argv of [
    ['compare', 'telegram'],
    ['compare', 'telegram', '--watch'],
    ['balance'],
    ['verify', '@numroute/arzancell'],
    ['demo'],
  ])
    expect(await ran(argv, stopped), argv.join(' ')).toMatchObject({ code: 130 });
  expect(await ran(buy, stopped)).toMatchObject({ code: 4 });
  expect(JSON.parse((await ran(['balance', '--json'], stopped)).out)).toMatchObject({
    event: 'end',
    error: { code: 'STOPPED', exitCode: 130 },
  });
  await withPast(async (folder) => {
    const { code } = await ran(['orders', 'export'], { ...stopped, cwd: folder, env: { KEY: 'a-key' } });
    expect(code, 'an export that is not whole').toBe(130);
  });
});
