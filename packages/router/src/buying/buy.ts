import {
  type AnyNumrouteError,
  type Attempt,
  compareMoney,
  type Money,
  NumrouteError,
  type Offer,
  type Order,
} from '@numroute/core';
import type { Account } from '../account/account.ts';
import { reactions } from '../account/reactions.ts';
import { nothingToBuy } from '../quoting/no-offer.ts';
import type { RankedOffer } from '../quoting/rank.ts';
import type { Surcharges } from '../quoting/surcharges.ts';
import type { Quote, QuoteOptions, Want } from '../router.ts';
import { agreedPrice, convertDown, expectedPrice } from './agreed-price.ts';
import { attempt, type Deal, type PurchaseContext, unknownOutcome } from './purchase.ts';
import type { Refusals } from './refusals.ts';
import type { Terms } from './terms.ts';

export interface BuyContext extends PurchaseContext {
  readonly quote: (want: Want, options: QuoteOptions) => Promise<Quote>;
  readonly account: (provider: string) => Account;
  readonly refusals: Refusals;
  readonly surcharges: Surcharges;
}

/** Goes down the ranking, one purchase at a time, as the reactions say. */
export async function buy(
  wanted: Want,
  wantId: string,
  terms: Terms,
  signal: AbortSignal,
  context: BuyContext,
): Promise<Order> {
  const { maxPrice, tolerance, buyer, settleForMs, allowVirtual } = terms;
  const { rates, refusals, surcharges } = context;
  const attempts: Attempt[] = [];
  const tried = new Set<string>();
  const isUntried = (ranked: RankedOffer): boolean => !tried.has(keyOf(ranked));
  let quote: Quote | undefined;
  while (attempts.length < terms.attempts) {
    quote = await context.quote(wanted, { maxPrice, allowVirtual, signal });
    const { ranked } = quote;
    // Whoever refused lately is tried last: the same refusal again would cost each buyer its time.
    const isReady = (one: RankedOffer): boolean => isUntried(one) && !refusals.isResting(one.offer);
    const best = ranked.find(isReady) ?? ranked.find(isUntried);
    if (!best) break;
    const next = ranked.find((one) => one !== best && isUntried(one));
    const { offer } = best;
    const account = context.account(offer.provider);
    const cap = capFor(offer, maxPrice, context);
    // Rounding, or a strategy of the user's, may rank what the cap in the offer's currency forbids.
    if (compareMoney(expectedPrice(best), cap) > 0) {
      tried.add(keyOf(best));
      continue;
    }
    const deal: Deal = {
      want: wantId,
      ...(buyer !== undefined && { buyer }),
      ...(settleForMs !== undefined && { settleForMs }),
      offer,
      maxPrice: cap,
      agreed: agreedPrice(best, { cap, tolerance, next, rates }),
      signal,
    };
    // What is tried once is not tried again; the same offer at another cost is another one.
    tried.add(keyOf(best));
    try {
      const order = await attempt(account, deal, context);
      if (order) {
        refusals.sold(offer);
        return order;
      }
      // The account was shut meanwhile, even if a strategy of the user's ranks it still.
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
      if (NumrouteError.is(thrown, 'PRICE_ABOVE_LIMIT') && thrown.details.price)
        surcharges.wanted(offer, thrown.details.price);
      if (NumrouteError.is(thrown, 'OUT_OF_STOCK', 'PRICE_ABOVE_LIMIT') && !thrown.moneyMayHaveMoved)
        refusals.refused(offer);
      attempts.push({ offer, error: thrown });
    }
  }
  throw nothingToBuy(wanted, attempts, quote, rates);
}

const isPromised = (error: AnyNumrouteError): boolean =>
  'refund' in error.details && error.details.refund === 'promised';

function keyOf(ranked: RankedOffer): string {
  const { provider, handle } = ranked.offer;
  return JSON.stringify([provider, handle, expectedPrice(ranked).amount]);
}

/** The cap in the offer's currency. */
function capFor({ price: { currency } }: Offer, maxPrice: Money, { rates }: BuyContext): Money {
  const cap = convertDown(maxPrice, currency, rates);
  // Ranked offers could be compared with the cap, so a rate leads back, too.
  if (!cap) throw NumrouteError.input('rates', `a rate between ${maxPrice.currency} and ${currency}`);
  return cap;
}
