import { cheapest, type Strategy, value } from '@numroute/router';
import { Beliefs } from '../../../packages/router/src/value/beliefs.ts';
import { median } from '../report.ts';
import { contextFor } from './by-value.ts';
import { luck } from './luck.ts';
import { DEADLINE } from './markets.ts';
import { World } from './world.ts';

const OFFERS = 1_000;
const ORDERS = 20_000;
const DECISIONS = 500;
/** A decision takes as long as it takes undisturbed: the least of so many. */
const REPEATS = 12;

/** Milliseconds of one decision over a thousand offers, with beliefs from twenty thousand orders. */
export function timeOfADecision(): { readonly p50: number; readonly p99: number; readonly cheapest: number } {
  const world = new World({ name: 'one service everywhere', services: 1, countries: 130, present: 0.95 }, 1);
  const { cells } = world;
  const beliefs = new Beliefs();
  for (let n = 0; n < ORDERS; n += 1) {
    const cell = cells[Math.floor(cells.length * luck(1, n))] ?? cells[0];
    if (!cell) continue;
    const hasCode = luck(2, n) < world.shareAt(cell, 0);
    beliefs.observe({
      ...cell.offer,
      openedAt: 60_000 * n,
      atRiskMs: 180_000,
      weight: 1,
      ...(hasCode ? { codeAfterMs: cell.ageAt(luck(3, n)) } : { money: 'returned' }),
    });
  }
  const now = 60_000 * ORDERS;
  const offers = world.offersAt(0, undefined, now).slice(0, OFFERS);
  const timed = (strategy: Strategy, nth: number): number => {
    const context = contextFor(world, beliefs.at(now), { leftMs: DEADLINE, seed: `${nth}` });
    let least = Number.POSITIVE_INFINITY;
    for (let repeat = 0; repeat < REPEATS; repeat += 1) {
      const began = performance.now();
      strategy(offers, context);
      least = Math.min(least, performance.now() - began);
    }
    return least;
  };
  for (let n = 0; n < DECISIONS / 5; n += 1) timed(value, n);
  const times = Array.from({ length: DECISIONS }, (_, n) => timed(value, n)).sort((a, b) => a - b);
  const alone = Array.from({ length: DECISIONS / 5 }, (_, n) => timed(cheapest, n));
  const p99 = times[Math.floor(0.99 * times.length)] ?? Number.NaN;
  return { p50: median(times), p99, cheapest: median(alone) };
}
