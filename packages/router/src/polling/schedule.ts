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
  /** Between two looks at one order, at least. */
  readonly pauseMs: number;
}

/** Also where the vendor sets no floor: nobody needs a code sooner. */
const LEAST_PAUSE_MS = 1_000;

/** Ages on the grid, denser where orders are young. */
const ROWS = 128;
const LAST = ROWS - 1;

/** Where a look costs least, what lies between two looks while most messages come: of the floor. */
const FREE_PACE = 1 / 6;

/** Prices double every so many steps. */
const STEPS_PER_OCTAVE = 4;

/** A poll that may find the message and spare a later poll pays even at more than the whole wait. */
const SPARED = 64;

/** Tables kept, one a price. */
const KEPT = 64;

interface Grid {
  readonly ages: Float64Array;
  /** Of all orders, how many have had their first message by then. */
  readonly arrived: Float64Array;
  /** The same, summed up over the time before. */
  readonly area: Float64Array;
}

export function createSchedule(arrivals: Arrivals, horizonMs: number, floorMs: number): Schedule {
  const pauseMs = Math.max(LEAST_PAUSE_MS, floorMs);
  const grid = layOut(arrivals, horizonMs);
  const cheapest = (peakHazard(grid) * (pauseMs * FREE_PACE) ** 2) / 2;
  const dearest = Math.ceil(Math.log2(Math.max(2, (SPARED * horizonMs) / cheapest)) * STEPS_PER_OCTAVE);
  const tables = new Map<number, Float32Array>();
  const tableAt = (price: number): Float32Array => {
    const known = tables.get(price);
    const table = known ?? solve(grid, cheapest * 2 ** (price / STEPS_PER_OCTAVE), pauseMs);
    if (!known) {
      const [oldest] = tables.keys();
      if (tables.size >= KEPT && oldest !== undefined) tables.delete(oldest);
      tables.set(price, table);
    }
    return table;
  };
  const rowOf = (ageMs: number): number => LAST * Math.sqrt(Math.min(1, Math.max(0, ageMs / horizonMs)));
  return {
    dearest,
    pauseMs,
    nextLook: (seenMs, nowMs, price) => {
      const table = tableAt(price);
      const exact = rowOf(seenMs);
      const seen = Math.floor(exact);
      if (seen >= LAST) return horizonMs;
      const lookAt = (row: number): number => at(table, row * ROWS + row);
      const inTime = lookAt(seen) + (exact - seen) * (lookAt(seen + 1) - lookAt(seen));
      // Whoever has missed it may gain more by a later look than by one now.
      return nowMs <= inTime ? inTime : at(table, seen * ROWS + Math.max(seen, Math.floor(rowOf(nowMs))));
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

/** At one price, for each row of the last look and each row of now: the age of the next look. */
function solve({ ages, arrived, area }: Grid, price: number, floorMs: number): Float32Array {
  const next = new Float32Array(ROWS * ROWS).fill(at(ages, LAST));
  /** What is still to be paid after a look without a message, over all orders; straight between rows. */
  const owed = new Float64Array(ROWS);
  for (let seen = LAST - 1; seen >= 0; seen -= 1) {
    const [age, had] = [at(ages, seen), at(arrived, seen)];
    const earliest = age + floorMs;
    let least = at(area, LAST) - at(area, seen) - had * (at(ages, LAST) - age);
    let best = at(ages, LAST);
    let row = LAST - 1;
    for (; row > seen && at(ages, row + 1) > earliest; row -= 1) {
      const from = Math.max(at(ages, row), earliest);
      const width = at(ages, row + 1) - at(ages, row);
      const rise = (at(arrived, row + 1) - at(arrived, row)) / width;
      const fall = (at(owed, row) - at(owed, row + 1)) / width;
      // Where what a moment more costs in unseen messages is what it spares later.
      const ideal =
        rise > 0 ? at(ages, row) + (fall - at(arrived, row) + had) / rise : Number.POSITIVE_INFINITY;
      const look = Math.min(Math.max(ideal, from), at(ages, row + 1));
      const into = look - at(ages, row);
      const unseen =
        at(area, row) - at(area, seen) - had * (look - age) + into * (at(arrived, row) + (rise * into) / 2);
      const cost = unseen + at(owed, row) - fall * into;
      if (cost < least) [least, best] = [cost, look];
      next[seen * ROWS + row] = best;
    }
    const fee = price * (1 - had);
    const width = at(ages, seen + 1) - age;
    const rise = (at(arrived, seen + 1) - had) / width;
    // Several looks between two rows: where looks are many, the root law.
    const step = Math.min(Math.max(rise > 0 ? Math.sqrt((2 * fee) / rise) : width, floorMs), width);
    const many =
      floorMs < width
        ? (width / step) * ((rise * step ** 2) / 2 + fee) + at(owed, seen + 1)
        : Number.POSITIVE_INFINITY;
    owed[seen] = Math.min(least + fee, many);
    next.fill(many < least + fee ? age + step : best, seen * ROWS + seen, seen * ROWS + row + 1);
  }
  return next;
}

const at = (column: Float32Array | Float64Array, row: number): number => column[row] ?? 0;
