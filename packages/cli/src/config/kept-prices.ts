import { dirname, resolve } from 'node:path';
import type { PriceHistoryOptions } from '@numroute/prices';
import { type Check, isObject } from './check.ts';
import type { JournalPlace } from './journal-place.ts';

/** Where prices are kept, and how much of them. The file is absolute. */
export type KeptPrices = Pick<PriceHistoryOptions, 'file' | 'keepMs' | 'most'>;

const FILE = 'a file name such as "numroute-prices.sqlite"';

/**
 * @param config The config file, absolute.
 */
export function keptPricesAt(check: Check, raw: unknown, config: string, journal: JournalPlace): KeptPrices {
  const entry = isObject(raw) ? check.object(raw, 'prices', ['file', 'keep', 'most']) : undefined;
  const name = check.text(entry?.['file'] ?? raw, entry ? 'prices.file' : 'prices', FILE);
  const file = resolve(dirname(config), name);
  if (file === journal)
    check.refuse('prices', 'a file of its own; this one remembers orders', JSON.stringify(name));
  const { keep, most } = entry ?? {};
  return {
    file,
    ...(keep !== undefined && { keepMs: check.span(keep, 'prices.keep') }),
    ...(most !== undefined && { most: bytesAt(check, most, 'prices.most') }),
  };
}

const UNITS: Readonly<Record<string, number>> = { kB: 1_000, MB: 1_000_000, GB: 1_000_000_000 };
const LEAST = 1_000_000;

function bytesAt(check: Check, value: unknown, place: string): number {
  const expected = 'a size of at least 1MB, such as "200MB" or "2GB"';
  const text = check.text(value, place, expected);
  const [, count, unit = ''] = /^(\d{1,6}) ?(kB|MB|GB)$/.exec(text) ?? [];
  const bytes = Number(count) * (UNITS[unit] ?? Number.NaN);
  if (text && !(bytes >= LEAST)) check.refuse(place, expected, JSON.stringify(text.slice(0, 20)));
  return bytes;
}
