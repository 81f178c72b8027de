import type { Order } from '@numroute/core';
import type { Router, WatchOptions } from '@numroute/router';
import type { Io } from '../io.ts';
import { WaitingLine } from '../printing/waiting-line.ts';

/** The order as a watch saw it last. The signal ends the watch and is no error. */
export async function follow(
  router: Router,
  order: Order,
  options: WatchOptions,
  isEnough: (now: Order) => boolean = () => false,
): Promise<Order> {
  let latest = order;
  try {
    for await (const now of router.watch(order, options)) {
      latest = now;
      if (isEnough(now)) break;
    }
  } catch (error) {
    if (!options.signal?.aborted) throw error;
  }
  return latest;
}

/** The order once its SMS is there or it is over, or as it is when the time is up or Ctrl-C comes. */
export async function untilSms(
  io: Io,
  router: Router,
  order: Order,
  forMs: number,
  isThere: (now: Order) => boolean,
): Promise<Order> {
  using _line = new WaitingLine(io, 'Waiting for the SMS', forMs);
  const watching = { forMs, signal: io.signal, everyMs: 1_000, until: 'closed' } as const;
  return await follow(router, order, watching, isThere);
}
