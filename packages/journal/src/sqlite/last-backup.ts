import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** When a journal was last copied, and into which file. */
export interface LastBackup {
  /** Everything that was acknowledged before is in it. Milliseconds since 1970. */
  readonly at: number;
  /** Absolute, on the machine that made it. */
  readonly file: string;
}

/** Beside the journal, because its file has one owner, and a backup is made beside it. */
const noteOf = (file: string): string => `${file}.backup.json`;

/**
 * The last backup that `backupJournal`, the owner's `backup` or `numroute orders backup` made of a journal.
 * Whether its file is still there, nobody has looked.
 *
 * @param file The journal's.
 * @returns Undefined: none was made, or what is noted of it cannot be read.
 */
export function lastBackup(file: string): LastBackup | undefined {
  try {
    const { at, file: to } = JSON.parse(readFileSync(noteOf(resolve(file)), 'utf8')) as Record<
      string,
      unknown
    >;
    const time = typeof at === 'string' ? Date.parse(at) : Number.NaN;
    return typeof to === 'string' && !Number.isNaN(time) ? { at: time, file: to } : undefined;
  } catch {
    return undefined;
  }
}

/** A backup is one, whether or not it can be noted: what is not noted is thought older than it is. */
export function noteBackup(file: string, { at, file: to }: LastBackup): void {
  const part = `${noteOf(file)}.part-${process.pid}`;
  try {
    const note = { at: new Date(at).toISOString(), file: to };
    // Whatever lies there is not written through.
    writeFileSync(part, `${JSON.stringify(note)}\n`, { flag: 'wx', mode: 0o600 });
    renameSync(part, noteOf(file));
  } catch {
    rmSync(part, { force: true });
  }
}
