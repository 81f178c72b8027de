import type { Vendor } from '../vendor.ts';
import type { Ending } from './index.ts';

/** As the engine counts: two tries and a minute for their answers, of a short life at most a quarter. */
const LAST_CANCEL_MS = 90_000;
/** It must have been done by then. */
const IN_TIME_MS = 30_000;
/** An engine that starts or hears of the order later than this before has its hands full first. */
const READY_MS = 60_000;

/** No order that the books know runs out without a code where the engine was up and the vendor well in time to cancel it. */
export function judgeBurnt(
  { id: provider, world, saysLifetime }: Vendor,
  { judge, entries, vanished, lives, fairFrom, tally, machine }: Ending,
): void {
  for (const { order, id: attempt } of entries) {
    if (order?.provider !== provider || vanished(provider, order.id)) continue;
    const sold = world.orders.find(({ id }) => id === order.id);
    const sale = judge.sales.find(({ vendor, id }) => vendor === provider && id === order.id);
    if (!sold || !sale || sold.status !== 'expired') continue;
    const end = sale.at + world.lifetimeMs;
    const due = end - Math.min(LAST_CANCEL_MS, world.lifetimeMs / 4);
    const readyBy = due - READY_MS;
    const wasUp = lives.some(({ bornAt, diedAt }) => bornAt <= readyBy && diedAt >= end - IN_TIME_MS);
    const wasKnown = (judge.knownAt.get(attempt) ?? Number.POSITIVE_INFINITY) <= readyBy;
    if (!saysLifetime) tally.add('orders: ran out, sooner than anybody was told');
    else if (machine.skewMs < 0 && machine.rebootedAt.some((at) => at > sale.at && at < end)) {
      tally.add('excused: ran out, where the clock was set back and the machine started anew');
    } else if (wasUp && wasKnown && fairFrom <= readyBy) {
      judge.accuse('M8 burnt', `${provider} ${order.id} ran out, although it could have been cancelled`);
    } else tally.add('orders: ran out, while the engine or the vendor was down');
  }
}
