import {
  type Clock,
  intercept,
  type Limits,
  NumrouteError,
  type Operation,
  type Provider,
} from '@numroute/core';
import PQueue from 'p-queue';
import { deadline } from '../time/deadline.ts';
import { TURN_MS } from '../time/vendor-times.ts';
import { type CallWatch, unwatched } from './call-watch.ts';
import { FairQueue } from './fair-queue.ts';
import { addTask } from './queue-task.ts';
import { createSlidingWindow } from './sliding-window.ts';

/** Giving an order up must not wait behind price lists. */
const urgency: Readonly<Record<Operation, number>> = {
  cancelOrder: 3,
  rejectNumber: 3,
  finishOrder: 3,
  purchase: 2,
  fetchOrder: 1,
  requestAnotherSms: 1,
  listOpenOrders: 1,
  findOrder: 1,
  listHistory: 1,
  // A buyer waits for it: it takes its turn among the looks, of which there is no end.
  listOffers: 1,
  // After a purchase whose price only the balance tells, the next one waits for it.
  fetchBalance: 2,
};

/** Later requests of a method under way go before methods that have not begun. */
const UNDER_WAY = 0.5;

/** Takes a further turn in the same lane, for a task that needs several requests, one after another. */
export type Further = <T>(send: () => Promise<T>) => Promise<T>;

/** One vendor's queue: its rate, its concurrency, urgent work first. */
export interface Lane {
  /** Runs a task that sends one request, or more through `further`. */
  run<T>(priority: number, signal: AbortSignal, task: (further: Further) => Promise<T>): Promise<T>;
  /**
   * The same, but whoever has waited so long for a turn is sent away: for a further one, too, however
   * long the requests before it took.
   *
   * @throws {NumrouteError} REJECTED Nothing was sent.
   */
  runWithin<T>(
    ms: number,
    priority: number,
    signal: AbortSignal,
    task: (further: Further) => Promise<T>,
  ): Promise<T>;
  readonly waiting: number;
  /** Whoever waits is sent away with `CLOSED`; what runs, runs on. */
  close(): void;
}

/** @param used An earlier run may just have used up the vendor's limits. */
export function createLane(limits: Limits, clock: Clock, used: boolean = false): Lane {
  const queue = new PQueue({ concurrency: limits.concurrent, queueClass: FairQueue, autoStart: !used });
  const window = createSlidingWindow(limits.requests, limits.perMs, clock, used);
  // One signal for all of them would be joined with each caller's, which costs as much as a turn.
  const waiting = new Set<AbortController>();
  let closed: NumrouteError<'CLOSED'> | undefined;
  let alarm: AbortController | undefined;

  // p-queue keeps order, priority and concurrency; the window opens and shuts its gate. Its own
  // rate limit counts starts, which says nothing of arrivals at the vendor.
  const tend = (): void => {
    alarm?.abort();
    const { waitMs } = window;
    if (waitMs === 0) {
      queue.start();
      return;
    }
    queue.pause();
    if (queue.size === 0 || waitMs === Number.POSITIVE_INFINITY) return;
    alarm = new AbortController();
    clock.sleep(Math.ceil(waitMs), alarm.signal).then(tend, () => undefined);
  };

  const run = <T>(
    priority: number,
    signal: AbortSignal,
    task: (further: Further) => Promise<T>,
  ): Promise<T> => {
    // A task that waits for a further turn sends nothing meanwhile: it lends its place and its
    // share of the concurrency, or tasks that wait for each other would stand still for good.
    const takeTurn = async (): Promise<T> => {
      const place = window.take();
      if (!('release' in place)) throw new RangeError('The gate was open without a free place.');
      tend();
      const answered = (isTorn = false): void => {
        place.release(isTorn);
        tend();
      };
      const further: Further = async (send) => {
        answered();
        queue.concurrency += 1;
        try {
          return await run(priority + UNDER_WAY, signal, send);
        } finally {
          queue.concurrency -= 1;
        }
      };
      try {
        return await task(further);
      } finally {
        answered(signal.aborted);
      }
    };
    if (closed) return Promise.reject(signal.aborted ? signal.reason : closed);
    const done = addTask(queue, signal, takeTurn, priority, waiting);
    tend();
    return done;
  };

  const runWithin: Lane['runWithin'] = async (ms, priority, signal, task) => {
    const late = new NumrouteError('REJECTED', 'no turn came in time; nothing was sent', {});
    const turn = deadline(ms, clock, signal, late);
    const began = clock.monotonic();
    try {
      return await run(priority, turn.signal, (further) => {
        turn.met();
        return task((send) =>
          further(async () => {
            if (clock.monotonic() - began >= ms) throw late;
            return await send();
          }),
        );
      });
    } finally {
      turn.met();
    }
  };

  return {
    run,
    runWithin,
    get waiting(): number {
      return queue.size;
    },
    close: () => {
      closed = new NumrouteError('CLOSED', 'the router was closed', {});
      for (const one of waiting) one.abort(closed);
      alarm?.abort();
    },
  };
}

/** Keeps a provider within its lane. A call whose signal aborts while it waits leaves at once. */
export function inLane(provider: Provider, lane: Lane, watch: CallWatch = unwatched): Provider {
  return intercept(provider, (operation, call, next, about) => {
    const priority = urgency[operation];
    const watched = watch({ operation, signal: call.signal, ...about });
    const task = (turn: Further): ReturnType<typeof next> => {
      watched.begins();
      return next({ ...call, turn });
    };
    // The age of a purchase must tell how long its vendor may have had it.
    const done =
      operation === 'purchase'
        ? lane.runWithin(TURN_MS, priority, call.signal, task)
        : lane.run(priority, call.signal, task);
    done.then(watched.ends, watched.fails);
    return done;
  });
}
