import { formatDecimal } from '@numroute/core';
import type { AttemptEvent, JournalEntry, WantRecord } from '@numroute/journal';
import {
  countedOf,
  marketOf,
  PLACES,
  entryOf as parsed,
  rowOf,
  tellsPerson,
  eventOf as told,
  wantOf,
} from '@numroute/journal/parts';
import type { Row } from '../store/database.ts';
import { cell, textOf } from '../store/names.ts';

type Columns = Readonly<Record<string, string | number | boolean | null>>;

/** What of an attempt never changes. */
export function firstColumns(entry: JournalEntry): Columns {
  const [id, want, provider, , sentAt] = rowOf(entry);
  const { service, country } = entry.offer;
  return {
    id: cell(id),
    want: want === null ? null : cell(want),
    provider: cell(provider),
    sent_at: sentAt,
    beside: entry.beside === true,
    service: cell(service),
    country: cell(country),
    market: cell(marketOf(entry.offer)),
  };
}

/** What a later event may change. */
export function changingColumns(entry: JournalEntry): Columns {
  const [, , , state, , since, orderId, record] = rowOf(entry);
  const { promised, currency, units, numbers, over, codes } = countedOf(entry);
  return {
    state,
    since,
    order_id: orderId === null ? null : cell(orderId),
    personal: tellsPerson(entry),
    record,
    promised,
    currency: cell(currency),
    amount: formatDecimal({ units: units ?? 0n, scale: PLACES }),
    unread: units === undefined ? 1 : 0,
    numbers,
    done: over,
    codes,
  };
}

/** An entry, and how many events have made it. */
export interface Known {
  readonly entry: JournalEntry;
  readonly version: number;
}

export function knownOf(row: Row | undefined): Known | undefined {
  const entry = parsed(row);
  return entry && { entry, version: Number(row?.['version']) };
}

export const entriesOf = (rows: readonly Row[]): readonly JournalEntry[] =>
  rows.flatMap((row) => parsed(row) ?? []);

export const eventOf = (row: Row): AttemptEvent =>
  told({ ...row, at: Number(row['at']), attempt: textOf(row['attempt']) });

export function wantAt(row: Row | undefined): WantRecord | undefined {
  if (!row) return undefined;
  const texts = ['id', 'key', 'buyer', 'print'].map((name) => [
    name,
    row[name] === null ? null : textOf(row[name]),
  ]);
  return wantOf({ ...row, ...Object.fromEntries(texts) });
}
