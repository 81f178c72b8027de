import { existsSync } from 'node:fs';
import { type JournalReader, memoryJournal, readJournal } from '@numroute/journal';
import type { Io } from '../io.ts';
import type { Config } from './config.ts';
import { openDatabase } from './open-database.ts';

/** The journal of a config, to be read: also while another process works with it. Nothing is created. */
export async function openReader(io: Io, config: Config): Promise<JournalReader> {
  const reader = await findReader(config);
  if (reader) return reader;
  io.stderr.write(
    `There is no journal at ${config.journal}. If anything was bought with it, it was moved or deleted.\n`,
  );
  const empty = memoryJournal({ acceptOrphans: true });
  return { ...empty, close: async () => undefined };
}

/** As `openReader`; undefined where there is no journal. */
export async function findReader(
  config: Pick<Config, 'file' | 'journal'>,
): Promise<JournalReader | undefined> {
  const { journal: file } = config;
  if (typeof file === 'object') return await openDatabase(file, config.file);
  // A log without its file is no absence of a journal, but damage.
  return existsSync(file) || existsSync(`${file}-wal`) ? readJournal({ file }) : undefined;
}
