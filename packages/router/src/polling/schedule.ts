import { type Arrivals, shareBy } from './arrivals.ts';

/**
 * When to poll next an order that had no message yet, at a given cost of one poll.
 *
 * A look costs its price, a message that lies unseen costs its time. Which ages to look at is then
 * the optimum checking procedure of reliability theory, solved here backwards from the end by
 * dynamic programming, so that it holds for few looks as for many. Where looks are many their
 * density comes near to the square root of the hazard: twice as often where messages come four
 * times as often.
 *
 * @see Barlow, Hunter, Proschan: Optimum Checking Procedures, J. SIAM 11 (1963)
 * @see https://doi.org/10.1287/mnsc.21.3.256 Keller: the square root
 */
export interface Schedule {
  /**
   * The best age, in milliseconds, for the next look at an order that had no message at `seenMs` and
   * was not looked at since; `nowMs` is its age now. An age that has passed means: now.
   *
   * @param price A whole number of steps, from 0, where the young are asked at the floor's pace, to `dearest`.
   */
  nextLook(seenMs: number, nowMs: number, price: number): number;
  /** From here on only the look at the end is worth its price. */
  readonly dearest: number;
}

/** Ages on the grid, denser where orders are young. The last one still fits into a byte. */
const ROWS = 256;
const LAST = ROWS - 1;

/** Prices double every so many steps. */
const STEPS_PER_OCTAVE = 4;

/** A poll that may find the message and spare a later poll pays even at more than the whole wait. */
const SPARED = 64;

/** Tables kept, one a price. */
const KEPT = 8;

interface Grid {
  readonly ages: Float64Array;
  /** Of all orders, how many have had their first message by then. */
  readonly arrived: Float64Array;
  /** The same, summed up over the time before. */
  readonly area: Float64Array;
}

export function createSchedule(arrivals: Arrivals, horizonMs: number, floorMs: number): Schedule {
  const grid = layOut(arrivals, horizonMs);
  const cheapest = (peakHazard(grid) * floorMs ** 2) / 8;
  const dearest = Math.ceil(Math.log2(Math.max(2, (SPARED * horizonMs) / cheapest)) * STEPS_PER_OCTAVE);
  const tables = new Map<number, Uint8Array>();
  const tableAt = (price: number): Uint8Array => {
    const known = tables.get(price);
    if (known) return known;
    const [oldest] = tables.keys();
    if (tables.size >= KEPT && oldest !== undefined) tables.delete(oldest);
    const table = solve(grid, cheapest * 2 ** (price / STEPS_PER_OCTAVE), floorMs);
    tables.set(price, table);
    return table;
  };
  const rowOf = (ageMs: number): number => LAST * Math.sqrt(Math.min(1, Math.max(0, ageMs / horizonMs)));
  return {
    dearest,
    nextLook: (seenMs, nowMs, price) => {
      const seen = Math.round(rowOf(seenMs));
      const now = Math.floor(rowOf(nowMs));
      const look = tableAt(price)[seen * ROWS + Math.max(seen, now)] ?? LAST;
      return at(grid.ages, look);
    },
  };
}

function layOut(arrivals: Arrivals, horizonMs: number): Grid {
  const ages = Float64Array.from({ length: ROWS }, (_, row) => horizonMs * (row / LAST) ** 2);
  const arrived = ages.map((age) => shareBy(arrivals, age));
  const area = new Float64Array(ROWS);
  for (let row = 1; row < ROWS; row += 1) {
    const mean = (at(arrived, row) + at(arrived, row - 1)) / 2;
    area[row] = at(area, row - 1) + mean * (at(ages, row) - at(ages, row - 1));
  }
  return { ages, arrived, area };
}

/** The most messages per millisecond that an order still without one may expect. */
function peakHazard({ ages, arrived }: Grid): number {
  let peak = 0;
  for (let row = 1; row < ROWS; row += 1) {
    const share = at(arrived, row) - at(arrived, row - 1);
    const left = Math.max(1e-6, 1 - at(arrived, row - 1));
    peak = Math.max(peak, share / left / (at(ages, row) - at(ages, row - 1)));
  }
  return peak;
}

/** At one cost, for each row of the last poll and each row of now: the row of the next poll. */
function solve({ ages, arrived, area }: Grid, price: number, floorMs: number): Uint8Array {
  const next = new Uint8Array(ROWS * ROWS).fill(LAST);
  /** What is still to be paid after a poll without a message, over all orders. */
  const owed = new Float64Array(ROWS);
  let first = LAST;
  for (let seen = LAST - 1; seen >= 0; seen -= 1) {
    const [age, had] = [at(ages, seen), at(arrived, seen)];
    while (first > seen + 1 && at(ages, first - 1) >= age + floorMs) first -= 1;
    let least = Number.POSITIVE_INFINITY;
    let best = LAST;
    for (let look = LAST; look >= first; look -= 1) {
      const unseen = at(area, look) - at(area, seen) - had * (at(ages, look) - age);
      const cost = unseen + at(owed, look);
      if (cost < least) [least, best] = [cost, look];
      next[seen * ROWS + look] = best;
    }
    next.fill(best, seen * ROWS + seen, seen * ROWS + first);
    owed[seen] = least + price * (1 - had);
  }
  return next;
}

const at = (column: Float64Array, row: number): number => column[row] ?? 0;
