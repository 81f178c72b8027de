import type { Clock, Offer } from '@numroute/core';
import { type Journal, type JournalEntry, pagesOf } from '@numroute/journal';
import type { Change } from '../account/order-log.ts';
import type { Subscriber } from '../account/subscriber.ts';
import type { Belief } from '../quoting/outlook.ts';
import { Beliefs } from '../value/beliefs.ts';
import { reached } from '../value/curve.ts';
import { observationOf, waitingOf } from './observed.ts';
import type { SilentServices } from './silent-services.ts';

/** What is older is forgotten by half-lives anyway. */
const REMEMBERED_MS = 60 * 24 * 3_600_000;
/** Of orders that wait, the latest: each is counted anew at every question. */
const MOST_WAITING = 2_000;

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
  /** As counted, while the past is read; undefined afterwards. */
  #counted: Map<string, JournalEntry> | undefined;
  #reading: Promise<void> | undefined;

  /** @param silent Told of every order that is over, as far as nobody knew it before. */
  constructor(journal: Pick<Journal, 'list'>, clock: Clock, silent?: SilentServices) {
    this.#journal = journal;
    this.#silent = silent;
    this.#clock = clock;
  }

  /** What is believed now of any offer. The first call reads the past. */
  async believe(): Promise<(offer: Offer) => Belief> {
    this.#reading ??= this.#recall().catch((error: unknown) => {
      this.#reading = undefined;
      throw error;
    });
    await this.#reading;
    const now = this.#clock.now();
    return this.#beliefs.at(
      now,
      [...this.#waiting.values()].flatMap((entry) => waitingOf(entry, now) ?? []),
    );
  }

  /** Subscriber: before anybody has asked, a change is read with the rest. */
  changed(_account: unknown, { before, after }: Pick<Change, 'before' | 'after'>): void {
    if (!this.#reading) return;
    // Its page may have been read after the change.
    this.#count(this.#counted ? this.#counted.get(after.id) : before, after);
  }

  async #recall(): Promise<void> {
    // An earlier reading may have ended half-way.
    this.#beliefs = new Beliefs();
    this.#waiting.clear();
    this.#counted = new Map();
    const sentSince = this.#clock.now() - REMEMBERED_MS;
    for await (const page of pagesOf(this.#journal, { sentSince }))
      for (const entry of page) if (!this.#counted.has(entry.id)) this.#count(undefined, entry);
    this.#counted = undefined;
  }

  /** Counts what an attempt shows by now instead of what it showed before. */
  #count(before: JournalEntry | undefined, after: JournalEntry): void {
    this.#counted?.set(after.id, after);
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
    if (is && !was && !this.#counted) {
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

/** By the words that the lifecycle keeps of a refusal. */
const isSoldOut = ({ state, reason }: JournalEntry): boolean =>
  state === 'refused' && reason?.startsWith('OUT_OF_STOCK') === true;
