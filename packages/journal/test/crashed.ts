import { copyFileSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Journal } from '@numroute/journal';
import { sqliteJournal } from '@numroute/journal';
import { samples } from '@numroute/journal/kit';

const { bought, event, intent, orderOf } = samples;

export const FILES: readonly string[] = ['', '-wal', '.owner'];

export async function linesOf(journal: Journal): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of journal.exportLines()) lines.push(line);
  return lines;
}

export interface Crashed {
  /** Its owner's to delete. */
  readonly folder: string;
  readonly file: string;
  /** Every event that was acknowledged, as a line of an export. */
  readonly acknowledged: readonly string[];
}

/** A journal as SIGKILL leaves it: most of it in the file, and what came last in the log alone. */
export async function crashedJournal(): Promise<Crashed> {
  const folder = mkdtempSync(join(tmpdir(), 'numroute-journal-'));
  const file = join(folder, 'working.db');
  let journal = sqliteJournal({ file });
  for (let n = 0; n < 60; n += 1) await writeLife(journal, n);
  await journal.close();
  journal = sqliteJournal({ file });
  for (let n = 60; n < 70; n += 1) await writeLife(journal, n);
  const acknowledged = await linesOf(journal);
  const left = join(folder, 'orders.db');
  for (const part of FILES) if (existsSync(file + part)) copyFileSync(file + part, left + part);
  await journal.close();
  return { folder, file: left, acknowledged };
}

/** Every third order stays open. */
async function writeLife(journal: Journal, n: number): Promise<void> {
  const [name, provider] = [`a${n}`, `p${n}`];
  await journal.openWant({ id: `w${n}`, key: `k${n}`, print: '{}', at: 1 });
  await journal.append(event(name, intent(`w${n}`, provider)));
  await journal.append(event(name, bought(orderOf(`${n}`, provider))));
  if (n % 3 === 0) return;
  const report = { id: `${n}`, status: 'finished', messages: [{ code: `0${n}` }] } as const;
  await journal.append(event(name, { kind: 'reported', report }));
}
