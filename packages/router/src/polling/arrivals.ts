import { NumrouteError } from '@numroute/core';

/**
 * When messages come: of all orders, this share has had its first message by that age. Ages and
 * shares rise; in between the share rises evenly; after the last age none comes.
 */
export type Arrivals = readonly { readonly byMs: number; readonly share: number }[];

/**
 * Most codes come within two minutes, and about three orders in ten get none: what a reseller
 * counted over six months. The ages are our estimate; a wrong one costs delay, never a code.
 *
 * @see https://dev.to/serhat_doan_33c17e2855a0/the-refund-state-machine-that-saved-our-sms-reseller-from-bleeding-money-57pn
 */
export const usualArrivals: Arrivals = [
  { byMs: 5_000, share: 0.02 },
  { byMs: 15_000, share: 0.15 },
  { byMs: 30_000, share: 0.32 },
  { byMs: 60_000, share: 0.48 },
  { byMs: 120_000, share: 0.58 },
  { byMs: 300_000, share: 0.65 },
  { byMs: 600_000, share: 0.68 },
  { byMs: 1_200_000, share: 0.7 },
];

/** @throws {NumrouteError} INVALID_INPUT Names the row and the fix. */
export function checkArrivals(arrivals: Arrivals): void {
  let [age, had] = [0, 0];
  for (const [index, { byMs, share }] of arrivals.entries()) {
    if (!(byMs > age && Number.isFinite(byMs))) {
      throw NumrouteError.input(`arrivals[${index}].byMs`, `an age above ${age} ms`);
    }
    if (!(share >= had && share <= 1)) {
      throw NumrouteError.input(`arrivals[${index}].share`, `a share from ${had} to 1`);
    }
    [age, had] = [byMs, share];
  }
  if (had === 0) throw NumrouteError.input('arrivals', 'at least one share above 0');
}

/** The share of orders that have had their first message by an age. */
export function shareBy(arrivals: Arrivals, ageMs: number): number {
  let [age, had] = [0, 0];
  for (const { byMs, share } of arrivals) {
    if (ageMs < byMs) return had + ((share - had) * (ageMs - age)) / (byMs - age);
    [age, had] = [byMs, share];
  }
  return had;
}
