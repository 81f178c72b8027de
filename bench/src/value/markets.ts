export const HOUR = 3_600_000;
export const DAYS = 14;
export const VENDORS = 6;
/** So long a want lasts. */
export const DEADLINE: number = HOUR / 2;
/** A purchase takes so long. */
export const PURCHASE = 3_000;
/** So long an order lives. */
export const LIFE: number = HOUR / 3;

/** A kind of market. */
export interface Regime {
  readonly name: string;
  readonly services: number;
  readonly countries: number;
  /** Of all that could be sold, what is. */
  readonly present: number;
  /** A day's step of each cell's log-odds. */
  readonly drift?: number;
  /** The first vendor sells dead numbers at a third of the price, says 92 %, and keeps 30 % of the money. */
  readonly dead?: true;
  /** The first vendor delivers 95 % at the double price. */
  readonly premium?: true;
  /** Wants come 30 to 100 at once; cells fail for three hours, sites for one. */
  readonly bursts?: true;
  /** Who delivers little says that it is much, and the reverse. */
  readonly liars?: true;
  /** Every vendor gives the money back. */
  readonly refunds?: true;
}

const small = { services: 3, countries: 6, present: 0.9 };

export const regimes: readonly Regime[] = [
  { name: 'quiet', ...small },
  { name: 'drifting', ...small, drift: 0.7 },
  { name: 'dead numbers', ...small, dead: true },
  { name: 'premium', ...small, premium: true },
  { name: 'bursts and outages', ...small, bursts: true },
  { name: 'cold start', services: 40, countries: 20, present: 0.54 },
  { name: 'told the wrong way round', ...small, liars: true },
  { name: 'every vendor refunds', ...small, refunds: true },
];
