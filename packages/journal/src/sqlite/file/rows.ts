import type { AttemptEvent, AttemptRecord } from '../../attempt/index.ts';
import type { JournalEntry } from '../../contract.ts';

/** The columns of `attempt` but its number: what indexes need, and the whole record as JSON. */
export type AttemptRow = [
  id: string,
  want: string | null,
  provider: string,
  state: string,
  sentAt: number,
  since: number,
  orderId: string | null,
  record: string,
];

/** The columns of an attempt. */
export function rowOf(whole: AttemptRecord | JournalEntry): AttemptRow {
  const { number: _column, ...record } = { number: 0, ...whole };
  const { id, want, offer, state, sentAt, since, order } = record;
  return [
    id,
    want ?? null,
    offer.provider,
    state,
    Math.trunc(sentAt),
    Math.trunc(since),
    order?.id ?? null,
    JSON.stringify(record),
  ];
}

/** The entry that a row of an attempt holds; undefined without a row. */
export function entryOf(row: Readonly<Record<string, unknown>> | undefined): JournalEntry | undefined {
  if (!row) return undefined;
  return { ...(JSON.parse(String(row['record'])) as AttemptRecord), number: Number(row['number']) };
}

export type EventRow = [at: number, attempt: string, kind: string, by: string, body: string];

/** The columns of an event: what every kind has, and the rest as JSON. */
export function eventRow({ at, attempt, kind, by, ...body }: AttemptEvent): EventRow {
  return [Math.trunc(at), attempt, kind, by, JSON.stringify(body)];
}

/** The event that a row holds. */
export function eventOf(row: Readonly<Record<string, unknown>>): AttemptEvent {
  const { at, attempt, kind, by, body } = row;
  return { attempt, at, by, kind, ...(JSON.parse(String(body)) as object) } as AttemptEvent;
}

/** An event as a line of an export. */
export function lineOf(row: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ seq: row['seq'], ...eventOf(row) });
}
