import {
  type Attempt,
  decimalOf,
  type Money,
  NumrouteError,
  type Offer,
  type Order,
  parseCountry,
  parseService,
} from '@numroute/core';
import { type Account, asNumrouteError } from './accounts.ts';
import { attempt, type Deal, type PurchaseContext } from './purchase.ts';
import { reactions } from './reactions.ts';
import type { BuyOptions, Quote, QuoteOptions, Want } from './router.ts';

export interface BuyContext extends PurchaseContext {
  readonly quote: (want: Want, options: QuoteOptions) => Promise<Quote>;
  readonly account: (provider: string) => Account;
}

/** Goes down the ranking, one purchase at a time, as the reactions say. */
export async function buy(
  want: Want,
  options: BuyOptions,
  signal: AbortSignal,
  context: BuyContext,
): Promise<Order> {
  const { maxPrice, allowVirtual = false, attempts: most = 5 } = options;
  if (decimalOf(maxPrice).units <= 0n) throw NumrouteError.input('maxPrice', 'an amount above zero');
  const wanted = canonical(want);
  const wantId = context.newId();
  const attempts: Attempt[] = [];
  const tried = new Set<string>();
  while (attempts.length < most) {
    const quote = await context.quote(wanted, { maxPrice, allowVirtual, signal });
    const offer = quote.ranked.find((ranked) => !tried.has(keyOf(ranked.offer)))?.offer;
    if (!offer) throw nothingToBuy(wanted, attempts, quote);
    const account = context.account(offer.provider);
    const deal: Deal = { want: wantId, offer, maxPrice: capFor(offer, maxPrice, context), signal };
    try {
      const order = await attempt(account, deal, context);
      if (order) return order;
      // The account was shut meanwhile; the next ranking leaves it out.
    } catch (thrown) {
      signal.throwIfAborted();
      const error = asNumrouteError(thrown, offer.provider);
      const reaction = reactions[error.code];
      if (error.moneyMayHaveMoved || reaction === 'stop' || reaction === 'throw') throw error;
      tried.add(keyOf(offer));
      attempts.push({ offer, error });
    }
  }
  throw nothingToBuy(wanted, attempts);
}

function canonical({ service, country }: Want): Want {
  const slug = parseService(service);
  if (country === undefined) return { service: slug };
  if (typeof country === 'string') return { service: slug, country: parseCountry(country) };
  if (country.length === 0)
    throw NumrouteError.input('country', 'at least one country, or none at all for any');
  return { service: slug, country: country.map((one) => parseCountry(one)) };
}

function keyOf({ provider, handle, price }: Offer): string {
  return JSON.stringify([provider, handle, price.amount]);
}

function capFor(offer: Offer, maxPrice: Money, { rates }: BuyContext): Money {
  const cap = rates.convert(maxPrice, offer.price.currency);
  // Ranked offers could be compared with the cap, so a rate leads back, too.
  if (!cap)
    throw NumrouteError.input('rates', `a rate between ${maxPrice.currency} and ${offer.price.currency}`);
  return cap;
}

function nothingToBuy(want: Want, attempts: readonly Attempt[], quote?: Quote): NumrouteError<'NO_OFFER'> {
  const counts = new Map<string, { provider: string; why: string; count: number }>();
  const count = (provider: string, why: string): void => {
    const key = `${provider} ${why}`;
    counts.set(key, { provider, why, count: (counts.get(key)?.count ?? 0) + 1 });
  };
  for (const { offer, why } of quote?.excluded ?? []) count(offer.provider, why);
  for (const { provider, error } of quote?.silent ?? []) count(provider, error.code);
  const tried = attempts.length === 0 ? 'no offer fits' : `${attempts.length} tried, none bought`;
  return new NumrouteError('NO_OFFER', `${want.service}: ${tried}; nothing was charged`, {
    attempts,
    excluded: [...counts.values()],
  });
}
