import type { OrderReport } from '@numroute/core';
import { isLastCall, type PolledOrder, type PollPolicy } from './polled-order.ts';

/** How to look at an order: for it alone, by the list of all open orders, or not before a time. */
export type Way = 'single' | 'list' | { readonly notBefore: number };

/** Fewer are asked for one by one. */
const FEWEST = 3;
const TRIAL_EVERY_MS = 10_000;
const REST_AFTER_FAILURE_MS = 10_000;
const LONGEST_REST_MS = 600_000;
const MOST_WITNESSES = 16;

/**
 * What the vendor's list of open orders is good for. One list can be a look at everybody, but
 * vendors' lists are cut off, lag, or leave out the messages, so it is believed only as far as it
 * has proven itself: a row that differs from the one before makes us ask for that order, a row
 * without a message is believed once any row had one, an order that is not in the list is asked for
 * alone, and so is everybody now and then.
 */
export class OpenOrderList {
  readonly #floorMs: number;
  /** Rows show messages: one did. */
  #proven = false;
  #underWay = false;
  #failuresInARow = 0;
  #restUntil = 0;
  #last = Number.NEGATIVE_INFINITY;
  /** Orders that had a message, and since when; a later list that shows them without one is blind. */
  readonly #witnesses = new Map<string, number>();

  constructor(floorMs: number) {
    this.#floorMs = floorMs;
  }

  get underWay(): boolean {
    return this.#underWay;
  }

  /** Whether lists tell all there is to tell about the orders in them. */
  isTrusted(now: number): boolean {
    return this.#proven && now >= this.#restUntil;
  }

  covers({ row }: PolledOrder, now: number): boolean {
    return row !== 'missing' && this.isTrusted(now);
  }

  /** @param waiting How many wait. */
  wayTo(order: PolledOrder, now: number, waiting: number, pollPolicy: PollPolicy): Way {
    if (waiting < FEWEST || now < this.#restUntil || order.row === 'missing') return 'single';
    if (isLastCall(order, now, pollPolicy)) return 'single';
    if (now - Math.max(order.asked, order.entered) >= pollPolicy.gapMs) return 'single';
    if (!this.#proven) {
      const isTime = now >= this.#last + Math.max(TRIAL_EVERY_MS, this.#floorMs);
      return isTime && !this.#underWay ? 'list' : 'single';
    }
    if (this.#underWay) return { notBefore: now + this.#floorMs };
    return now < this.#last + this.#floorMs ? { notBefore: this.#last + this.#floorMs } : 'list';
  }

  began(): void {
    this.#underWay = true;
  }

  /** @returns The orders whose row says something new, to be asked for now, with the row. */
  read(
    rows: readonly OrderReport[],
    orders: Iterable<PolledOrder>,
    startedAt: number,
    now: number,
  ): readonly (readonly [PolledOrder, OrderReport])[] {
    this.#ended(now);
    const byId = new Map(rows.map((row) => [row.id, row]));
    this.#failuresInARow = 0;
    this.#hearWitnesses(byId, startedAt, now);
    let covered = 0;
    const changed: [PolledOrder, OrderReport][] = [];
    for (const order of orders) {
      if (order.entered > startedAt) continue;
      const row = byId.get(order.id);
      order.row = row ? 'listed' : 'missing';
      if (!row) continue;
      covered += 1;
      if (row.messages.length > 0) this.#proven = true;
      if (row.status !== order.rowStatus || row.messages.length > order.rowMessages)
        changed.push([order, row]);
      else if (this.#proven) order.seen = Math.max(order.seen, startedAt);
      order.rowStatus = row.status;
      order.rowMessages = Math.max(order.rowMessages, row.messages.length);
    }
    if (covered < FEWEST) this.#restUntil = now + LONGEST_REST_MS / 10;
    return changed;
  }

  failed(retryAfterMs: number | undefined, now: number): void {
    this.#ended(now);
    this.#failuresInARow += 1;
    const own = REST_AFTER_FAILURE_MS * 2 ** (this.#failuresInARow - 1);
    this.#restUntil = now + Math.min(Math.max(retryAfterMs ?? 0, own), LONGEST_REST_MS);
  }

  /** An order alone was found to have a message. */
  delivered(id: string, now: number): void {
    this.#witnesses.set(id, now);
    const [oldest] = this.#witnesses.keys();
    if (this.#witnesses.size > MOST_WITNESSES && oldest !== undefined) this.#witnesses.delete(oldest);
  }

  #ended(now: number): void {
    this.#underWay = false;
    this.#last = now;
  }

  #hearWitnesses(rows: ReadonlyMap<string, OrderReport>, startedAt: number, now: number): void {
    for (const [id, since] of this.#witnesses) {
      const row = rows.get(id);
      if (!row || since + this.#floorMs > startedAt) continue;
      this.#witnesses.delete(id);
      if (row.messages.length > 0) this.#proven = true;
      else {
        this.#proven = false;
        this.#restUntil = now + LONGEST_REST_MS;
      }
    }
  }
}
