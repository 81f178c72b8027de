import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashToken } from '@numroute/gateway';
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
const OTHER_TOKEN = 'another-clients-token-0123456789';

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

test('SIGHUP has a gateway read its clients again, and a mistake leaves those of before', {
  timeout: 60_000,
}, async () => {
  const client = { id: 'crm', token: { env: 'TOKEN' }, budget: '500000IRT', currency: 'IRT' };
  const { cwd, env } = await openCliShop({ gateway: { clients: [client] } });
  const file = join(cwd, 'numroute.config.json');
  const config = JSON.parse(await readFile(file, 'utf8'));
  const rewrite = async (gateway: unknown): Promise<void> =>
    await writeFile(file, typeof gateway === 'string' ? gateway : JSON.stringify({ ...config, gateway }));
  const serving = startProgram(['gateway', '--port', '0'], { cwd, env: { ...env, TOKEN } });
  const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(await serving.said('Listening at')) ?? [];
  const statusWith = async (token: string): Promise<number> =>
    (await fetch(`${url}/v1/balance`, { headers: { authorization: `Bearer ${token}` } })).status;
  const added = { id: 'new', token: { sha256: hashToken(OTHER_TOKEN) }, budget: '1IRT', currency: 'IRT' };
  expect(await statusWith(OTHER_TOKEN)).toBe(401);

  await rewrite({ clients: [{ ...client, budget: '400000IRT' }, added], port: 9 });
  serving.child.kill('SIGHUP');
  await serving.said(
    'Clients read again: added new; changed crm; what else has changed acts after a restart.\n',
  );
  expect(await statusWith(OTHER_TOKEN)).toBe(200);

  for (const [gateway, why] of [
    ['{ "providers": ', 'valid JSON'],
    [{ clients: [] }, 'gateway.clients: expected at least one client'],
    [{ clients: [{ ...client, token: { env: 'KEY' } }] }, 'never a key of a vendor'],
    [{ clients: [client, { ...added, budget: 'much' }] }, 'gateway.clients[1].budget: expected'],
  ] as const) {
    await rewrite(gateway);
    serving.child.kill('SIGHUP');
    const all = await serving.said(why);
    const line = all.split('\n').find((one) => one.includes(why));
    expect(line).toContain('Clients not read again, those of before are served: ');
    expect([await statusWith(TOKEN), await statusWith(OTHER_TOKEN)]).toEqual([200, 200]);
  }

  await rewrite({ clients: [client] });
  serving.child.kill('SIGHUP');
  await serving.said('changed crm; removed new.\n');
  expect([await statusWith(TOKEN), await statusWith(OTHER_TOKEN)]).toEqual([200, 401]);
  serving.child.kill('SIGTERM');
  const { all, ...end } = await serving.ended;
  expect(end).toMatchObject({ code: 0, signal: null });
  expect(all).not.toContain(OTHER_TOKEN);
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
