import { DueHeap } from '../time/due-heap.ts';
import { LastCalls } from './last-calls.ts';
import type { OpenOrderList } from './open-order-list.ts';
import { findPrice } from './poll-cost.ts';
import { nextDue, type PolledOrder, type PollPolicy } from './polled-order.ts';

/** Prices are found for so long ahead: long enough that many orders are due, short enough to be soon noticed. */
const LONGEST_AHEAD_MS = 10_000;
const SHORTEST_AHEAD_MS = 1_000;

/** Turns that nobody took lower the price a little, orders that wait too long for theirs raise it. */
const TRIM = 1.03;
const MOST_TRIM = 8;
/** Among more, the price that they share is exact enough, and so many of them are compared for a turn left over. */
const MOST_COMPARED = 2_048;
/** How exactly they are compared: a part of a step of the price. */
const PRICE_STEP = 0.25;
/** Of the time ahead: as late as this is as good as in time, and keeps every turn taken. */
const LATE = 0.3;

/**
 * In a larger crowd nobody goes through all of it at once. Each time that one comes back or joins, so
 * many others are given their due time anew: everybody is, so many times between two of its own turns.
 */
const ANEW = 16;
/** Whoever seems due is dated anew, too: after the price has risen many are not, and so many are passed over for one turn. */
const MOST_PASSED = 128;
/** Between two prices of a larger crowd so many turns are taken, or what a price costs would weigh on few. */
const TURNS_A_PRICE = 64;

/**
 * Whose turn it is to be asked for. Everybody is looked at when the timetable says so, for one price
 * of a look that holds for all. Where that is more than the limit allows the price rises until it
 * is not: then whoever is asked for is whoever gains most by it. A few are compared one by one.
 */
export class Turns {
  readonly #rate: number;
  readonly #gapMs: number;
  readonly #openOrders: OpenOrderList | undefined;
  readonly #heap = new DueHeap<PolledOrder>();
  readonly #hurried = new Set<PolledOrder>();
  readonly #lastCalls = new LastCalls();
  #pollPolicy: PollPolicy;
  #price = 0;
  #trim = 1;
  #wasIdle = false;
  #reviewAt = 0;
  #sizeAtReview = 0;
  /** Who is next to be given its due time anew, by its place. */
  #anew = 0;

  /** @param rate Requests per millisecond, at most. */
  constructor(pollPolicy: PollPolicy, rate: number, openOrders: OpenOrderList | undefined) {
    this.#pollPolicy = pollPolicy;
    this.#gapMs = pollPolicy.gapMs;
    this.#rate = rate;
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
    this.#lastCalls.add(order.expires);
    if (!this.#isLarge) return;
    for (let left = ANEW; left > 0; left -= 1) {
      this.#anew = (this.#anew + 1) % this.size;
      const other = this.#heap.items[this.#anew];
      if (other) this.#redate(other, now);
    }
  }

  /** While it is being asked for. */
  take(order: PolledOrder): void {
    if (order.place < 0) return;
    this.#heap.remove(order);
    this.#lastCalls.remove(order.expires);
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
    const top = this.#firstDue(now);
    if (!top) return soonest;
    if (top.due <= now) return top;
    this.#wasIdle = true;
    const best = this.#bestTurn(now, top.due);
    return typeof best === 'number' ? Math.min(best, soonest) : best;
  }

  #firstDue(now: number): PolledOrder | undefined {
    for (let left = this.#isLarge ? MOST_PASSED : 0; left > 0; left -= 1) {
      const { top } = this.#heap;
      if (!top || top.due > now) return top;
      this.#redate(top, now);
      if (top.due <= now) return top;
    }
    return this.#heap.top;
  }

