import {
  type AnyNumrouteError,
  type Attempt,
  type BuyerLimit,
  type ErrorDetails,
  formatMoney,
  type HiddenOffers,
  NumrouteError,
} from '@numroute/core';
import type { Quote } from '../quoting/quote.ts';
import type { Excluded, Exclusion } from '../quoting/rank.ts';
import type { Want } from '../quoting/want.ts';

/** Why nothing was bought, in words for a person, with what would have to change. */
export function nothingToBuy(
  want: Want,
  attempts: readonly Attempt[],
  quote: Quote | undefined,
  hidden: readonly HiddenOffers[],
): NumrouteError<'NO_OFFER'> {
  const { excluded = [], silent = [] } = quote ?? {};
  const isKnown = attempts.length + excluded.length + silent.length > 0;
  const causes = [
    ...(attempts.length > 0 ? [`${attempts.length} tried, none bought (${triedIn(attempts)})`] : []),
    ...(attempts.length === 0 ? [isKnown ? 'no offer fits' : 'nobody sells it'] : []),
    ...hidden.map((one) => ways[one.limit](one)),
    ...reasonsIn(excluded.filter(({ why }) => !hidden.some(({ limit }) => limit === limits[why]))),
    ...silent.map(({ provider, error }) => `${provider} did not list its offers (${error.code})`),
    attempts.some(({ error }) => error.moneyMayHaveMoved)
      ? 'what was charged is cancelled, and its refund is not seen yet'
      : 'nothing was charged',
  ];
  return new NumrouteError('NO_OFFER', `${named(want)}: ${causes.join('; ')}`, {
    attempts,
    excluded: countsOf(excluded, silent),
    hidden,
  });
}

function named({ service, country }: Want): string {
  return country === undefined ? service : `${service} in ${[country].flat().join(', ')}`;
}

const triedIn = (attempts: readonly Attempt[]): string =>
  attempts.map(({ offer, error }) => `${offer.provider}: ${error.code}`).join(', ');

const at = ({ price, provider }: HiddenOffers['cheapest']): string => `${formatMoney(price)} at ${provider}`;
const offers = (count: number): string => (count === 1 ? 'one offer' : `${count} offers`);

/** What could be bought without a limit, and what would have to change. */
const ways: Readonly<Record<BuyerLimit, (hidden: HiddenOffers) => string>> = {
  maxPrice: ({ cheapest }) => `the cheapest costs ${at(cheapest)}: raise maxPrice`,
  minPrice: ({ count, cheapest }) =>
    `below minPrice: ${offers(count)}, the cheapest ${at(cheapest)}: lower minPrice`,
  minStock: ({ count, cheapest }) =>
    `too little stock: ${offers(count)}, the cheapest ${at(cheapest)} with ${cheapest.stock ?? 'an unknown stock'}: lower minStock`,
  minSuccessRate: ({ count, cheapest: { successRate, ...cheapest } }) =>
    `too few codes: ${offers(count)}, the cheapest ${at(cheapest)} with ${successRate === undefined ? 'an unknown success rate' : `a success rate of ${successRate.value}`}: lower minSuccessRate`,
  pools: ({ count, cheapest }) =>
    `other pools: ${offers(count)}, the cheapest ${at(cheapest)}${cheapest.pool === undefined ? '' : ` in ${cheapest.pool}`}: change pools`,
  providers: ({ count, cheapest }) =>
    `other providers: ${offers(count)}, the cheapest ${at(cheapest)}: change providers`,
  country: ({ countries, cheapest }) =>
    `it is sold in ${countries === 1 ? 'another country' : `${countries} other countries`}, the cheapest in ${cheapest.country} for ${at(cheapest)}`,
  allowVirtual: ({ count, cheapest }) =>
    `virtual numbers: ${offers(count)}, the cheapest ${at(cheapest)}: set allowVirtual`,
};

/** Which limit has left an offer out. */
const limits: Readonly<Partial<Record<Exclusion, BuyerLimit>>> = {
  'virtual-number': 'allowVirtual',
  'below-minimum': 'minPrice',
  'other-pool': 'pools',
  'few-in-stock': 'minStock',
  'low-success-rate': 'minSuccessRate',
};

/** In words, where a price that is too high is told apart from the rest. */
const reasons: Readonly<Record<Exclude<Exclusion, 'above-limit'>, (where: string) => string>> = {
  'out-of-stock': (where) => `sold out at ${where}`,
  'no-exchange-rate': (where) => `no exchange rate for the prices of ${where}`,
  'virtual-number': (where) => `only allowVirtual lets in the virtual numbers of ${where}`,
  'below-minimum': (where) => `below minPrice at ${where}`,
  'other-pool': (where) => `other pools at ${where}`,
  'few-in-stock': (where) => `fewer in stock than minStock at ${where}, or it does not say`,
  'low-success-rate': (where) => `fewer codes arrive than minSuccessRate at ${where}, or it does not say`,
  'not-a-price': (where) => `a price of ${where} is none`,
  'provider-cooling': (where) => `${where} is left alone for a while after it failed`,
  'provider-disabled': (where) => `${where} does not accept the key`,
  'account-unresolved': (where) =>
    `it is in doubt whether an earlier purchase at ${where} was charged, and nothing more is bought there until that is settled`,
  'poor-outlook': (where) => `too few codes arrive at ${where} for what they cost`,
};

function reasonsIn(excluded: readonly Excluded[]): string[] {
  const where = new Map<Exclude<Exclusion, 'above-limit'>, Set<string>>();
  for (const { offer, why } of excluded) {
    if (why !== 'above-limit') where.set(why, (where.get(why) ?? new Set()).add(offer.provider));
  }
  return [...where].map(([why, providers]) => reasons[why]([...providers].join(', ')));
}

function countsOf(
  excluded: readonly Excluded[],
  silent: readonly { readonly provider: string; readonly error: AnyNumrouteError }[],
): ErrorDetails['NO_OFFER']['excluded'] {
  const counts = new Map<string, { provider: string; why: string; count: number }>();
  const count = (provider: string, why: string): void => {
    const key = `${provider} ${why}`;
    counts.set(key, { provider, why, count: (counts.get(key)?.count ?? 0) + 1 });
  };
  for (const { offer, why } of excluded) count(offer.provider, why);
  for (const { provider, error } of silent) count(provider, error.code);
  return [...counts.values()];
}
