import type { PriceSource } from '../prices/source.ts';

/** How a site answers one of its price calls. `by-slug` is of one site only. */
export interface PriceList extends Pick<PriceSource, 'shape' | 'none'> {
  readonly nesting?: PriceSource['nesting'] | 'by-slug';
  /** @default 'per-tier' */
  readonly tiers?: PriceSource['tiers'];
  /** What it refuses to answer without. */
  readonly asks?: PriceSource['asks'];
}

export type PriceLists = Readonly<Record<string, PriceList>>;

/**
 * The price calls of the original.
 *
 * @see protocol.md 2.2
 */
export const originalLists: PriceLists = {
  getPrices: { shape: 'cost' },
  getPricesExtended: { shape: 'cost' },
  getPricesVerification: { shape: 'priced', nesting: 'service-country' },
  getTopCountriesByService: { shape: 'priced', nesting: 'top-countries' },
  getTopCountriesByServiceRank: { shape: 'priced', nesting: 'top-countries' },
};
