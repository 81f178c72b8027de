import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshFile } from './folder.ts';

const script = join(import.meta.dirname, 'owner.ts');
const WRITES = 20;

const mayTrace = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;

test.skipIf(!mayTrace)('every acknowledged write was synced before, as the system saw it', () => {
  const file = freshFile();
  const trace = `${file}.trace`;
  const calls = 'trace=pwrite64,write,fdatasync,fsync';
  const child = spawnSync(
    'strace',
    [
      '-f',
      '-y',
      '-s',
      '200',
      '-e',
      calls,
      '-o',
      trace,
      process.execPath,
      '--conditions=@numroute/source',
      script,
      file,
      '0',
      `${WRITES}`,
    ],
    { encoding: 'utf8' },
  );
  expect(child.stderr).toBe('');
  let written = 0;
  let synced = 0;
  let syncs = 0;
  let acknowledged = 0;
  /** By thread: how much was written when its sync began. */
  const running = new Map<string, number>();
  for (const line of readFileSync(trace, 'utf8').split('\n')) {
    const [, thread = '', resumed, call = '', target = ''] =
      /^(\d+)\s+(<\.\.\. )?(\w+)(?:\(\d+<([^>]*)>)?/.exec(line) ?? [];
    const isSync = call.endsWith('sync');
    if (isSync && target === `${file}-wal`) running.set(thread, written);
    if (isSync && / = 0$/.test(line)) {
      const reached = running.get(thread);
      running.delete(thread);
      if (reached === undefined) continue;
      synced = Math.max(synced, reached);
      syncs += 1;
    } else if (!isSync && target === `${file}-wal`) {
      written += 1;
    } else if (!resumed && /^(intent|bought) /.test(/"(.*)\\n"/.exec(line)?.[1] ?? '')) {
      acknowledged += 1;
      expect(synced, line).toBe(written);
    }
  }
  expect(acknowledged).toBe(WRITES + WRITES / 2);
  expect(syncs).toBeGreaterThanOrEqual(acknowledged);
});
