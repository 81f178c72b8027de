import { nextDue, type PolledOrder, type PollPolicy } from './polled-order.ts';

export interface Demand {
  readonly orders: readonly PolledOrder[];
  /** Whoever a list takes care of competes with nobody. */
  readonly competes: (order: PolledOrder) => boolean;
  readonly pollPolicy: PollPolicy;
}

/** Enough to know the price within a few per cent, however many wait. */
const SAMPLE = 4_096;
const HALVINGS = 4;
const LEAST_FREE = 20;

/**
 * The price of a look at which no more than `places` orders want one by `until`: 0 where there is
 * room for all.
 *
 * @param last The price before: the search begins there, because it moves little.
 */
export function findPrice(
  { orders, competes, pollPolicy }: Demand,
  now: number,
  until: number,
  places: number,
  last: number,
): number {
  const stride = Math.ceil(orders.length / SAMPLE);
  const sample: PolledOrder[] = [];
  for (let index = 0; index < orders.length; index += stride) {
    const order = orders[index];
    if (order && competes(order)) sample.push(order);
  }
  const wantedAt = (price: number): number => {
    let wanted = 0;
    for (const order of sample) if (nextDue(order, now, price, pollPolicy) <= until) wanted += stride;
    return wanted;
  };
  const { dearest } = pollPolicy.schedule;
  // Last calls are no matter of price. Where they take up everything the rest still gets a little.
  const forced = wantedAt(dearest);
  const free = Math.max(places - forced, places / LEAST_FREE);
  const fits = (price: number): boolean => wantedAt(price) - forced <= free;
  if (wantedAt(0) <= places) return 0;
  const isLower = fits(last);
  let [low, high] = isLower ? [0, last] : [last, dearest];
  // Only as far from the last price as it takes: every price has a table of its own.
  for (let reach = 1; high - low > reach; reach *= 2) {
    const probe = isLower ? high - reach : low + reach;
    const isEnough = fits(probe);
    if (isEnough) high = probe;
    else low = probe;
    if (isEnough !== isLower) break;
  }
  for (let round = 0; round < HALVINGS; round += 1) {
    const middle = (low + high) / 2;
    if (fits(middle)) high = middle;
    else low = middle;
  }
  return high;
}
