import type { Offer } from './resources.ts';

/** What one vendor asks in one country; the cheapest first. */
export interface VendorCell {
  readonly vendor: string;
  readonly best: Offer;
  readonly dearer: readonly Offer[];
}

export interface CountryRow {
  readonly country: string;
  /** The first of the ranking, so that of equal prices the one is marked that would be bought. */
  readonly best: Offer;
  /** The cheapest first. */
  readonly cells: ReadonlyMap<string, VendorCell>;
}

/** A client that sees no vendors sees one shop. */
export const SHOP = '';

/** Rows and cells in the order of the ranking: the server compared, exactly, and nobody compares again. */
export function rowsOf(ranked: readonly Offer[]): CountryRow[] {
  const rows = new Map<string, { best: Offer; cells: Map<string, { best: Offer; dearer: Offer[] }> }>();
  for (const offer of ranked) {
    const { country, provider = SHOP } = offer;
    const row = rows.get(country) ?? { best: offer, cells: new Map() };
    rows.set(country, row);
    const cell = row.cells.get(provider);
    if (cell) cell.dearer.push(offer);
    else row.cells.set(provider, { best: offer, dearer: [] });
  }
  return [...rows].map(([country, { best, cells }]) => ({
    country,
    best,
    cells: new Map([...cells].map(([vendor, cell]) => [vendor, { vendor, ...cell }])),
  }));
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
