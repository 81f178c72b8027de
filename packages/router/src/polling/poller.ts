import {
  type AnyNumrouteError,
  type Clock,
  can,
  type Limits,
  NumrouteError,
  type OrderReport,
  type Provider,
  toldEnd,
  unlessAborted,
} from '@numroute/core';
import { createAlarm } from '../time/alarm.ts';
import { type Arrivals, checkArrivals, usualArrivals } from './arrivals.ts';
import { OpenOrderList } from './open-order-list.ts';
import { createPace } from './pace.ts';
import type { News, PolledOrder, Told } from './polled-order.ts';
import { type Answer, type PollRequest, Requests } from './requests.ts';
import { createSchedule } from './schedule.ts';
import { Turns } from './turns.ts';

/** Polls the orders of one account that somebody waits for, in turn, by one timer. */
export interface Poller {
  /**
   * Asks for the order until left, and tells every answer. An order may be entered several times:
   * it is asked for once and all are told.
   *
   * @throws {NumrouteError} CLOSED
   */
  enter(order: Waiter, told: Told): () => void;
  /** Somebody hinted that there is news: asks for this one next. Nothing if it does not wait here. */
  hurry(id: string): void;
  /**
   * One poll now, in the vendor's lane but ahead of every order that waits here, and shared with a
   * poll under way. Whoever waits for the order is told, too.
   *
   * @throws {NumrouteError} CLOSED, or what `fetchOrder` throws.
   */
  look(id: string, signal: AbortSignal): Promise<OrderReport>;
  /** How many orders wait. */
  readonly size: number;
  /** Tells everybody who waits CLOSED, and nothing more. Polls under way end so, too. */
  close(): void;
}

export interface Waiter {
  readonly id: string;
  /** Milliseconds since 1970, like every time here. */
  readonly boughtAt: number;
  /** @default boughtAt and the vendor's lifetime, or 20 min */
  readonly expiresAt?: number;
  /** Never more often than this, nor than the vendor's own floor. */
  readonly everyMs?: number;
}

export interface PollerOptions {
  readonly clock: Clock;
  /** What the lane keeps. */
  readonly limits: Limits;
  /** Of the limit, for those who wait: the rest is for purchases and cancels. @default 0.8 */
  readonly share?: number;
  /** @default usualArrivals */
  readonly arrivals?: Arrivals;
  /** No order waits longer for its next poll, unless the limit does not allow it. Milliseconds. @default 60_000 */
  readonly gapMs?: number;
  /** Told of a list of open orders that failed. Its orders are polled one by one then. */
  readonly onListFailed?: (error: AnyNumrouteError) => void;
}

const LIFETIME_MS = 1_200_000;
/** Time for a lane that is busy, and to ask again if the last poll fails. */
const LEAD_MS = 20_000;

