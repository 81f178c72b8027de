import type { Money } from '@numroute/core';

/** What most of a belief rests on: orders of one's own, the vendor's word, or what is usual everywhere. */
export type Grounds = 'measured' | 'vendor' | 'usual';

/** What is thought, at one moment, of the next order of an offer. */
export interface Belief {
  /** Codes a second of those that still wait, in each bin of ages (`EDGES` of `value`). */
  readonly hazards: readonly number[];
  /** How many codes the hazards are worth, seen and assumed: the more, the less a draw strays from them. */
  readonly codes: number;
  /** Own orders of just this offer that are remembered. Fades, so it is no whole number. */
  readonly evidence: number;
  readonly from: Grounds;
  /** The chance that the vendor keeps the money of an order without a code. A share from 0 to 1. */
  readonly keeps: number;
  /** The chance that a purchase finds nothing, though stock is listed. A share from 0 to 1. */
  readonly phantom: number;
}

/** What a ranking by the cost of a code is for. */
export interface Plan {
  /** Until the code is of no use any more. Milliseconds. @default the longest life of the best offers' orders */
  readonly leftMs?: number;
  /** What a minute of waiting is worth, in the ranking's currency. @default a tenth of the least price */
  readonly minute?: Money;
  /**
   * What the code is worth, in the ranking's currency: an offer by which it costs more is excluded.
   * @default 20 times the least price, twice the cap or 200 minutes' worth, whichever is most
   */
  readonly code?: Money;
  /** Numbers of this want that got no code, by `cellOf`. @default none */
  readonly tried?: ReadonlyMap<string, number>;
  /**
   * Names the decision, such as the want's id and the number of the attempt. With it each offer is judged
   * by one sample of what it may be, so that what is little known is tried now and then; the same seed
   * gives the same samples. Absent: by the mean.
   */
  readonly seed?: string;
}

/** What an order of an offer would come to. */
export interface Outlook {
  /** That its code comes before the order is given up. A share from 0 to 1. */
  readonly chance: number;
  /** The mean age at which such a code comes. Milliseconds. */
  readonly meanMs: number;
  /** The age at which an order without a code is given up. Milliseconds. */
  readonly giveUpAfterMs: number;
  /**
   * The index: what a code costs in money and minutes if this offer is bought again and again until one
   * comes. In the ranking's currency, four digits of it.
   */
  readonly perCode: Money;
  /** As of `Belief`. */
  readonly evidence: number;
  readonly from: Grounds;
}
