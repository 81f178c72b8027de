import { type Clock, type Offer, Slices } from '@numroute/core';
import { type Journal, type JournalEntry, pagesOf } from '@numroute/journal';
import type { Change } from '../account/order-log.ts';
import type { Subscriber } from '../account/subscriber.ts';
import type { Belief } from '../quoting/outlook.ts';
import { Beliefs, type WaitingOrder, type WideBelief } from '../value/beliefs.ts';
import { reached } from '../value/curve.ts';
import { observationOf, waitingOf } from './observed.ts';
import type { SilentServices } from './silent-services.ts';

/** What is older is forgotten by half-lives anyway. */
export const REMEMBERED_MS: number = 60 * 24 * 3_600_000;
/** What became of an order longer ago was told to everybody before it is read. */
const RECENT_MS = 3_600_000;
/** Of orders that wait, the latest: each is counted anew at every question. */
const MOST_WAITING = 2_000;

interface Reading {
  /** The highest number that was read; without end once all is. */
  through: number;
  /**
   * As counted: what may be told of as it was before, though it was read as it is now. All others are forgotten,
   * and these, too, an hour after the reading began.
   */
  readonly moving: Map<string, JournalEntry>;
  readonly began: number;
}

/**
 * What the orders of a journal have shown. Reads the last 60 days by pages when somebody first asks, and
 * follows what happens from then on.
 */
export class Learning implements Subscriber {
  readonly #journal: Pick<Journal, 'list'>;
  readonly #clock: Clock;
  readonly #silent: SilentServices | undefined;
  #beliefs = new Beliefs();
  /** Orders that wait for their code, by attempt; the latest last. */
  readonly #waiting = new Map<string, JournalEntry>();
  /** How far the past was read; undefined before, and an hour afterwards. */
  #read: Reading | undefined;
  #reading: Promise<void> | undefined;

  /** @param silent Told of every order that is over, as far as nobody knew it before. */
  constructor(journal: Pick<Journal, 'list'>, clock: Clock, silent?: SilentServices) {
    this.#journal = journal;
    this.#silent = silent;
    this.#clock = clock;
  }

  /** What is believed now of any offer. The first call reads the past. */
  async believe(): Promise<(offer: Offer) => Belief> {
    await this.#learnt();
    const now = this.#clock.now();
    return this.#beliefs.at(now, this.#waitingAt(now));
  }

  /** As `believe`, of all that a vendor sells, or of one of its services. */
  async believeOf(provider: string): Promise<(service?: string) => WideBelief> {
    await this.#learnt();
    const now = this.#clock.now();
    return this.#beliefs.ofVendor(provider, now, this.#waitingAt(now));
  }

  #learnt(): Promise<void> {
    this.#reading ??= this.#recall().catch((error: unknown) => {
      this.#reading = undefined;
      throw error;
    });
    return this.#reading;
  }

  #waitingAt(now: number): readonly WaitingOrder[] {
    return [...this.#waiting.values()].flatMap((entry) => waitingOf(entry, now) ?? []);
  }

  /** Subscriber: before anybody has asked, a change is read with the rest. */
  changed(_account: unknown, { before, after }: Pick<Change, 'before' | 'after'>): void {
    if (!this.#reading) return;
    if (this.#read && !this.#isReading && this.#clock.now() > this.#read.began + RECENT_MS)
      this.#read = undefined;
    const read = this.#read;
    const counted = read?.moving.get(after.id);
    // It was read as it is after this, or later still.
    if (counted && (!before || shownBy(before) !== shownBy(counted))) return;
    read?.moving.set(after.id, after);
    this.#count(counted ?? (read && after.number > read.through ? undefined : before), after);
  }

  async #recall(): Promise<void> {
    // An earlier reading may have ended half-way.
    this.#beliefs = new Beliefs();
    this.#waiting.clear();
    const began = this.#clock.now();
    const moving = new Map<string, JournalEntry>();
    const read: Reading = { through: 0, moving, began };
    this.#read = read;
    const slices = new Slices();
    for await (const page of pagesOf(this.#journal, { sentSince: began - REMEMBERED_MS })) {
      for (const entry of page) {
        read.through = entry.number;
        if (!moving.has(entry.id)) {
          this.#count(undefined, entry);
          if (entry.state === 'open' || entry.since > began - RECENT_MS) moving.set(entry.id, entry);
        }
        if (slices.isOver) await slices.next();
      }
    }
    read.through = Number.POSITIVE_INFINITY;
  }

  get #isReading(): boolean {
    return this.#read !== undefined && this.#read.through < Number.POSITIVE_INFINITY;
  }

  /** Counts what an attempt shows by now instead of what it showed before. */
  #count(before: JournalEntry | undefined, after: JournalEntry): void {
    this.#waiting.delete(after.id);
    if (waitingOf(after, 0)) this.#waiting.set(after.id, after);
    const [oldest] = this.#waiting.keys();
    if (oldest !== undefined && this.#waiting.size > MOST_WAITING) this.#waiting.delete(oldest);
    this.#countCode(before, after);
    this.#countMoney(before, after);
    this.#countStock(before, after);
  }

  #countCode(before: JournalEntry | undefined, after: JournalEntry): void {
    const [was, is] = [before && observationOf(before), observationOf(after)];
    if (JSON.stringify(was) === JSON.stringify(is)) return;
    // The past is read to learn from, and told to nobody.
    if (is && !was && !this.#isReading) {
      const { hazards } = this.#beliefs.at(this.#clock.now())(after.offer);
      this.#silent?.over(after, 1 - reached(hazards, is.atRiskMs / 1_000).waits);
    }
    // A code that comes after the end takes back that there was none.
    if (was) this.#beliefs.observe({ ...was, weight: -was.weight });
    if (is) this.#beliefs.observe(is);
  }

  #countMoney(before: JournalEntry | undefined, { offer, money, codeAfterMs, since }: JournalEntry): void {
    if (before?.money === money || codeAfterMs !== undefined) return;
    if (money === 'returned' || money === 'missing') this.#beliefs.settled(offer.provider, money, since);
  }

  #countStock(before: JournalEntry | undefined, after: JournalEntry): void {
    const isSaid = (entry: JournalEntry): boolean => entry.order !== undefined || isSoldOut(entry);
    if (!isSaid(after) || (before && isSaid(before)) || after.want === undefined) return;
    const { provider, service } = after.offer;
    this.#beliefs.phantom(provider, service, after.order !== undefined, after.sentAt);
  }
}

/** All that is counted of an attempt, as one text. */
const shownBy = (entry: JournalEntry): string =>
  JSON.stringify([observationOf(entry), entry.money, entry.order === undefined, isSoldOut(entry)]);

/** By the words that the lifecycle keeps of a refusal. */
const isSoldOut = ({ state, reason }: JournalEntry): boolean =>
  state === 'refused' && reason?.startsWith('OUT_OF_STOCK') === true;
