import { listServices, type Money, money } from '@numroute/core';

/** What the parent tells a child before it may begin. */
export interface Setup {
  readonly file: string;
  readonly epoch: number;
  readonly factor: number;
  /** So many purchases at once at a vendor that lists its orders. */
  readonly concurrency: number;
  readonly vendors: readonly {
    readonly id: string;
    readonly kind: VendorKind;
    readonly url: string;
    readonly secret: string;
  }[];
  /** Wants that an earlier child began and did not finish. */
  readonly unfinished: readonly number[];
  /** The first want that nobody began. */
  readonly next: number;
  /** Begins nothing new. */
  readonly last: boolean;
}

export type VendorKind = 'arzancell' | 'herosms';

/** What a child tells. A word that a kill swallows costs nothing: the key is asked for again. */
export type Word =
  | { readonly kind: 'ready' }
  | { readonly kind: 'begun' | 'done'; readonly want: number }
  | { readonly kind: 'over' }
  /** What a caller was told. */
  | { readonly kind: 'told'; readonly code: string; readonly message: string }
  | { readonly kind: 'failed'; readonly why: string };

export interface CrashWant {
  readonly service: string;
  readonly country: string;
  readonly maxPrice: Money;
  readonly key: string;
}

/** Sold by every vendor here, and named alike by all of them. */
const COUNTRIES = ['EE', 'GB', 'LV', 'LT', 'PL', 'DE', 'FR', 'ES', 'SE', 'NL', 'RO', 'UA', 'KZ', 'VN', 'ID'];
const SERVICES = listServices()
  .map(({ slug }) => slug)
  .filter((slug) => !slug.includes(':'));

/** More wants than anybody will need, each for a service and country of its own: so a sale tells whose it is. */
export const WANTS: number = COUNTRIES.length * SERVICES.length;

export function wantOf(n: number): CrashWant {
  const country = COUNTRIES[n % COUNTRIES.length] ?? 'EE';
  const service = SERVICES[Math.floor(n / COUNTRIES.length) % SERVICES.length] ?? 'telegram';
  return { service, country, maxPrice: money('1', 'USD'), key: `want-${n}` };
}
