import { type Money, money } from '@numroute/core';
import type { Random } from '../random.ts';

/** What somebody does with a number that he was handed. */
export interface Use {
  /** Asks for the code; says that the service did not take the number, at its end or later; fails; never comes back. */
  readonly kind: 'asks' | 'unfit' | 'refuses' | 'throws' | 'hangs';
  /** Comes back, or refuses, so long afterwards. */
  readonly afterMs: number;
  /** Stops as soon as the number is given up. */
  readonly heeds: boolean;
}

/** What somebody wants who wants a code and no number. */
export interface CodeWish {
  /** Asks under a key, and comes back under it. */
  readonly keyed: boolean;
  readonly atOnce: 1 | 2;
  readonly deadlineMs: number;
  readonly maxSpend: Money | undefined;
  readonly numbers: number;
  readonly explore: boolean;
  readonly keepOpen: boolean;
  /** For the first number, the second and so on, and then from the first on. */
  readonly uses: readonly Use[];
  readonly hangsUpAfterMs: number | undefined;
}

export function codeWishOf(random: Random, maxPrice: Money): CodeWish {
  const deadlineMs = random.pick([20_000, 60_000, 180_000, 600_000, 900_000]);
  const times = random.pick([undefined, 1, 1.3, 2.5, 6]);
  return {
    keyed: random.chance(0.75),
    atOnce: random.pick([1, 1, 2]),
    deadlineMs,
    maxSpend:
      times === undefined
        ? undefined
        : money((Number(maxPrice.amount) * times).toFixed(4), maxPrice.currency),
    numbers: random.pick([1, 3, 5, 5]),
    explore: random.chance(0.7),
    keepOpen: random.chance(0.2),
    uses: Array.from({ length: 4 }, () => ({
      kind: random.pick(['asks', 'asks', 'asks', 'asks', 'unfit', 'refuses', 'hangs', 'throws']),
      // At once, before the code, after it, and after the deadline.
      afterMs: random.pick([0, 800, 5_000, 70_000, deadlineMs + 5_000]),
      heeds: random.chance(0.5),
    })),
    hangsUpAfterMs: random.chance(0.2) ? random.between(0, random.pick([2_000, 60_000, 300_000])) : undefined,
  };
}
