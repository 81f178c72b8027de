import { NumrouteError } from '@numroute/core';
import { type AttemptEvent, type JournalEntry, needsLease, transition } from '@numroute/journal';
import { eventRow } from '@numroute/journal/parts';
import type { Database, Row } from '../store/database.ts';
import { failure, isPassing, isRefused } from '../store/errors.ts';
import { cell } from '../store/names.ts';
import type { Fence } from './fence.ts';
import { readKnown } from './reads.ts';
import { changingColumns, firstColumns, type Known } from './rows.ts';

/** Somebody else wrote first each time. */
const MOST_TRIES = 100;

/** So many unfinished attempts are remembered; what is not is read. */
const MOST_KNOWN = 10_000;

type Value = string | number | boolean | null;

export interface AppendParts {
  readonly database: Database;
  readonly schema: string;
  /** Tells this journal's events from those of others. */
  readonly writer: string;
  readonly fence: Fence;
}

/** Writes events, each with the entry that follows from it, in one statement. */
export class Appends {
  readonly #parts: AppendParts;
  readonly #known = new Map<string, Known>();
  /** What is under way, by attempt: of one attempt one after the other, or they would only be in each other's way. */
  readonly #lines = new Map<string, Promise<unknown>>();

  constructor(parts: AppendParts) {
    this.#parts = parts;
  }

  /**
   * @throws {NumrouteError} WRONG_STATE, NOT_OWNER Nothing was written, and nothing will be by trying again.
   * @throws {NumrouteError} UNAVAILABLE `cause` says whether PostgreSQL refused it; else it may be written.
   */
  async append(event: AttemptEvent): Promise<JournalEntry> {
    const { attempt } = event;
    const before = this.#lines.get(attempt) ?? Promise.resolve();
    const written = before.then(
      () => this.#append(event),
      () => this.#append(event),
    );
    this.#lines.set(attempt, written);
    try {
      return await written;
    } finally {
      if (this.#lines.get(attempt) === written) this.#lines.delete(attempt);
    }
  }

  async #append(event: AttemptEvent): Promise<JournalEntry> {
    const { database, schema, fence } = this.#parts;
    const isAct = needsLease(event);
    let known = this.#known.get(event.attempt);
    if (known === undefined && event.kind !== 'intent')
      known = await readKnown(database, schema, event.attempt);
    for (let tries = 1; ; tries += 1) {
      const record = this.#after(known, event);
      // A stale memory forbids what the journal allows.
      if (!record) {
        this.#known.delete(event.attempt);
        known = await readKnown(database, schema, event.attempt);
        transition(known?.entry, event);
        continue;
      }
      const written = await this.#write(event, known, record, isAct);
      if (written) return this.#remember({ ...record, number: written.number }, written.version);
      if (isAct) await fence.mustHold(event.kind === 'intent' ? event.offer.provider : record.offer.provider);
      if (tries >= MOST_TRIES) throw new NumrouteError('UNAVAILABLE', 'journal: others write too fast', {});
      known = await readKnown(database, schema, event.attempt);
    }
  }

  /** Undefined where what is remembered may be old. */
  #after(known: Known | undefined, event: AttemptEvent): JournalEntry | undefined {
    try {
      return { ...transition(known?.entry, event), number: known?.entry.number ?? 0 };
    } catch (error) {
      if (known && this.#known.get(event.attempt) === known) return undefined;
      throw error;
    }
  }

  async #write(
    event: AttemptEvent,
    known: Known | undefined,
    after: JournalEntry,
    isAct: boolean,
  ): Promise<{ readonly number: number; readonly version: number } | undefined> {
    const { schema: s, writer, fence } = this.#parts;
    const values: Value[] = [];
    const put = (value: Value): string => `$${values.push(value)}`;
    const provider = put(cell(after.offer.provider));
    // Locked, so that a takeover waits for this, or this for it and fails.
    const held = isAct
      ? `SELECT 1 FROM ${s}.lease WHERE provider = ${provider} AND fence = ${put(fence.number)}
         AND until > clock_timestamp() FOR SHARE`
      : `SELECT 1 WHERE ${provider}::text IS NOT NULL`;
    const columns = Object.entries(
      known ? changingColumns(after) : { ...firstColumns(after), ...changingColumns(after) },
    );
    const up = known
      ? `UPDATE ${s}.attempt SET ${columns.map(([name, value]) => `${name} = ${put(value)}`).join(', ')}, version = version + 1
         WHERE id = ${put(cell(after.id))} AND version = ${put(known.version)} AND EXISTS (SELECT 1 FROM held)
         RETURNING number, id, version`
      : `INSERT INTO ${s}.attempt (${columns.map(([name]) => name).join(', ')}, buyer)
         SELECT ${columns.map(([name, value]) => `${put(value)}${types[name] ?? '::text'}`).join(', ')}, ${buyer(s, put(after.want === undefined ? null : cell(after.want)), provider)}
         FROM held RETURNING number, id, version`;
    const [at, , kind, by, body] = eventRow(event);
    const text = `WITH held AS MATERIALIZED (${held}), up AS (${up}),
      ev AS (INSERT INTO ${s}.event (at, attempt, kind, by, writer, fence, body)
        SELECT ${put(at)}::bigint, id, ${put(kind)}, ${put(by)}, ${put(writer)}, ${put(fence.number)}::bigint, ${put(body)} FROM up RETURNING 1)
      SELECT number, version FROM up, ev`;
    const row = await this.#sent(text, values, after.id);
    return row && { number: Number(row['number']), version: Number(row['version']) };
  }

  async #sent(text: string, values: readonly Value[], attempt: string): Promise<Row | undefined> {
    for (let tries = 1; ; tries += 1) {
      try {
        return (await this.#parts.database.write(text, values))[0];
      } catch (error) {
        if (isPassing(error) && tries < MOST_TRIES) continue;
        if (!isRefused(error)) this.#known.delete(attempt);
        throw failure(error, 'written');
      }
    }
  }

  #remember(entry: JournalEntry, version: number): JournalEntry {
    this.#known.delete(entry.id);
    this.#known.set(entry.id, { entry, version });
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_KNOWN && oldest !== undefined) this.#known.delete(oldest);
    return entry;
  }
}

/** Of the columns that are no text. */
const types: Readonly<Record<string, string>> = {
  sent_at: '::bigint',
  since: '::bigint',
  beside: '::boolean',
  personal: '::boolean',
  promised: '::boolean',
  amount: '::numeric',
  unread: '::int',
  numbers: '::int',
  done: '::int',
  codes: '::int',
};

/** Whose purchase it is; of what one request bought beyond its want, whose the account's purchase before it is. */
const buyer = (s: string, want: string, provider: string): string => `
  (SELECT w.buyer FROM ${s}.want w WHERE w.id = coalesce(${want}::text, (SELECT a.want FROM ${s}.attempt a
    WHERE a.provider = ${provider} AND a.want IS NOT NULL ORDER BY a.number DESC LIMIT 1)))`;
