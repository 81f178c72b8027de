import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** The path of a journal in a folder of its own, gone after the test. */
export function freshFile(within: string = tmpdir()): string {
  const folder = mkdtempSync(join(within, 'numroute-journal-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'orders.db');
}
