import { compareMoney, listServices, type Money, type Offer, type Query } from '@numroute/core';

/** A number that its user owns. */
export interface OwnNumber {
  /** E.164 with its plus. */
  readonly number: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** What a code on it is to count as. Zero or more, in the provider's currency. */
  readonly price: Money;
  /** Slugs, or `<provider>:<code>` for a service of one's own. Absent: every service that has a slug. */
  readonly services?: readonly string[];
  /** A VoIP number, which big services often refuse. */
  readonly virtual?: true;
  /** Tells it apart from others of its country and price. */
  readonly pool?: string;
}

/** What is the same of all numbers of one offer. */
export type Kind = Pick<Offer, 'country' | 'price' | 'pool' | 'virtual'>;

/** The services that a query may mean, of those that some number serves. */
export function servicesOf(numbers: readonly OwnNumber[], { service }: Query): readonly string[] {
  const known = new Set<string>();
  for (const { services } of numbers) {
    for (const one of services ?? listServices().map(({ slug }) => slug)) known.add(one);
  }
  return [...known].filter((one) => service === undefined || one === service);
}

export function serves({ services }: OwnNumber, service: string): boolean {
  return services ? services.includes(service) : listServices().some(({ slug }) => slug === service);
}

export function kindOf({ country, price, pool, virtual }: OwnNumber): Kind {
  return { country, price, ...(pool !== undefined && { pool }), ...(virtual && { virtual }) };
}

export function isOfKind(number: OwnNumber, { country, price, pool, virtual }: Kind): boolean {
  const isSame = number.country === country && number.pool === pool && number.virtual === virtual;
  return isSame && compareMoney(number.price, price) === 0;
}

/** The kinds among these numbers, once each. */
export function kindsOf(numbers: readonly OwnNumber[]): readonly Kind[] {
  const kinds: Kind[] = [];
  for (const number of numbers) {
    if (!kinds.some((kind) => isOfKind(number, kind))) kinds.push(kindOf(number));
  }
  return kinds;
}
