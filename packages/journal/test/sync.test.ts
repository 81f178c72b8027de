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
  let isSynced = true;
  let syncs = 0;
  let acknowledged = 0;
  for (const line of readFileSync(trace, 'utf8').split('\n')) {
    const [, call = '', target = ''] = /^\d+\s+(\w+)\(\d+<([^>]*)>/.exec(line) ?? [];
    if (target === `${file}-wal`) {
      isSynced = call.endsWith('sync');
      if (isSynced) syncs += 1;
    } else if (/^(intent|bought) /.test(/"(.*)\\n"/.exec(line)?.[1] ?? '')) {
      acknowledged += 1;
      expect(isSynced, line).toBe(true);
    }
  }
  expect(acknowledged).toBe(WRITES + WRITES / 2);
  expect(syncs).toBeGreaterThanOrEqual(acknowledged);
});
