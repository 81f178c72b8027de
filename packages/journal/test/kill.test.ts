import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type AttemptEvent, sqliteJournal, UNRESOLVED } from '@numroute/journal';
import { expect, test } from 'vitest';
import { freshFile } from './folder.ts';

const script = fileURLToPath(new URL('owner.ts', import.meta.url));

async function startOwner(
  file: string,
  run: number,
): Promise<{ child: ChildProcess; kill(): Promise<string[]> }> {
  const child = spawn(process.execPath, ['--conditions=@numroute/source', script, file, String(run)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = once(child, 'close');
  await Promise.race([once(child.stdout as NonNullable<typeof child.stdout>, 'data'), ended]);
  expect(said).toMatch(/^open/);
  return {
    child,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
      // The last line may be torn.
      return said.split('\n').slice(0, -1);
    },
  };
}

test('another process is told who owns the file, and gets in once the owner is killed', async () => {
  const file = freshFile();
  const owner = await startOwner(file, 0);
  expect(() => sqliteJournal({ file, lockTimeoutMs: 50 })).toThrow(`pid ${owner.child.pid}`);
  await owner.kill();
  const journal = sqliteJournal({ file });
  expect(journal.wasLeft).toBe(true);
  await journal.close();
  const after = sqliteJournal({ file });
  expect(after.wasLeft).toBe(false);
  await after.close();
});

test('no acknowledged write is lost, wherever a kill falls', { timeout: 60_000 }, async () => {
  const file = freshFile();
  const [intents, orders] = [new Set<string>(), new Set<string>()];
  for (let run = 0; run < 15; run += 1) {
    const owner = await startOwner(file, run);
    await new Promise((done) => setTimeout(done, 5 + Math.random() * 60));
    for (const line of await owner.kill()) {
      const [kind, name = ''] = line.split(' ');
      if (kind === 'intent') intents.add(name);
      if (kind === 'bought') orders.add(name);
    }
    const journal = sqliteJournal({ file });
    const written = new Set<string>();
    for await (const line of journal.exportLines()) {
      const { attempt, kind } = JSON.parse(line) as AttemptEvent;
      if (kind === 'intent') written.add(attempt);
    }
    expect([...intents].filter((name) => !written.has(name))).toEqual([]);
    const open = new Set((await journal.list({ states: ['open'] })).map(({ id }) => id));
    expect([...orders].filter((name) => !open.has(name))).toEqual([]);
    const unresolved = new Set((await journal.list({ states: UNRESOLVED })).map(({ id }) => id));
    // Bought or in doubt, and nothing between.
    expect([...unresolved, ...open].sort()).toEqual([...written].sort());
    await journal.close();
  }
  expect(orders.size).toBeGreaterThan(0);
});
