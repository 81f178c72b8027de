import type { Money } from './money.ts';

/**
 * What to list, in our words. A part that is left out means "all of them".
 * A service or country without a canonical name is `<provider>:<code>`.
 */
export interface Query {
  /** A slug such as `telegram`. */
  readonly service?: string;
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country?: string;
}

/** How often a code arrived, as a share from 0 to 1. */
export interface SuccessRate {
  readonly value: number;
  readonly windowHours?: number;
  readonly source: 'vendor' | 'measured';
}

/** One thing one provider would sell now, at one price. */
export interface Offer {
  readonly provider: string;
  readonly service: string;
  readonly country: string;
  /** What the vendor calls server, operator or supplier. Opaque; absent where there is only one. */
  readonly pool?: string;
  readonly price: Money;
  /** How many are left at this price. 0 is allowed and is no error; null: the vendor does not say. */
  readonly stock: number | null;
  readonly successRate?: SuccessRate;
  /** How long its orders live, where the vendor says it by service or country. @default the manifest's */
  readonly lifetimeMs?: number;
  /** A VoIP number, which big services often refuse. Never bought unless the buyer allows it. */
  readonly virtual?: true;
  /**
   * The adapter's own note of what to buy, given back to `purchase` untouched. Text, so that an
   * offer survives JSON. Nobody else reads it.
   */
  readonly handle: string;
  /** When the vendor said so, in milliseconds since 1970. */
  readonly listedAt?: number;
}

/** A list of offers. An array is one; a large price list may keep itself smaller. */
export interface Offers extends Iterable<Offer> {
  readonly length: number;
  /** Every service that it lists, once each. Absent: look at each offer. */
  readonly services?: Iterable<string>;
  /** Every country that it lists, once each. Absent: look at each offer. */
  readonly countries?: Iterable<string>;
  /** Those that answer a query, without making all the others. Absent: look at each. */
  matching?(query: Query): Iterable<Offer>;
}

/** Whether an offer answers a query. */
export function answers(offer: Offer, query: Query): boolean {
  return (
    (query.service === undefined || offer.service === query.service) &&
    (query.country === undefined || offer.country === query.country)
  );
}

/** The query, and every one whose answer holds what answers it; the narrowest first. */
export function wider({ service, country }: Query): readonly Query[] {
  if (service === undefined) return country === undefined ? [{}] : [{ country }, {}];
  if (country === undefined) return [{ service }, {}];
  return [{ service, country }, { service }, { country }, {}];
}

/** The offers of a list that answer a query. */
export function matching(offers: Offers, query: Query): Iterable<Offer> {
  return offers.matching?.(query) ?? Array.from(offers).filter((offer) => answers(offer, query));
}
