import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { hashToken } from '@numroute/gateway';
import { lastBackup } from '@numroute/journal';
import { expect, test } from 'vitest';
import { fencesOf } from '../../../test/docs/fences.ts';
import { startProgram } from './process.ts';
import { openCliShop } from './shop.ts';

const root = path.join(import.meta.dirname, '..', '..', '..');
const [makeOne, schedule, elsewhere, samePlace] = fencesOf(root, 'docs/backup.md')
  .filter(({ language }) => language === 'sh')
  .map(({ code }) => code);

const TOKEN = 'a-clients-own-token-0123456789';

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A shell as a scheduler starts it: no variable but a short PATH, where `numroute` is. */
async function shellIn(folder: string): Promise<(script: string | undefined) => Promise<Ran>> {
  const bin = path.join(folder, 'bin');
  await mkdir(bin);
  const main = path.join(import.meta.dirname, '..', 'src', 'main.ts');
  const command = `exec '${process.execPath}' --conditions=@numroute/source '${main}' "$@"\n`;
  // Seven times the same program.
  const cache = `export NODE_COMPILE_CACHE='${path.join(folder, 'compiled')}'\n`;
  await writeFile(path.join(bin, 'numroute'), `#!/bin/sh\n${cache}${command}`, { mode: 0o755 });
  return async (script = 'false') => {
    const child = spawn('sh', ['-e', '-c', script], {
      cwd: folder,
      env: { PATH: `${bin}:/usr/bin:/bin` },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, ...said };
  };
}

test('the page, followed while a gateway sells: backed up, restored elsewhere, and gone on with', {
  timeout: 300_000,
}, async () => {
  const client = { id: 'crm', token: { sha256: hashToken(TOKEN) }, budget: '5USD', currency: 'IRT' };
  const rates = [{ base: 'USD', quote: 'IRT', value: '112000', source: 'test', asOf: '2026-11-20' }];
  const { cwd, env, world } = await openCliShop({ rates, gateway: { clients: [client] } });
  await writeFile(path.join(cwd, '.env'), `KEY=${env['KEY']}\n`, { mode: 0o600 });
  const shell = await shellIn(cwd);
  const gateway = startProgram(['gateway', '--port', '0'], { cwd, env });
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(await gateway.said('Listening at'))?.[0];
  const buy = async (key: string): Promise<number> => {
    const reply = await fetch(`${url}/v1/orders`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${TOKEN}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify({
        service: 'telegram',
        country: 'EE',
        maxPrice: { amount: '9000', currency: 'IRT' },
      }),
    });
    return reply.status;
  };
  expect(await buy('a')).toBe(201);
  expect(await buy('b')).toBe(201);

  // What nobody may do: the file alone is not the journal.
  await copyFile(path.join(cwd, 'numroute.sqlite'), path.join(cwd, 'copied.sqlite'));
  await chmod(path.join(cwd, 'copied.sqlite'), 0o600);
  await mkdir(path.join(cwd, 'copy'));
  const wrong = await shell(
    'cp numroute.config.json .env copy; mv copied.sqlite copy/numroute.sqlite; cd copy; numroute orders',
  );
  expect(wrong).toMatchObject({ code: 2, out: '' });
  expect(wrong.err.replaceAll(/\s+/g, ' ')).toContain('made while the journal was in use');

  expect(await shell(makeOne)).toMatchObject({ code: 0, err: '' });
  const old = path.join(cwd, 'backups', 'numroute-2020-01-01T000000Z.sqlite');
  await writeFile(old, '');
  await utimes(old, 0, 0);
  // A backup's name has its second in it, and none is overwritten.
  await shell('now=$(date +%s); while [ "$(date +%s)" = "$now" ]; do sleep 0.1; done');
  const scheduled = await shell(schedule);
  expect(scheduled).toMatchObject({ code: 0, err: '' });
  const made = (await readdir(path.join(cwd, 'backups'))).sort();
  expect(made).toHaveLength(2);
  expect(lastBackup(path.join(cwd, 'numroute.sqlite'))?.file).toBe(path.join(cwd, 'backups', made[1] ?? ''));

  const past = await shell('numroute orders --all');
  expect(past.out.trimEnd().split('\n')).toHaveLength(3);
  gateway.child.kill('SIGKILL');
  await gateway.ended;
  const restored = await shell(elsewhere);
  expect(restored).toMatchObject({ code: 0, err: '' });
  expect(restored.out.startsWith(past.out)).toBe(true);
  expect(restored.out).toMatch(/2 attempts taken up: 2 open\.\n$/);

  // In the restored folder what was open can be given up, and its money comes back.
  const name = /arzancell\/\d+/.exec(past.out)?.[0];
  const ended = await shell(`cd restored; numroute cancel ${name} --refund-wait 0s`);
  expect(ended).toMatchObject({ code: 0 });
  expect(world.orders.map(({ status }) => status).sort()).toEqual(['cancelled', 'open']);

  const again = await shell(samePlace);
  expect(again).toMatchObject({ code: 0, err: '' });
  expect(await readdir(path.join(cwd, 'old'))).toContain('numroute.sqlite');
  expect(again.out).toContain('2 attempts taken up');
});
