import { DueHeap } from '../time/due-heap.ts';
import type { OpenOrderList } from './open-order-list.ts';
import { findPrice } from './poll-cost.ts';
import { nextDue, type PolledOrder, type PollPolicy } from './polled-order.ts';

/** Prices are found for so long ahead: long enough that many orders are due, short enough to be soon noticed. */
const LONGEST_AHEAD_MS = 10_000;
const SHORTEST_AHEAD_MS = 1_000;

/** Turns that nobody took lower the price a little, orders that wait too long for theirs raise it. */
const TRIM = 1.03;
const MOST_TRIM = 8;
/** Of the time ahead: as late as this is as good as in time, and keeps every turn taken. */
const LATE = 0.3;

/**
 * Whose turn it is to be asked for. Everybody is looked at when the timetable says so, for one price
 * of a look that holds for all. Where that is more than the limit allows the price rises until it
 * is not: then whoever is asked for is whoever gains most by it.
 */
export class Turns {
  readonly #rate: number;
  readonly #pollMs: number;
  readonly #gapMs: number;
  readonly #openOrders: OpenOrderList | undefined;
  readonly #heap = new DueHeap<PolledOrder>();
  readonly #hurried = new Set<PolledOrder>();
  #pollPolicy: PollPolicy;
  #price = 0;
  #trim = 1;
  #wasIdle = false;
  #reviewAt = 0;
  #sizeAtReview = 0;

  /** @param rate Requests per millisecond, at most. */
  constructor(pollPolicy: PollPolicy, rate: number, pollMs: number, openOrders: OpenOrderList | undefined) {
    this.#pollPolicy = pollPolicy;
    this.#gapMs = pollPolicy.gapMs;
    this.#rate = rate;
    this.#pollMs = Math.max(1, pollMs);
    this.#openOrders = openOrders;
  }

  /** How many wait for their turn. */
  get size(): number {
    return this.#heap.items.length;
  }

  get pollPolicy(): PollPolicy {
    return this.#pollPolicy;
  }

  add(order: PolledOrder, now: number): void {
    order.due = this.#dueOf(order, now);
    this.#heap.add(order);
  }

  /** While it is being asked for. */
  take(order: PolledOrder): void {
    if (order.place < 0) return;
    this.#heap.remove(order);
    this.#hurried.delete(order);
  }

  leave(order: PolledOrder): void {
    this.take(order);
    this.#hurried.delete(order);
  }

  hurry(order: PolledOrder): void {
    this.#hurried.add(order);
  }

  isHurried(order: PolledOrder): boolean {
    return this.#hurried.has(order);
  }

  postpone(order: PolledOrder, until: number): void {
    order.due = Math.ceil(until);
    this.#heap.moved(order);
  }

  /** After something changed for everybody. */
  replan(now: number): void {
    this.#reviewAt = 0;
    this.#reorder(now);
  }

  /** Whose turn it is, or when it will be somebody's. */
  next(now: number): PolledOrder | number {
    this.#review(now);
    let soonest = Number.POSITIVE_INFINITY;
    for (const order of this.#hurried) {
      if (order.place < 0) continue;
      const allowed = order.asked + order.floorMs;
      if (allowed <= now) return order;
      soonest = Math.min(soonest, allowed);
    }
    const { top } = this.#heap;
    if (!top) return soonest;
    if (top.due <= now) return top;
    this.#wasIdle = true;
    return Math.min(top.due, soonest);
  }

  #isCovered(order: PolledOrder, now: number): boolean {
    return this.#openOrders?.covers(order, now) ?? false;
  }

  #dueOf(order: PolledOrder, now: number): number {
    return nextDue(order, now, this.#isCovered(order, now) ? 0 : this.#price, this.#pollPolicy);
  }

  #reorder(now: number): void {
    for (const order of this.#heap.items) order.due = this.#dueOf(order, now);
    this.#heap.reorder();
  }

  #review(now: number): void {
    const { size } = this;
    if (now < this.#reviewAt && size < 1.25 * this.#sizeAtReview) return;
    const ahead = Math.min(Math.max(size / (4 * this.#rate), SHORTEST_AHEAD_MS), LONGEST_AHEAD_MS);
    this.#reviewAt = now + ahead / 2;
    this.#sizeAtReview = Math.max(size, 32);
    const [price, gapMs] = [this.#price, this.#pollPolicy.gapMs];
    // An eighth of the turns at most go to those whose gap is over: the rest is spent where it gains most.
    this.#pollPolicy = { ...this.#pollPolicy, gapMs: Math.max(this.#gapMs, (8 * size) / this.#rate) };
    this.#trimPrice(now, ahead);
    this.#price = this.#findPrice(now, ahead);
    if (price !== this.#price || gapMs !== this.#pollPolicy.gapMs) this.#reorder(now);
  }

  #trimPrice(now: number, ahead: number): void {
    const late = now - (this.#heap.top?.due ?? now);
    if (this.#price === 0) this.#trim = 1;
    else if (this.#wasIdle) this.#trim = Math.min(this.#trim * TRIM, MOST_TRIM);
    else if (late > LATE * ahead) this.#trim = Math.max(this.#trim / TRIM, 1 / MOST_TRIM);
    this.#wasIdle = false;
  }

  #findPrice(now: number, ahead: number): number {
    const rate = this.#rate - (this.#openOrders?.isTrusted(now) ? 1 / this.#pollMs : 0);
    if (this.size / this.#pollMs <= rate) return 0;
    const competes = (order: PolledOrder): boolean => !this.#isCovered(order, now);
    const demand = { orders: this.#heap.items, competes, pollPolicy: this.#pollPolicy };
    return findPrice(demand, now, now + ahead, Math.max(1, rate * ahead * this.#trim));
  }
}
