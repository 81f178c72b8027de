import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { postgresJournal } from '@numroute/postgres';
import { describe, expect, onTestFinished, test } from 'vitest';
import { hasPostgres, startPostgres } from '../../../test/support/postgres.ts';
import { ran } from './io.ts';
import { openCliShop } from './shop.ts';

interface Told {
  readonly status: string;
  readonly check: string;
  readonly message: string;
  readonly fix?: string;
}

const DEBIAN = '/usr/lib/postgresql';
const receiver = readdirSync(DEBIAN, { recursive: true, encoding: 'utf8' }).find((one) =>
  one.endsWith('bin/pg_receivewal'),
);

async function server(settings: Readonly<Record<string, string>> = {}) {
  const postgres = await startPostgres(settings);
  onTestFinished(() => postgres.remove());
  const { url } = postgres;
  const { cwd, env } = await openCliShop({ journal: url });
  const examine = async () => {
    const { code, out } = await ran(['doctor', '--json'], { cwd, env });
    const { findings } = JSON.parse(out) as { readonly findings: readonly Told[] };
    return { code, of: (check: string) => findings.filter((one) => one.check === check) };
  };
  return { url, cwd, env, examine };
}

// A server of its own for each: what it is set to is what they are about.
describe.skipIf(!hasPostgres || process.env['NUMROUTE_TEST_POSTGRES'] !== undefined)(
  'doctor at a database',
  () => {
    test('says how it is set, who acts, and makes no table', { timeout: 60_000 }, async () => {
      const { url, examine, cwd, env } = await server();
      const before = await examine();
      expect(before.code).toBe(0);
      expect(before.of('database').map(({ status, message }) => [status, message])).toEqual([
        ['ok', 'synchronous_commit is on, fsync is on'],
        ['ok', 'notifications come through'],
        ['ok', "the server's clock agrees with this machine's"],
        ['ok', 'there are no tables yet; the first that opens it makes them'],
      ]);
      expect((await examine()).of('database').at(-1)?.message).toContain('no tables yet');
      await ran(['buy', 'telegram', '--max', '9000IRT', '--no-wait'], { cwd, env });
      const after = await examine();
      expect(after.of('database').at(-1)?.message).toBe('its tables are of version 1');
      expect(after.of('journal')).toMatchObject([
        { status: 'ok', message: `${url}; nobody works with it; 1 open, 0 in doubt` },
      ]);
      const journal = await postgresJournal({ url, owner: 'gw1:17:word' });
      onTestFinished(() => journal.close());
      await journal.take({ accounts: { arzancell: 'an account' } });
      expect((await examine()).of('journal')[0]?.message).toContain('gw1:17:word works with it');
    });

    test('refuses one that would acknowledge what is on no disk', { timeout: 60_000 }, async () => {
      const { examine } = await server({ synchronous_commit: 'off' });
      const { code, of } = await examine();
      expect(code).toBe(2);
      expect(of('database')[0]).toEqual({
        status: 'fail',
        check: 'database',
        message: 'synchronous_commit is off, fsync is on: what was acknowledged could be lost',
        fix: 'ALTER ROLE numroute SET synchronous_commit = on',
      });
      expect(of('journal')).toEqual([]);
    });

    test.skipIf(receiver === undefined)(
      'warns where no commit waits for a replica',
      {
        timeout: 60_000,
      },
      async () => {
        const { url, examine } = await server();
        const folder = await mkdtemp(path.join(tmpdir(), 'numroute-wal-'));
        const replica = spawn(path.join(DEBIAN, receiver ?? ''), ['-D', folder, '-d', url], {
          stdio: 'ignore',
        });
        onTestFinished(async () => {
          replica.kill('SIGKILL');
          await rm(folder, { recursive: true, force: true });
        });
        await expect
          .poll(async () => (await examine()).of('database').map(({ message }) => message), {
            timeout: 30_000,
          })
          .toContain(
            'no commit waits for a replica (1 asynchronous): one that is promoted may lack the last purchases',
          );
      },
    );

    test('one that is away is named, with what to look at', { timeout: 60_000 }, async () => {
      const { cwd, env } = await openCliShop({ journal: 'postgres://nobody@127.0.0.1:1/numroute' });
      const { code, out } = await ran(['doctor', '--json'], { cwd, env });
      expect(code).toBe(2);
      const told = (JSON.parse(out).findings as readonly Told[]).filter(({ check }) => check === 'journal');
      expect(told).toMatchObject([
        { status: 'fail', fix: expect.stringContaining('address, role and password') },
      ]);
    });
  },
);
