import type { Order } from '@numroute/core';
import type { Router, WatchOptions } from '@numroute/router';

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
