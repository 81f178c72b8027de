import type { Budget } from './budgets.ts';
import type { Counted } from './tally.ts';

/** What a budget's window holds, by whom it concerns and by currency. */
export interface Spans {
  /** Undefined where the budget does not concern it. */
  groupOf(one: Pick<Counted, 'provider' | 'buyer'>): string | undefined;
  count(one: Counted, by: 1 | -1): void;
  /** In parts of 10^-PLACES, by currency. */
  of(group: string): Iterable<readonly [currency: string, units: bigint]>;
}

export function createSums({ provider, buyer }: Budget): Spans {
  const groups = new Map<string, Map<string, bigint>>();
  const groupOf: Spans['groupOf'] = (one) => {
    if (provider !== undefined && provider !== one.provider) return undefined;
    if (buyer === undefined) return '';
    if (typeof buyer === 'string') return buyer === one.buyer ? '' : undefined;
    return one.buyer;
  };
  return {
    groupOf,
    count: (one, by) => {
      const group = groupOf(one);
      if (group === undefined || one.units === 0n) return;
      const sums = groups.get(group) ?? new Map<string, bigint>();
      groups.set(group, sums);
      const units = (sums.get(one.currency) ?? 0n) + BigInt(by) * one.units;
      // None is below zero, so nothing is left where the sum is none.
      if (units === 0n) sums.delete(one.currency);
      else sums.set(one.currency, units);
      if (sums.size === 0) groups.delete(group);
    },
    of: (group) => groups.get(group) ?? [],
  };
}
