import { existsSync } from 'node:fs';
import {
  type Journal,
  type JournalReader,
  memoryJournal,
  readJournal,
  sqliteJournal,
} from '@numroute/journal';
import type { RouterEvent } from '@numroute/router';
import { type App, compose } from './compose.ts';
import type { Config } from './config.ts';
import type { Io } from './io.ts';
import { loadAccounts } from './plugins.ts';

/** The router that a config describes. Only who needs the journal opens it: it has one owner at a time. */
export async function openApp(
  config: Config,
  onEvent: (event: RouterEvent) => void,
  needs: 'journal' | 'none',
): Promise<App> {
  const accounts = await loadAccounts(config);
  const { rates, currency, budgets, sharedAccounts, keepCodesMs } = config;
  const journal: Journal =
    needs === 'none' ? memoryJournal({ acceptOrphans: true }) : sqliteJournal({ file: config.journal });
  try {
    if (keepCodesMs !== undefined) await journal.forget(Date.now() - keepCodesMs);
    return compose({
      accounts,
      rates,
      options: { onEvent, budgets, sharedAccounts },
      ...(currency !== undefined && { currency }),
      journal,
    });
  } catch (error) {
    // A journal that stays open would keep the next process out.
    await journal.close?.();
    throw error;
  }
}

/** The journal of a config, to be read: also while another process works with it. Nothing is created. */
export function openReader(io: Io, { journal: file }: Config): JournalReader {
  // A log without its file is no absence of a journal, but damage.
  if (existsSync(file) || existsSync(`${file}-wal`)) return readJournal({ file });
  io.stderr.write(
    `There is no journal at ${file}. If anything was bought with it, it was moved or deleted.\n`,
  );
  const empty = memoryJournal({ acceptOrphans: true });
  return { ...empty, close: async () => undefined };
}