/** @param provider Kept within its lane by whoever gives it. */
export function createPoller(provider: Provider, options: PollerOptions): Poller {
  const { clock, limits, share = 0.8, arrivals = usualArrivals, gapMs = 60_000, onListFailed } = options;
  checkArrivals(arrivals);
  if (!(share > 0 && share <= 1)) throw NumrouteError.input('share', 'a part above 0, up to 1');
  const { id: vendor, timing } = provider.manifest;
  const { pollMs, lifetimeMs = LIFETIME_MS } = timing;
  const leadMs = Math.max(LEAD_MS, 2 * pollMs);
  const horizonMs = Math.max(lifetimeMs - leadMs, leadMs);
  const epoch = clock.monotonic();
  const ages = (): number => clock.monotonic() - epoch;
  const schedule = createSchedule(arrivals, horizonMs, pollMs);
  const pace = createPace(limits, share, clock);
  const requests = new Requests(async (id, call) => await provider.fetchOrder(id, call));
  const openOrders = can(provider, 'listOpenOrders') ? new OpenOrderList(pollMs) : undefined;
  const turns = new Turns({ schedule, horizonMs, gapMs, leadMs }, pace.rate, openOrders);
  const orders = new Map<string, PolledOrder>();
  let serial = 0;
  /** What a list said of an order that is now asked for alone. */
  const rows = new Map<PolledOrder, OrderReport>();
  const closing = new AbortController();
  const alarm = createAlarm(clock, () => work());

  const work = (): void => {
    while (!closing.signal.aborted && turns.size > 0) {
      const underWay = requests.size + (openOrders?.underWay ? 1 : 0);
      // Whatever comes back calls again.
      if (underWay >= (pace.ailing ? 1 : limits.concurrent)) break;
      const now = ages();
      const order = pace.waitMs > 0 ? now + pace.waitMs : turns.next(now);
      if (typeof order === 'number') {
        alarm.by(order - now);
        break;
      }
      send(order, now);
    }
  };

  const send = (order: PolledOrder, now: number): void => {
    const alone = !openOrders || turns.isHurried(order);
    const way = alone ? 'single' : openOrders.wayTo(order, now, orders.size, turns.pollPolicy);
    if (way === 'single') ask(order.id);
    else if (way === 'list') void list();
    else turns.postpone(order, way.notBefore);
  };

  const ask = (id: string): PollRequest => {
    const order = orders.get(id);
    if (order) turns.take(order);
    pace.spend();
    return requests.start(id, clock.monotonic(), landed);
  };

  const tell = (order: PolledOrder, news: News): void => {
    for (const told of order.listeners) {
      try {
        told(news);
      } catch {
        // A listener's failure is no reason to stop asking for the others.
      }
    }
  };

  const landed = (flight: PollRequest, answer: Answer): void => {
    const calledOff = 'thrown' in answer && flight.abort.signal.aborted;
    if (closing.signal.aborted) return;
    const error = 'thrown' in answer ? NumrouteError.from(answer.thrown, vendor) : undefined;
    if (error && !calledOff) pace.failed(error, flight.startedAt);
    else if (!error) pace.succeeded(flight.startedAt);
    const order = orders.get(flight.id);
    if (order) {
      const now = ages();
      order.asked = Math.ceil(now);
      const row = rows.get(order);
      rows.delete(order);
      if ('report' in answer) read(order, answer.report, flight.startedAt - epoch, now);
      else if (error && !calledOff) order.failuresInARow += 1;
      turns.add(order, now);
      if ('report' in answer) tell(order, { kind: 'report', report: answer.report });
      else if (error && !calledOff) tell(order, { kind: 'failed', error });
      const messages = 'report' in answer ? answer.report.messages.length : 0;
      if (row && row.messages.length > messages) tell(order, { kind: 'report', report: row, listed: true });
    }
    work();
  };

  const read = (order: PolledOrder, report: OrderReport, startedAt: number, now: number): void => {
    order.seen = Math.max(order.seen, Math.floor(startedAt));
    order.failuresInARow = 0;
    const end = toldEnd(report, clock.now() - (now - order.bought));
    if (end !== undefined) order.expires = Math.floor(now + end - clock.now());
    if (report.messages.length > 0) {
      openOrders?.delivered(order.id, now);
      order.rowMessages = Math.max(order.rowMessages, report.messages.length);
      order.rowStatus = report.status;
    }
  };

  const list = async (): Promise<void> => {
    if (!openOrders || !can(provider, 'listOpenOrders')) return;
    pace.spend();
    openOrders.began();
    const startedAt = clock.monotonic();
    try {
      const found: unknown = await provider.listOpenOrders({ signal: closing.signal });
      if (!Array.isArray(found)) {
        throw new NumrouteError('UNREADABLE', `${vendor}: the list of open orders is no list`, {});
      }
      const askedAt = Math.floor(startedAt - epoch);
      for (const [order, row] of openOrders.read(found, orders.values(), askedAt, ages())) {
        rows.set(order, row);
        turns.hurry(order);
      }
      pace.succeeded(startedAt);
    } catch (thrown) {
      if (closing.signal.aborted) return;
      const error = NumrouteError.from(thrown, vendor);
      openOrders.failed('retryAfterMs' in error.details ? error.details.retryAfterMs : undefined, ages());
      // Too fast is too fast for everybody; what else a list fails with says nothing of single orders.
      if (error.code === 'RATE_LIMITED') pace.failed(error, startedAt);
      try {
        onListFailed?.(error);
      } catch {
        // As above.
      }
    }
    turns.replan(ages());
    work();
  };

  const leave = (order: PolledOrder, told: Told): void => {
    const index = order.listeners.indexOf(told);
    order.listeners = order.listeners.filter((_, place) => place !== index);
    if (order.listeners.length > 0 || orders.get(order.id) !== order) return;
    orders.delete(order.id);
    rows.delete(order);
    turns.leave(order);
    const flight = requests.get(order.id);
    if (flight?.lookers === 0) flight.abort.abort(closed());
    if (orders.size === 0) alarm.off();
  };

  const closed = (): NumrouteError<'CLOSED'> =>
    new NumrouteError('CLOSED', `${vendor}: the waiting has ended`, {});

  return {
    enter: (waiter, told) => {
      if (closing.signal.aborted) throw closed();
      const now = ages();
      const bought = Math.ceil(now - Math.max(0, clock.now() - waiter.boughtAt));
      const floorMs = Math.max(waiter.everyMs ?? 0, pollMs);
      let order = orders.get(waiter.id);
      if (order) {
        order.floorMs = Math.min(order.floorMs, floorMs);
        order.listeners = [...order.listeners, told];
      } else {
        const end = toldEnd(waiter, waiter.boughtAt);
        const left = end === undefined ? undefined : end - clock.now();
        const entered = Math.ceil(now);
        order = {
          id: waiter.id,
          listeners: [told],
          serial,
          bought,
          entered,
          expires: Math.floor(left === undefined ? bought + lifetimeMs : now + left),
          floorMs,
          seen: bought,
          asked: entered - floorMs,
          failuresInARow: 0,
          row: 'new',
          rowStatus: 'open',
          rowMessages: 0,
          due: 0,
          place: -1,
        };
        serial += 1;
        orders.set(order.id, order);
        // A poll that is under way for the order gives the order its turn when it lands.
        if (!requests.get(order.id)) turns.add(order, now);
      }
      const entry = order;
      work();
      return () => leave(entry, told);
    },
    hurry: (id) => {
      const order = orders.get(id);
      if (!order) return;
      turns.hurry(order);
      work();
    },
    look: async (id, signal) => {
      signal.throwIfAborted();
      let flight = requests.get(id);
      // Somebody left it: its request may still be out, so the next one waits for its end.
      while (flight?.abort.signal.aborted && !closing.signal.aborted) {
        await unlessAborted(
          flight.done.catch(() => undefined),
          signal,
        );
        flight = requests.get(id);
      }
      if (closing.signal.aborted) throw closing.signal.reason;
      flight ??= ask(id);
      flight.lookers += 1;
      try {
        return await unlessAborted(flight.done, AbortSignal.any([signal, closing.signal]));
      } finally {
        flight.lookers -= 1;
        if (flight.lookers === 0 && !orders.has(id)) flight.abort.abort(signal.reason ?? closed());
      }
    },
    get size(): number {
      return orders.size;
    },
    close: () => {
      if (closing.signal.aborted) return;
      closing.abort(closed());
      alarm.off();
      requests.abortAll(closing.signal.reason);
      const left = [...orders.values()];
      orders.clear();
      rows.clear();
      for (const order of left) tell(order, { kind: 'failed', error: closed() });
    },
  };
}
