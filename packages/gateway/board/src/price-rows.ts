import type { Offer } from './resources.ts';

/** What one vendor asks in one country; the cheapest first. */
export interface VendorCell {
  readonly vendor: string;
  readonly best: Offer;
  readonly dearer: readonly Offer[];
  readonly rank: Rank | undefined;
}

export interface CountryRow {
  readonly country: string;
  /** The first of the ranking, so that of equal prices the one is marked that would be bought. */
  readonly best: Offer;
  /** The cheapest first. */
  readonly cells: ReadonlyMap<string, VendorCell>;
  /** All that is shown of it: rows of one print look alike. */
  readonly print: string;
}

/** A client that sees no vendors sees one shop. */
export const SHOP = '';

/** Rows and cells in the order of the ranking: the server compared, exactly, and nobody compares again. */
export function rowsOf(ranked: readonly Offer[], ranks: ReadonlyMap<Offer, Rank>): readonly CountryRow[] {
  const rows = new Map<string, { best: Offer; cells: Map<string, { best: Offer; dearer: Offer[] }> }>();
  for (const offer of ranked) {
    const { country, provider = SHOP } = offer;
    const row = rows.get(country) ?? { best: offer, cells: new Map() };
    rows.set(country, row);
    const cell = row.cells.get(provider);
    if (cell) cell.dearer.push(offer);
    else row.cells.set(provider, { best: offer, dearer: [] });
  }
  return [...rows].map(([country, { best, cells }]) => {
    const ranked = [...cells].map(([vendor, cell]) => ({ vendor, ...cell, rank: ranks.get(cell.best) }));
    // A list that was read again is another one only where something has changed.
    const print = JSON.stringify(ranked, (name, value) => (name === 'listedAt' ? undefined : value));
    return { country, best, cells: new Map(ranked.map((cell) => [cell.vendor, cell])), print };
  });
}

/** The rows, and in the place of those that look as before the very ones of before. */
export function sameWhereAlike(
  rows: readonly CountryRow[],
  before: readonly CountryRow[],
): readonly CountryRow[] {
  const known = new Map(before.map((row) => [row.print, row]));
  return rows.map((row) => {
    const alike = known.get(row.print);
    return alike?.country === row.country ? alike : row;
  });
}

/** `first`: the cheapest of all; `best`: of its country, which says nothing where there is one shop only. */
export type Rank = 'first' | 'best';

/** Of all that is sold, also where only one vendor's part of it is shown. */
export function ranksOf(ranked: readonly Offer[]): ReadonlyMap<Offer, Rank> {
  const ranks = new Map<Offer, Rank>();
  const countries = new Set<string>();
  for (const offer of ranked) {
    if (countries.has(offer.country)) continue;
    if (countries.size === 0) ranks.set(offer, 'first');
    else if (offer.provider !== undefined) ranks.set(offer, 'best');
    countries.add(offer.country);
  }
  return ranks;
}

export interface Vendor {
  readonly id: string;
  /** When the oldest of its prices was told; undefined if it does not say. */
  readonly since: number | undefined;
}

/** In an order that does not change with the prices. */
export function vendorsOf(offers: readonly Offer[]): readonly Vendor[] {
  const since = new Map<string, number | undefined>();
  for (const { provider = SHOP, listedAt } of offers) {
    const at = listedAt === undefined ? undefined : Date.parse(listedAt);
    const oldest = since.get(provider);
    since.set(provider, at === undefined || oldest === undefined ? (at ?? oldest) : Math.min(at, oldest));
  }
  return [...since]
    .map(([id, at]) => ({ id, since: at }))
    .sort((left, right) => (left.id < right.id ? -1 : 1));
}
