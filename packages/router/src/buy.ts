import {
  type AnyNumrouteError,
  type Attempt,
  compareMoney,
  decimalOf,
  type Money,
  money,
  NumrouteError,
  type Offer,
  type Order,
  parseCountry,
  parseService,
  subtractMoney,
} from '@numroute/core';
import type { Account } from './accounts.ts';
import { attempt, type Deal, type PurchaseContext, unknownOutcome } from './purchase.ts';
import { reactions } from './reactions.ts';
import type { BuyOptions, Quote, QuoteOptions, Want } from './router.ts';

/** The last decimal place that `Rates` rounds to. */
const LAST_PLACE = '0.000000000001';

export interface BuyContext extends PurchaseContext {
  readonly quote: (want: Want, options: QuoteOptions) => Promise<Quote>;
  readonly account: (provider: string) => Account;
}

/** Goes down the ranking, one purchase at a time, as the reactions say. */
export async function buy(
  wanted: Want,
  wantId: string,
  options: BuyOptions,
  signal: AbortSignal,
  context: BuyContext,
): Promise<Order> {
  const { maxPrice, buyer, settleForMs, allowVirtual = false, attempts: most = 5 } = options;
  if (decimalOf(maxPrice).units <= 0n) throw NumrouteError.input('maxPrice', 'an amount above zero');
  const attempts: Attempt[] = [];
  const tried = new Set<string>();
  while (attempts.length < most) {
    const quote = await context.quote(wanted, { maxPrice, allowVirtual, signal });
    const offer = quote.ranked.find((ranked) => !tried.has(keyOf(ranked.offer)))?.offer;
    if (!offer) throw nothingToBuy(wanted, attempts, quote);
    const account = context.account(offer.provider);
    const deal: Deal = {
      want: wantId,
      ...(buyer !== undefined && { buyer }),
      ...(settleForMs !== undefined && { settleForMs }),
      offer,
      maxPrice: capFor(offer, maxPrice, context),
      signal,
    };
    // Rounding, or a strategy of the user's, may rank what the cap in the offer's currency forbids.
    if (compareMoney(offer.price, deal.maxPrice) > 0) {
      tried.add(keyOf(offer));
      continue;
    }
    try {
      const order = await attempt(account, deal, context);
      if (order) return order;
      // The account was shut meanwhile: not again, even if a strategy of the user's ranks it still.
      tried.add(keyOf(offer));
    } catch (thrown) {
      // Money that may have moved is told even to a buyer who hung up. What is cancelled lives no more.
      if (NumrouteError.is(thrown) && thrown.moneyMayHaveMoved && (signal.aborted || !isPromised(thrown)))
        throw thrown;
      signal.throwIfAborted();
      if (!NumrouteError.is(thrown)) {
        // A bug of somebody's: no proof that nothing was charged, so no reason to go on.
        const message = `${offer.provider}: the purchase failed with an error of its own`;
        throw unknownOutcome(offer, message, { cause: NumrouteError.from(thrown, offer.provider).cause });
      }
      const reaction = reactions[thrown.code];
      if (reaction === 'stop' || reaction === 'throw') throw thrown;
      // One account's budget leaves the others; everybody's leaves nobody.
      if (NumrouteError.is(thrown, 'BUDGET_EXCEEDED') && thrown.details.provider === undefined) throw thrown;
      tried.add(keyOf(offer));
      attempts.push({ offer, error: thrown });
    }
  }
  throw nothingToBuy(wanted, attempts);
}

const isPromised = (error: AnyNumrouteError): boolean =>
  (error.code === 'PRICE_ABOVE_LIMIT' || error.code === 'NOT_AS_OFFERED') &&
  error.details.refund === 'promised';

/** In the words the contract uses, checked. */
export function canonical({ service, country }: Want): Want {
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

/** The cap in the offer's currency, never above what the buyer said: rounding goes down. */
function capFor(offer: Offer, maxPrice: Money, { rates }: BuyContext): Money {
  const { currency } = offer.price;
  const cap = rates.convert(maxPrice, currency);
  // Ranked offers could be compared with the cap, so a rate leads back, too.
  if (!cap) throw NumrouteError.input('rates', `a rate between ${maxPrice.currency} and ${currency}`);
  const back = rates.convert(cap, maxPrice.currency);
  return back && compareMoney(back, maxPrice) > 0 ? subtractMoney(cap, money(LAST_PLACE, currency)) : cap;
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
  const charged = attempts.some(({ error }) => error.moneyMayHaveMoved);
  const sum = charged
    ? 'what was charged is cancelled, and its refund is not seen yet'
    : 'nothing was charged';
  return new NumrouteError('NO_OFFER', `${want.service}: ${tried}; ${sum}`, {
    attempts,
    excluded: [...counts.values()],
  });
}
