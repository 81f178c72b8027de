import type { Money, OrderRef } from '@numroute/core';
import type { AttemptEvent, AttemptRecord, AttemptState, Uptime } from './attempt/index.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Outcomes, OutcomesFilter, SpentFilter } from './counting/filters.ts';

/** One `buy` as its caller asked for it. */
export interface WantRecord {
  readonly id: string;
  /** The caller's own name for it: what is asked for under one key is bought once. */
  readonly key?: string;
  /** On whose behalf, in the caller's words. */
  readonly buyer?: string;
  /** `code`: numbers are tried until a code comes. Absent: one number is bought. */
  readonly kind?: 'code';
  /** All that was asked for, as one text: the same key with another print is a mistake. */
  readonly print: string;
  readonly at: number;
}

/** An attempt with the number by which its journal knows it: 1, 2, 3…, never given twice. */
export interface JournalEntry extends AttemptRecord {
  readonly number: number;
}

/** What a journal takes on the disk. */
export interface JournalDisk {
  /** All of its files together. */
  readonly bytes: number;
  /** When it was last backed up, as far as that was noted; milliseconds since 1970. Absent: never. */
  readonly lastBackupAt?: number;
}

/** Parts that are absent do not restrict. */
export interface EntryFilter {
  readonly states?: readonly AttemptState[];
  readonly want?: string;
  readonly provider?: string;
  readonly buyer?: string;
  /** The key of the want. */
  readonly key?: string;
  /** Of the offer. */
  readonly service?: string;
  /** Of the offer. */
  readonly country?: string;
  /** Numbers above this one. */
  readonly after?: number;
  /** Numbers below this one. */
  readonly before?: number;
  /** Sent at or after; milliseconds since 1970. */
  readonly sentSince?: number;
  /** Sent before; milliseconds since 1970. */
  readonly sentUntil?: number;
  /** The vendor's id of the order, at whatever provider. */
  readonly order?: string;
  /** The highest numbers first. Absent: the lowest first. */
  readonly newestFirst?: boolean;
  /**
   * No more than so many, the first of that order. Pages: `after` the last number of the page before, or
   * `before` it. Where few of many attempts fit, `pagesOf` reads them without holding others up.
   */
  readonly most?: number;
}

/**
 * The memory of everything that was bought or may have been. Its events are the truth and are only
 * appended; entries are what follows from them. A write is durable when its promise resolves, and a
 * rejected write before a purchase means that nothing is sent.
 *
 * It keeps two rules whatever the engine does. At an account there is at most one unresolved purchase, or
 * several that all are `beside`, and none is begun beside one that is in doubt. For a want there is at most
 * one live attempt.
 */
export interface Journal {
  /** The want as it was first written: under a known key, the earlier one. */
  openWant(want: WantRecord): Promise<WantRecord>;

  /**
   * The entry after the event.
   *
   * @throws {NumrouteError} WRONG_STATE The lifecycle does not allow it, or it breaks a rule.
   */
  append(event: AttemptEvent): Promise<JournalEntry>;

  /** By the attempt's id. */
  findAttempt(id: string): Promise<JournalEntry | undefined>;
  /** By the attempt's number. */
  findNumber(number: number): Promise<JournalEntry | undefined>;
  /** The latest: some vendors give an id out again. */
  findOrder(ref: OrderRef): Promise<JournalEntry | undefined>;
  /** By the want's id. */
  findWant(id: string): Promise<WantRecord | undefined>;
  /**
   * By number, the lowest or the highest first.
   *
   * @throws {NumrouteError} INVALID_INPUT `most` is no whole number above zero.
   */
  list(filter: EntryFilter): Promise<readonly JournalEntry[]>;
  /**
   * What attempts cost or may cost, one sum for each currency that has any: exact decimals, in no order.
   * Money that is `free` or `returned` counts nothing. All else counts what `costOf` says, money that is
   * `due` included, because a promise is no refund. An amount that is negative or cannot be read counts
   * as the attempt's `maxPrice`.
   *
   * A buyer is the one of the attempt's want, which is opened before its intent. A surplus order has no
   * want, and counts for the buyer of the account's latest purchase that was written before it.
   *
   * Asked before each purchase, so it takes no longer on a long journal.
   *
   * @throws {NumrouteError} INVALID_INPUT A part of the filter is none; or an attempt that counts has no
   *   amount that can be read, and the message names it.
   */
  spent(filter: SpentFilter): Promise<readonly Money[]>;
  /**
   * What became of an account's numbers, as fast.
   *
   * @throws {NumrouteError} INVALID_INPUT A part of the filter is none.
   */
  outcomes(filter: OutcomesFilter): Promise<Outcomes>;
  /** Everything that happened to an attempt, oldest first. */
  history(attempt: string): Promise<readonly AttemptEvent[]>;

  /** Keeps what the balance of a provider was, and all that it rests on, in the place of the earlier one. */
  writeCheckpoint(provider: string, anchor: Checkpoint): Promise<void>;
  /** The latest of a provider. */
  readCheckpoint(provider: string): Promise<Checkpoint | undefined>;

  /**
   * Keeps a text under a name, in the place of the earlier one; undefined: none any more. What whoever works
   * with the journal has to remember beside the purchases: the journal reads nothing in it.
   */
  writeNote(name: string, text: string | undefined): Promise<void>;
  /** The notes whose names begin so, by name, in the order of their names. */
  readNotes(prefix: string): Promise<ReadonlyMap<string, string>>;

  /** Clears phones, codes and texts of what ended before; resolves with how many attempts. Money facts stay. */
  forget(endedBefore: number): Promise<number>;
  /** Every event so far, oldest first, each as one line of JSON. */
  exportLines(): AsyncIterable<string>;
  /**
   * An earlier run ended without closing it. Nobody knows what that run sent last, so the vendors'
   * limits count as used up.
   */
  readonly wasLeft?: boolean;
  /**
   * The uptime of the machine that the journal is on, which is what counts from one run to the next.
   * Absent: runs are dated by the wall clock, and one that is set forward between two runs makes what
   * the first one left look older than it is.
   */
  uptime?(): Uptime | undefined;
  /** What it takes on the disk. Absent: it is on none, or cannot tell. */
  disk?(): Promise<JournalDisk>;
  /**
   * Tells of each event that others write to the same store, once, with the entry as it is by then: never
   * before what it follows from. Absent: nobody else can write.
   *
   * @returns Ends it.
   */
  subscribe?(tell: (entry: JournalEntry, event: AttemptEvent) => void): () => void;
  /**
   * Whether this process may act at the accounts of these providers. Absent: whoever has the journal may.
   *
   * @throws {NumrouteError} NOT_OWNER Another process acts there, or none.
   * @throws {NumrouteError} UNAVAILABLE It may, once its lease is renewed; or nobody can tell.
   */
  mustOwn?(providers: readonly string[]): Promise<void>;
  /** Resolves when everything is on the disk and the file is free. Its owner calls it. */
  close?(): Promise<void>;
}
