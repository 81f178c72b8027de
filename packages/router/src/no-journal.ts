import { NumrouteError } from '@numroute/core';
import type { Journal } from '@numroute/journal';

const refuse = async (): Promise<never> => {
  throw NumrouteError.input(
    'journal',
    'sqliteJournal({ file }) of @numroute/journal, or memoryJournal({ acceptOrphans: true }): without a journal a crash would forget paid orders, so nothing is bought',
  );
};

/** What a router has that was given no journal: nothing is known and nothing may be bought. */
export const noJournal: Journal = {
  openWant: refuse,
  append: refuse,
  findAttempt: async () => undefined,
  findNumber: async () => undefined,
  findOrder: async () => undefined,
  findWant: async () => undefined,
  list: refuse,
  history: async () => [],
  writeCheckpoint: refuse,
  readCheckpoint: async () => undefined,
  forget: async () => 0,
  // biome-ignore lint/correctness/useYield: there is nothing to yield
  exportLines: async function* () {
    return;
  },
};
