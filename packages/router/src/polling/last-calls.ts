import type { PolledOrder } from './polled-order.ts';

/** Orders that end this close together share one time for their last looks. */
const SLOT_MS = 5_000;
/** What ends later than in an hour is planned for when it comes nearer. */
const SLOTS = 720;

/**
 * When last looks have to begin, so that all fit in before their orders end: where many orders end
 * together, the rate does not serve them all in their last seconds. Planned backwards from the end
 * that is furthest away.
 *
 * @param rate Requests per millisecond.
 * @returns By when an order that ends then must have its last look begun; `Infinity`: any time.
 */
export function planLastCalls(
  orders: readonly PolledOrder[],
  now: number,
  rate: number,
): (expires: number) => number {
  const slotOf = (expires: number): number => Math.floor((expires - now) / SLOT_MS);
  const ending = new Uint32Array(SLOTS);
  for (const { expires } of orders) {
    const slot = slotOf(expires);
    if (slot >= 0 && slot < SLOTS) ending[slot] = (ending[slot] ?? 0) + 1;
  }
  const begins = new Float64Array(SLOTS).fill(Number.POSITIVE_INFINITY);
  let next = Number.POSITIVE_INFINITY;
  for (let slot = SLOTS - 1; slot >= 0; slot -= 1) {
    const count = ending[slot] ?? 0;
    if (count === 0) continue;
    next = Math.min(next, now + slot * SLOT_MS) - count / rate;
    begins[slot] = next;
  }
  return (expires) => begins[slotOf(expires)] ?? Number.POSITIVE_INFINITY;
}
