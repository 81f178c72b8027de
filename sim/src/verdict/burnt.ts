import type { Vendor } from '../vendor.ts';
import type { Ending } from './index.ts';

/** As the engine counts: two tries and a minute for their answers, of a short life at most a quarter. */
const LAST_CANCEL_MS = 90_000;
/** It must have been done by then. */
const IN_TIME_MS = 30_000;
/** An engine that starts or hears of the order later than this before has its hands full first. */
const READY_MS = 60_000;

/** No order that the books know runs out without a code where it could have been cancelled in time. */
export function judgeBurnt(
  { id: provider, world, saysLifetime, limits }: Vendor,
  { judge, entries, vanished, habitsOf, lives, fairFrom, tally, machine }: Ending,
): void {
  const habits = habitsOf(provider);
  const isHeldUp = (from: number, to: number): boolean =>
    limits.concurrent === 1 && judge.underWay.covers(provider, from, to);
  for (const { order, id: attempt } of entries) {
    const sale = order?.provider === provider ? judge.saleOf(order) : undefined;
    if (!sale || vanished(sale) || judge.statusOf(sale) !== 'expired') continue;
    const end = sale.at + world.lifetimeMs;
    const due = end - Math.min(LAST_CANCEL_MS, world.lifetimeMs / 4);
    const readyBy = due - READY_MS;
    const wasUp = lives.some(({ bornAt, diedAt }) => bornAt <= readyBy && diedAt >= end - IN_TIME_MS);
    const wasKnown = (judge.knownAt.get(attempt) ?? Number.POSITIVE_INFINITY) <= readyBy;
    const wasSetBack = machine.skewMs < 0 && machine.rebootedAt.some((at) => at > sale.at && at < end);
    const wasAsked = habits.wasCancelAsked(sale.id);
    if (!saysLifetime) tally.add('orders: ran out, sooner than anybody was told');
    else if (wasSetBack)
      tally.add('excused: ran out, where the clock was set back and the machine started anew');
    else if (!wasUp) tally.add('orders: ran out, while the engine was not up in time to cancel');
    else if (!wasKnown) tally.add('orders: ran out, found too late to cancel');
    else if (sale.attempt !== attempt)
      tally.add('excused: ran out, found for a later attempt than bought it, so older than it seemed');
    else if (isHeldUp(due, end - IN_TIME_MS))
      tally.add('excused: ran out, while a purchase without a reply held the only place in its lane');
    else if (habits.isNeverCancelled(sale.id)) tally.add('orders: ran out, refused a cancel for good');
    else if (habits.denied(sale.id, readyBy, end)) tally.add('orders: ran out, while its vendor denied it');
    else if (fairFrom > readyBy && wasAsked)
      tally.add('orders: ran out, although a cancel was asked, at a vendor that still broke');
    else judge.accuse('M8 burnt', `${provider} ${order?.id} ran out, although it could have been cancelled`);
  }
}
