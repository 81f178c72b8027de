import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { arzancellDialect } from '@numroute/arzancell';
import { sqliteJournal } from '@numroute/journal';
import { createWorld, startSandbox, type World } from '@numroute/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { inFolder, ran, serving, withConfig } from './io.ts';
import { startProgram } from './process.ts';
import { openCliShop } from './shop.ts';

interface Finding {
  readonly status: string;
  readonly check: string;
  readonly provider?: string;
  readonly message: string;
  readonly fix?: string;
}

async function examined(cwd: string, env: Readonly<Record<string, string>>) {
  const { code, out, err } = await ran(['doctor', '--json'], { cwd, env });
  const { findings, exitCode }: { findings: Finding[]; exitCode: number } = JSON.parse(out);
  expect(exitCode).toBe(code);
  const of = (check: string) => findings.filter((finding) => finding.check === check);
  return { code, out, err, findings, of };
}

const emptyWorld = (funds = '1000'): World => createWorld({ currency: 'IRT', funds, offers: [] });

/** An ArzanCell at an address of its own, as an entry of the config. */
async function vendor(id: string, world: World, url?: string) {
  const sandbox = await startSandbox({ world, dialect: arzancellDialect() });
  onTestFinished(() => sandbox.close());
  const settings = {
    id,
    apiKey: { env: id.toUpperCase() },
    baseUrl: url ?? sandbox.url,
    allowInsecureHttp: true,
  };
  return { plugin: '@numroute/arzancell', settings };
}

const rate = (asOf: string, quote = 'IRT') => ({ base: 'USD', quote, value: '112000', source: 'demo', asOf });
const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

