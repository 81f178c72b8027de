import { NumrouteError, systemClock } from '@numroute/core';
import { Database } from './database.ts';
import type { PriceHistory, PriceHistoryOptions } from './history.ts';
import { Keeping } from './keeping.ts';
import { Reading } from './reading.ts';
import { Recording } from './recording.ts';

const KEEP_MS = 90 * 86_400_000;
const MOST = 200_000_000;
const LEAST_MOST = 100_000;

/**
 * Opens a file of price samples.
 *
 * @throws {NumrouteError} INVALID_INPUT The file is none of price samples or cannot be used, or an option is wrong.
 */
export async function openPriceHistory(options: PriceHistoryOptions): Promise<PriceHistory> {
  const { file, keepMs = KEEP_MS, most = MOST, clock = systemClock } = options;
  if (!(keepMs > 0)) throw NumrouteError.input('keepMs', 'milliseconds above zero', String(keepMs));
  if (!(most >= LEAST_MOST)) throw NumrouteError.input('most', `at least ${LEAST_MOST} bytes`, String(most));
  const database = await Database.open(file, clock);
  const recording = new Recording(database);
  const reading = new Reading(database);
  const keeping = new Keeping(database, { most, keep: Math.ceil(keepMs / 1000) });
  const close = async (): Promise<void> => {
    if (database.sqlite.isOpen) database.sqlite.close();
  };
  return {
    record: async (look) => {
      await keeping.makeRoom();
      await recording.record(look);
      await keeping.thin(Math.floor(clock.now() / 1000));
    },
    spans: (filter = {}) => reading.spans(filter),
    forget: async (before) => {
      const count = await keeping.forget(Math.floor(before / 1000));
      await keeping.shrink();
      return count;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
