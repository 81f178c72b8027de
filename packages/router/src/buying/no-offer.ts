import {
  type AnyNumrouteError,
  type Attempt,
  compareMoney,
  type ErrorDetails,
  formatMoney,
  type Money,
  NumrouteError,
} from '@numroute/core';
import type { Quote } from '../quoting/quote.ts';
import { type Excluded, type Exclusion, expectedPrice } from '../quoting/rank.ts';
import type { Rates } from '../quoting/rates.ts';
import type { Want } from '../quoting/want.ts';

/** Why nothing was bought, in words for a person, with what would have to change. */
export function nothingToBuy(
  want: Want,
  attempts: readonly Attempt[],
  quote: Quote | undefined,
  rates: Rates,
): NumrouteError<'NO_OFFER'> {
  const { excluded = [], silent = [] } = quote ?? {};
  const cheapest = quote && cheapestOf(excluded, quote.currency, rates);
  const isKnown = attempts.length + excluded.length + silent.length > 0;
  const causes = [
    ...(attempts.length > 0 ? [`${attempts.length} tried, none bought (${triedIn(attempts)})`] : []),
    ...(attempts.length === 0 ? [isKnown ? 'no offer fits' : 'nobody sells it'] : []),
    ...(cheapest
      ? [`the cheapest costs ${formatMoney(cheapest.price)} at ${cheapest.provider}: raise maxPrice`]
      : []),
    ...reasonsIn(excluded),
    ...silent.map(({ provider, error }) => `${provider} did not list its offers (${error.code})`),
    attempts.some(({ error }) => error.moneyMayHaveMoved)
      ? 'what was charged is cancelled, and its refund is not seen yet'
      : 'nothing was charged',
  ];
  return new NumrouteError('NO_OFFER', `${named(want)}: ${causes.join('; ')}`, {
    attempts,
    excluded: countsOf(excluded, silent),
    ...(cheapest && { cheapest }),
  });
}

function named({ service, country }: Want): string {
  return country === undefined ? service : `${service} in ${[country].flat().join(', ')}`;
}

const triedIn = (attempts: readonly Attempt[]): string =>
  attempts.map(({ offer, error }) => `${offer.provider}: ${error.code}`).join(', ');

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

/** Of what was left out for its price alone. */
function cheapestOf(
  excluded: readonly Excluded[],
  currency: string,
  rates: Rates,
): ErrorDetails['NO_OFFER']['cheapest'] {
  let best: { readonly provider: string; readonly price: Money; readonly comparable: Money } | undefined;
  for (const one of excluded) {
    const price = expectedPrice(one);
    const comparable = one.why === 'above-limit' ? rates.convert(price, currency) : undefined;
    if (!comparable || (best && compareMoney(comparable, best.comparable) >= 0)) continue;
    best = { provider: one.offer.provider, price, comparable };
  }
  return best && { provider: best.provider, price: best.price };
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
