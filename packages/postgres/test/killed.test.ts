import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { NumrouteError } from '@numroute/core';
import { postgresJournal } from '@numroute/postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasPostgres, sharedPostgres } from '../../../test/support/postgres.ts';
import { freshSchema } from './fresh.ts';

const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

/** A process of its own, and what it says, line by line. */
async function begin(schema: string, name: string) {
  const { url } = await sharedPostgres();
  const program = path.join(import.meta.dirname, 'owner.ts');
  const child = spawn(process.execPath, ['--conditions=@numroute/source', program, url, schema, name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const says = async (): Promise<string> => String((await lines.next()).value);
  return { child, says };
}

describe.skipIf(!hasPostgres)('real processes on one store', () => {
  beforeAll(sharedPostgres, 120_000);

  test('after each kill another one acts, under a higher fence, and finds what was left', {
    timeout: 120_000,
  }, async () => {
    const schema = freshSchema();
    let owner = await begin(schema, 'p0');
    expect(await owner.says()).toBe('ready');
    expect(JSON.parse(await owner.says())).toEqual({ name: 'p0', fence: 1, wasLeft: false, left: [] });
    for (let nth = 1; nth <= 3; nth += 1) {
      const next = await begin(schema, `p${nth}`);
      expect(await next.says()).toBe('ready');
      owner.child.kill('SIGKILL');
      await once(owner.child, 'exit');
      const told = { name: `p${nth}`, fence: nth + 1, wasLeft: true, left: [`p${nth - 1}`] };
      expect(JSON.parse(await next.says())).toEqual(told);
      owner = next;
    }
    const journal = await postgresJournal({ url: (await sharedPostgres()).url, schema });
    expect((await journal.list({})).map(({ state }) => state)).toEqual([
      'absent',
      'absent',
      'absent',
      'sending',
    ]);
    const refused = await journal.mustOwn?.(['one']).catch((error: unknown) => error);
    expect(NumrouteError.is(refused, 'NOT_OWNER') && refused.details.owner).toBe('p3');
    await journal.close();
  });
});