describe('doctor', () => {
  test('where all is well it says so, names what it looked at, and changes nothing', async () => {
    const { world, cwd, env } = await openCliShop({ currency: 'USD', rates: [rate(daysAgo(1))] });
    const before = [await readdir(cwd), world.ledger.length];
    const { code, out } = await ran(['doctor'], { cwd, env });
    expect(out).toContain('All is well. Nothing was bought or changed.');
    expect(out).toMatch(/ok {4}node +numroute \S+ on Node \d/);
    const said = out.replace(/\s+/g, ' ');
    expect(said).toMatch(/ok config \S+numroute\.config\.json, found in this folder/);
    expect(said).toMatch(
      /ok arzancell answers in \d+ ms and takes the key; [\d,]+ IRT\. @numroute\/arzancell \d/,
    );
    expect(said).toContain('ok rates IRT: all can be compared in USD');
    expect(said).toMatch(/ok rates 1 USD = 112,000 IRT \(demo, \S+\): 1 day old/);
    expect(out).toMatch(/ok {4}clock/);
    expect(out).not.toContain(env['KEY']);
    expect([await readdir(cwd), world.ledger.length]).toEqual(before);
    expect(code).toBe(0);
  });

  test('no config', async () => {
    await inFolder(async (cwd) => {
      const { code, of } = await examined(cwd, {});
      expect(of('config')).toMatchObject([{ status: 'fail' }]);
      expect(code).toBe(2);
    });
  });

  test('every mistake of the config, the gateway’s too', async () => {
    const { cwd, env } = await openCliShop({ currency: 'x', rates: 7 });
    const { code, of } = await examined(cwd, env);
    const [place, ...mistakes] = of('config');
    expect(place).toMatchObject({ status: 'ok', message: expect.stringContaining(cwd) });
    expect(mistakes.map(({ status }) => status)).toEqual(['fail', 'fail']);
    expect(code).toBe(2);
    const open = await openCliShop({ gateway: { clients: [] } });
    const gateway = await examined(open.cwd, open.env);
    expect(gateway.of('config')[1]).toMatchObject({
      status: 'fail',
      message: expect.stringContaining('gateway.clients'),
    });
    expect(gateway.code).toBe(2);
  });

  test('a refused key, a host that is not there, an empty account; one that answers is enough', async () => {
    const [good, poor] = [emptyWorld(), emptyWorld('0')];
    const providers = [
      await vendor('good', good),
      await vendor('refused', emptyWorld()),
      await vendor('gone', emptyWorld(), 'http://127.0.0.1:9/'),
      await vendor('poor', poor),
    ];
    const env = { GOOD: good.secret, REFUSED: 'wrong-key', GONE: 'x', POOR: poor.secret };
    await withConfig({ providers }, async (cwd) => {
      const { code, of, out } = await examined(cwd, env);
      expect(of('vendor')).toMatchObject([
        { provider: 'good', status: 'ok' },
        { provider: 'refused', status: 'fail', message: expect.stringContaining('refused the key') },
        { provider: 'gone', status: 'fail', message: expect.stringContaining('ECONNREFUSED') },
        { provider: 'poor', status: 'warn', message: expect.stringContaining('; 0 IRT') },
      ]);
      expect(of('vendor')[1]?.fix).toContain('providers[1].settings.apiKey');
      expect(of('vendor')[2]?.fix).toContain('providers[2].settings.baseUrl');
      for (const key of Object.values(env).filter((one) => one.length > 1)) expect(out).not.toContain(key);
      expect(code).toBe(0);
    });
    await withConfig({ providers: providers.slice(1, 3) }, async (cwd) => {
      expect((await examined(cwd, env)).code).toBe(6);
    });
  });

  test('a rate that is missing, one that is old, one of a day to come', async () => {
    const rates = [rate(daysAgo(8), 'EUR'), rate(daysAgo(7), 'GBP'), rate(daysAgo(-3), 'RUB')];
    const { cwd, env } = await openCliShop({ currency: 'USD', rates });
    const { of, code } = await examined(cwd, env);
    expect(of('rates').map(({ status }) => status)).toEqual(['warn', 'warn', 'ok', 'warn']);
    expect(of('rates')[0]?.message).toContain('no rate leads from IRT to USD');
    expect(of('rates')[1]?.fix).toContain('rates[0]');
    expect(code).toBe(0);
  });

  test('keys that other users can read', async () => {
    const { cwd, env } = await openCliShop();
    const file = path.join(cwd, '.env');
    await writeFile(file, `KEY=${env['KEY']}\n`);
    await chmod(file, 0o644);
    expect((await examined(cwd, {})).of('env-file')).toMatchObject([
      { status: 'warn', fix: `chmod 600 ${file}` },
    ]);
    await chmod(file, 0o600);
    expect((await examined(cwd, {})).of('env-file')).toMatchObject([{ status: 'ok' }]);
  });

  test('beside a buyer that waits for its SMS: who works with the journal, and what is open', {
    timeout: 60_000,
  }, async () => {
    const { cwd, env, world } = await openCliShop();
    const buying = startProgram(['buy', 'telegram', '--max', '9000IRT', '--refund-wait', '0s'], { cwd, env });
    await buying.said('Waiting up to');
    const { of, code } = await examined(cwd, env);
    const who = process.platform === 'linux' ? `process ${buying.child.pid} works with it; ` : '';
    expect(of('journal')).toMatchObject([
      { status: 'ok', message: expect.stringContaining(`${who}1 open, 0 in doubt`) },
    ]);
    expect(code).toBe(0);
    buying.child.kill('SIGINT');
    expect((await buying.ended).code).toBe(4);
    expect(world.ledger.map(({ kind }) => kind)).toEqual(['charge', 'refund']);
  });

  test('beside a gateway, through which nothing is asked for it', async () => {
    const client = { id: 'crm', token: { env: 'TOKEN' }, budget: '500000IRT', currency: 'IRT' };
    const { cwd, env } = await openCliShop({ gateway: { clients: [client] } });
    const all = { ...env, TOKEN: 'a-clients-own-token-0123456789' };
    const gateway = await serving({ cwd, env: all });
    expect(await examined(cwd, all)).toMatchObject({ code: 0 });
    expect((await gateway.stop()).code).toBe(0);
  });

  test('a journal that is no journal', async () => {
    const { cwd, env } = await openCliShop();
    await writeFile(path.join(cwd, 'numroute.sqlite'), 'not a database at all, but long enough to be one', {
      mode: 0o600,
    });
    const { of, code } = await examined(cwd, env);
    expect(of('journal')).toMatchObject([{ status: 'fail' }]);
    expect(code).toBe(2);
  });

  test('what is in doubt', async () => {
    const offers = [{ service: 'telegram', country: 'EE', pool: '3', price: '8400', stock: 9 }];
    const world = createWorld({ currency: 'IRT', offers });
    const sandbox = await startSandbox({ world, dialect: arzancellDialect() });
    onTestFinished(() => sandbox.close());
    sandbox.fault({
      when: 'after',
      kind: 'reset',
      match: ({ query }) => query.get('action') === 'get_number',
    });
    const entry = await vendor('one', world, sandbox.url);
    await withConfig({ providers: [entry] }, async (cwd) => {
      const env = { ONE: world.secret };
      expect((await ran(['buy', 'telegram', '--max', '9000IRT', '--wait', '1s'], { cwd, env })).code).toBe(5);
      const { of, code } = await examined(cwd, env);
      expect(of('journal')).toMatchObject([
        {
          status: 'warn',
          message: expect.stringContaining('0 open, 1 in doubt'),
          fix: expect.stringContaining('recover'),
        },
      ]);
      expect(code).toBe(0);
    });
  });

  test.each([
    [0, 'ok'],
    [8, 'warn'],
  ])('the last backup is %i days old', async (days, status) => {
    const { cwd, env } = await openCliShop();
    const file = path.join(cwd, 'numroute.sqlite');
    await sqliteJournal({ file }).close();
    expect((await examined(cwd, env)).of('backup')).toEqual([]);
    expect(await ran(['orders', 'backup', 'copy.sqlite'], { cwd, env })).toMatchObject({ code: 0 });
    const note = `${file}.backup.json`;
    const made = JSON.parse(await readFile(note, 'utf8'));
    await writeFile(
      note,
      JSON.stringify({ ...made, at: new Date(Date.now() - days * 86_400_000).toISOString() }),
    );
    const message = expect.stringContaining(`${days} days old: ${path.join(cwd, 'copy.sqlite')}`);
    expect((await examined(cwd, env)).of('backup')).toMatchObject([{ status, message }]);
  });

  test.each([
    [0, /ok {4}clock +this machine's clock is right/],
    [-60, /warn {2}clock +this machine's clock is (59 s|6\d s|1 min) behind/],
    [60, /warn {2}clock +this machine's clock is (5\d s|6\d s|1 min) ahead of/],
  ])("this machine's clock is %i s ahead of the vendor's", { timeout: 60_000 }, async (seconds, expected) => {
    const world = emptyWorld();
    const sandbox = await startSandbox({ world, dialect: arzancellDialect() });
    const front = createServer((asked, answer) => {
      const onward = request(new URL(asked.url ?? '/', sandbox.url), (reply) => {
        const date = new Date(Date.now() - seconds * 1000).toUTCString();
        answer.writeHead(reply.statusCode ?? 502, { ...reply.headers, date });
        reply.pipe(answer);
      });
      asked.pipe(onward);
    });
    await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
    onTestFinished(async () => {
      front.closeAllConnections();
      front.close();
      await sandbox.close();
    });
    const { port } = front.address() as AddressInfo;
    const entry = await vendor('one', world, `http://127.0.0.1:${port}/`);
    await withConfig({ providers: [entry] }, async (cwd) => {
      // In a process of its own, which hears nothing of what the front asks.
      const { all } = await startProgram(['doctor'], { cwd, env: { ONE: world.secret } }).ended;
      expect(all).toMatch(expected);
    });
  });
});
