import { shareBy, usualArrivals } from '../polling/arrivals.ts';

/** Ages in seconds between which codes are taken to come at an even rate. After the last one none comes. */
export const EDGES: readonly number[] = [0, 10, 20, 30, 45, 60, 90, 120, 180, 240, 300, 420, 600, 900, 1_200];
export const BINS: number = EDGES.length - 1;

/** The age at which a bin begins, in seconds. */
export const edge = (bin: number): number => EDGES[bin] ?? Number.POSITIVE_INFINITY;

/** The bin of an age in seconds; `BINS` after the last one. A code on an edge is in the earlier bin. */
export function binOf(age: number): number {
  let bin = 0;
  while (bin < BINS && age > edge(bin + 1)) bin += 1;
  return bin;
}

/** Where the orders of a curve are at an age. */
export interface Reached {
  /** The share that still waits. */
  readonly waits: number;
  /** Until that age or until the code, in the mean. Seconds. */
  readonly waited: number;
}

/** How long somebody waits within so many seconds, in the mean. @param stays The chance to wait until their end. */
export const waitIn = (hazard: number, seconds: number, stays: number): number =>
  // So small a hazard would be lost in the difference.
  hazard * seconds > 1e-9 ? (1 - stays) / hazard : seconds;

/**
 * A curve is its hazards: in each bin, how many of those that wait get their code in a second.
 *
 * @param age In seconds.
 * @param scale Of all hazards.
 */
export function reached(hazards: readonly number[], age: number, scale = 1): Reached {
  let [waits, waited, bin] = [1, 0, 0];
  for (; bin < BINS && edge(bin) < age; bin += 1) {
    const lasts = Math.min(edge(bin + 1), age) - edge(bin);
    const hazard = (hazards[bin] ?? 0) * scale;
    const stays = Math.exp(-hazard * lasts);
    waited += waits * waitIn(hazard, lasts, stays);
    waits *= stays;
  }
  return { waits, waited: waited + waits * Math.max(0, age - edge(BINS)) };
}

/** @param shareAt The share of orders that has its code by an age in seconds. Rises. */
export function hazardsOf(shareAt: (age: number) => number): readonly number[] {
  return Array.from({ length: BINS }, (_, bin) => {
    const [from, to] = [edge(bin), edge(bin + 1)];
    return Math.log((1 - shareAt(from)) / Math.max(1 - shareAt(to), 1e-9)) / (to - from);
  });
}

/** Of all vendors, until more is known. */
export const usualHazards: readonly number[] = hazardsOf((age) => shareBy(usualArrivals, age * 1_000));

/** How long a usual order waits in each bin if nobody gives it up, in the mean. Seconds. */
export const usualSeconds: readonly number[] = Array.from(
  { length: BINS },
  (_, bin) => reached(usualHazards, edge(bin + 1)).waited - reached(usualHazards, edge(bin)).waited,
);

/** No vendor's word is believed beyond it. */
const MOST = 0.98;
const usualSum = -Math.log(reached(usualHazards, edge(BINS)).waits);

/** By how much the usual hazards are stretched where this share of orders gets a code in the end. */
export function stretchTo(share: number): number {
  return -Math.log(1 - Math.min(Math.max(share, 0), MOST)) / usualSum;
}