  /** A turn that nobody is due for would be lost: it goes to whoever would be due at the highest price. */
  #bestTurn(now: number, nextDueAt: number): PolledOrder | number {
    if (this.#price === 0) return nextDueAt;
    const { dearest } = this.#pollPolicy.schedule;
    let [best, highest, soonest]: [PolledOrder | undefined, number, number] = [undefined, 0, nextDueAt];
    const { items } = this.#heap;
    const every = Math.ceil(items.length / MOST_COMPARED);
    for (let place = 0; place < items.length; place += every) {
      const order = items[place];
      if (!order || this.#isCovered(order, now)) continue;
      const isDueAt = (price: number): boolean => nextDue(order, now, price, this.#pollPolicy) <= now;
      if (!isDueAt(highest)) {
        if (!best) soonest = Math.min(soonest, nextDue(order, now, 0, this.#pollPolicy));
        continue;
      }
      best = order;
      let stride = PRICE_STEP;
      while (highest + stride <= dearest && isDueAt(highest + stride)) {
        highest += stride;
        stride *= 2;
      }
      for (stride /= 2; stride >= PRICE_STEP; stride /= 2) if (isDueAt(highest + stride)) highest += stride;
    }
    return best ?? soonest;
  }

  #isCovered(order: PolledOrder, now: number): boolean {
    return this.#openOrders?.covers(order, now) ?? false;
  }

  #dueOf(order: PolledOrder, now: number): number {
    return nextDue(order, now, this.#isCovered(order, now) ? 0 : this.#price, this.#pollPolicy);
  }

  get #isLarge(): boolean {
    return this.size > MOST_COMPARED;
  }

  #redate(order: PolledOrder, now: number): void {
    order.due = this.#dueOf(order, now);
    this.#heap.moved(order);
  }

  #reorder(now: number): void {
    for (const order of this.#heap.items) order.due = this.#dueOf(order, now);
    this.#heap.reorder();
  }

  #review(now: number): void {
    const { size } = this;
    if (now < this.#reviewAt && size < 1.25 * this.#sizeAtReview) return;
    const longest = this.#isLarge
      ? Math.max(LONGEST_AHEAD_MS, (2 * TURNS_A_PRICE) / this.#rate)
      : LONGEST_AHEAD_MS;
    const ahead = Math.min(Math.max(size / (4 * this.#rate), SHORTEST_AHEAD_MS), longest);
    this.#reviewAt = now + ahead / 2;
    this.#sizeAtReview = Math.max(size, 32);
    // An eighth of the turns at most go to those whose gap is over: the rest is spent where it gains most.
    this.#pollPolicy = {
      ...this.#pollPolicy,
      gapMs: Math.max(this.#gapMs, (8 * size) / this.#rate),
      beginsBy: this.#lastCalls.plan(now, this.#rate),
    };
    this.#trimPrice(now, ahead);
    this.#price = this.#findPrice(now, ahead);
    if (!this.#isLarge) this.#reorder(now);
  }

  #trimPrice(now: number, ahead: number): void {
    const late = now - (this.#heap.top?.due ?? now);
    if (this.#price === 0) this.#trim = 1;
    else if (this.#wasIdle) this.#trim = Math.min(this.#trim * TRIM, MOST_TRIM);
    else if (late > LATE * ahead) this.#trim = Math.max(this.#trim / TRIM, 1 / MOST_TRIM);
    this.#wasIdle = false;
  }

  #findPrice(now: number, ahead: number): number {
    const { pauseMs } = this.#pollPolicy.schedule;
    const rate = this.#rate - (this.#openOrders?.isTrusted(now) ? 1 / pauseMs : 0);
    if (this.size / pauseMs <= rate) return 0;
    // Due by itself is then only whoever must be asked for whatever it costs.
    if (this.size <= MOST_COMPARED) return this.#pollPolicy.schedule.dearest;
    const competes = (order: PolledOrder): boolean => !this.#isCovered(order, now);
    const demand = { orders: this.#heap.items, competes, pollPolicy: this.#pollPolicy };
    return findPrice(demand, now, now + ahead, Math.max(1, rate * ahead * this.#trim), this.#price);
  }
}
