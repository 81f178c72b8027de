import { resolve } from 'node:path';
import { backupJournal, type JournalReader, rescueEvents } from '@numroute/journal';
import type { App } from '../config/compose.ts';
import type { Config } from '../config/config.ts';
import { journalFile } from '../config/journal-place.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, painter, printJson } from '../io.ts';
import { unsettled } from '../orders/live-orders.ts';
import { entryLine } from '../printing/entry-line.ts';
import { plural } from '../printing/format.ts';
import { printLines } from '../printing/lines.ts';
import { entryJson } from '../printing/order-json.ts';

/** What is open and paid, and what may have been. */
export async function orders(io: Io, journal: JournalReader, json: boolean): Promise<number> {
  const shown = await unsettled(journal);
  if (json) {
    printJson(io, { orders: shown.map(entryJson) });
    return EXIT.ok;
  }
  const paint = painter(io);
  const lines = shown.map((entry) => entryLine(entry, paint));
  if (lines.length === 0) lines.push('Nothing is open.');
  printLines(io, lines);
  return EXIT.ok;
}

/** Every event of the journal, oldest first, each as a line of JSON. */
export async function exportEvents(io: Io, journal: JournalReader): Promise<number> {
  for await (const line of journal.exportLines()) {
    io.signal.throwIfAborted();
    io.stdout.write(`${line}\n`);
  }
  return EXIT.ok;
}

/** Copies the journal into one new file, also while another process works with it. */
export async function backup(io: Io, config: Config, file: string, json: boolean): Promise<number> {
  const journal = journalFile(config, '`pg_dump --schema=numroute` makes a copy');
  const to = resolve(io.cwd, file);
  await backupJournal({ file: journal, to });
  if (json) printJson(io, { journal, copy: to });
  else
    io.stdout.write(
      `Copied ${journal} to ${to}. To restore it, stop whatever works with the journal, move ${journal}* away, and put the copy in its place.\n`,
    );
  return EXIT.ok;
}

/** What can still be read of a journal that is refused. Opens nothing: nothing can be bought upon it. */
export function rescue(io: Io, config: Config): number {
  const file = journalFile(config, '`numroute orders export` prints what can be read');
  const { lines, lost } = rescueEvents(file);
  for (const line of lines) io.stdout.write(`${line}\n`);
  io.stderr.write(
    `${plural(lines.length, 'event')} read${lost.length > 0 ? `; ${lost.length} cannot be read` : ''}.\n`,
  );
  // What cannot be read may be open at a vendor.
  return lost.length > 0 || lines.length === 0 ? EXIT.moneyMayHaveMoved : EXIT.ok;
}

/** Clears phones, codes and texts of what ended so long ago; money facts stay. */
export async function forget(io: Io, { journal }: App, olderThanMs: number, json: boolean): Promise<number> {
  const count = await journal.forget(Date.now() - olderThanMs);
  if (json) printJson(io, { forgotten: count });
  else io.stdout.write(`Forgot the phones, codes and texts of ${plural(count, 'order')}.\n`);
  return EXIT.ok;
}
