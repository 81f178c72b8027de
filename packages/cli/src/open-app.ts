import { existsSync } from 'node:fs';
import { type JournalReader, memoryJournal, readJournal } from '@numroute/journal';
import type { RouterEvent } from '@numroute/router';
import { type App, compose, composePrices, type Prices } from './compose.ts';
import type { Config } from './config.ts';
import type { Io } from './io.ts';
import { loadAccounts } from './plugins.ts';

/** The router that a config describes, with its journal, which has one owner at a time. */
export async function openApp(config: Config, onEvent: (event: RouterEvent) => void): Promise<App> {
  const { rates, currency, budgets, sharedAccounts, sideBySide, keepCodesMs, journal } = config;
  return await compose({
    accounts: await loadAccounts(config),
    rates,
    options: { onEvent, budgets, sharedAccounts, ...(sideBySide !== undefined && { sideBySide }) },
    ...(currency !== undefined && { currency }),
    journal,
    ...(keepCodesMs !== undefined && { keepCodesMs }),
  });
}

/** What compares the prices of a config's providers. */
export async function openPrices(config: Config, onEvent: (event: RouterEvent) => void): Promise<Prices> {
  const { rates, currency } = config;
  const accounts = await loadAccounts(config);
  return composePrices({
    accounts,
    rates,
    options: { onEvent },
    ...(currency !== undefined && { currency }),
  });
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
