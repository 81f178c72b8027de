import type { Quote, RankedOffer } from '@numroute/router';
import type { Row } from '../printing/table.ts';
import type { Changes } from './rounds.ts';

export type Sorting = 'price' | 'stock' | 'rate' | 'provider' | 'country';

interface RowsOptions {
  /** Absent: as they are ranked. */
  readonly sort?: Sorting;
  readonly limit: number;
  readonly changes?: Changes;
}

/** The offers as they are shown: those that are alike stand as they are ranked. */
export function rowsOf({ ranked }: Quote, { sort, limit, changes }: RowsOptions): readonly Row[] {
  const rows = ranked.map((one, index) => ({ rank: index + 1, one }));
  const sorted = sort ? rows.toSorted((a, b) => orders[sort](a.one, b.one)) : rows;
  return sorted.slice(0, limit).map((row) => {
    const change = changes?.of.get(row.one);
    return change ? { ...row, change } : row;
  });
}

const orders: Readonly<Record<Sorting, (a: RankedOffer, b: RankedOffer) => number>> = {
  price: (a, b) => Number(a.comparable.amount) - Number(b.comparable.amount),
  stock: (a, b) => (b.offer.stock ?? -1) - (a.offer.stock ?? -1),
  rate: (a, b) => (b.offer.successRate?.value ?? -1) - (a.offer.successRate?.value ?? -1),
  provider: (a, b) => compareText(a.offer.provider, b.offer.provider),
  country: (a, b) => compareText(a.offer.country, b.offer.country),
};

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
