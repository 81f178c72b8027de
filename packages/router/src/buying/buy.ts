import {
  type AnyNumrouteError,
  type Attempt,
  compareMoney,
  type HiddenOffers,
  NumrouteError,
  type Order,
} from '@numroute/core';
import type { Accounts } from '../account/accounts.ts';
import { reactions } from '../account/reactions.ts';
import type { Quote, Quotes, RankBy } from '../quoting/quote.ts';
import { expectedPrice, type RankedOffer } from '../quoting/rank.ts';
import type { Rates } from '../quoting/rates.ts';
import type { Surcharges } from '../quoting/surcharges.ts';
import type { Want } from '../quoting/want.ts';
import { agreedPrice, convertDown } from './agreed-price.ts';
import { nothingToBuy } from './no-offer.ts';
import type { Deal, Purchases } from './purchase.ts';
import type { Refusals } from './refusals.ts';
import { soonest } from './soonest.ts';
import type { Terms } from './terms.ts';
import { unknownOutcome } from './unknown-outcome.ts';

export interface BuyerParties {
  readonly accounts: Accounts;
  readonly quotes: Quotes;
  readonly rates: Rates;
  readonly surcharges: Surcharges;
  readonly refusals: Refusals;
  readonly purchases: Purchases;
}

/** What one `buy` has tried so far. */
interface Tried {
  readonly attempts: Attempt[];
  /** What is tried once is not tried again; the same offer at another cost is another one. */
  readonly offers: Set<string>;
}

/** Goes down the ranking, one purchase at a time, as the reactions say. */
export class Buyer {
  readonly #parties: BuyerParties;

  constructor(parties: BuyerParties) {
    this.#parties = parties;
  }

  /**
   * @param wanted In canonical words.
   * @param wantId By which the journal knows the want.
   * @param by How offers are ranked, where that is not the router's way.
   */
  async buy(wanted: Want, wantId: string, terms: Terms, signal: AbortSignal, by?: RankBy): Promise<Order> {
    const { accounts, quotes, purchases, refusals } = this.#parties;
    const { maxPrice, allowVirtual, chosen } = terms;
    const tried: Tried = { attempts: [], offers: new Set() };
    let quote: Quote | undefined;
    while (tried.attempts.length < terms.attempts) {
      quote = await quotes.quote(wanted, { ...chosen, ...by, maxPrice, allowVirtual }, signal);
      const best = this.#best(quote, tried, terms);
      if (!best) break;
      const deal = this.#dealFor(best, quote, tried, terms, { want: wantId, signal });
      tried.offers.add(keyOf(best));
      // Rounding, or a strategy of the user's, may rank what the cap in the offer's currency forbids.
      if (compareMoney(expectedPrice(best), deal.maxPrice) > 0) continue;
      const account = accounts.get(deal.offer.provider);
      const chosenAt = account.clock.monotonic();
      try {
        const order = await purchases.purchase(account, deal);
        // Undefined: the account was shut meanwhile, even if a strategy of the user's ranks it still, or the
        // caller's money does not bear it any more.
        if (!order) continue;
        refusals.sold(deal.offer);
        return order;
      } catch (thrown) {
        tried.attempts.push({ offer: deal.offer, error: this.#goOn(thrown, deal, chosenAt) });
      }
    }
    const hidden = await this.#hidden(wanted, terms, tried, quote, signal);
    throw nothingToBuy(wanted, tried.attempts, quote, hidden);
  }

  /**
   * Where nothing at all was there to be tried, other countries and providers are looked at, too. It explains a
   * refusal, and is no reason to fail in another way: who hung up hears what is known.
   */
  async #hidden(
    wanted: Want,
    { maxPrice, allowVirtual, chosen }: Terms,
    { attempts }: Tried,
    quote: Quote | undefined,
    signal: AbortSignal,
  ): Promise<readonly HiddenOffers[]> {
    const { providers, exceptProviders } = chosen;
    const isNarrow = (wanted.country ?? providers ?? exceptProviders) !== undefined;
    const listed = [...(quote?.ranked ?? []), ...(quote?.excluded ?? [])].map(({ offer }) => offer);
    const among = isNarrow && attempts.length === 0 ? undefined : listed;
    const options = { ...chosen, maxPrice, allowVirtual };
    return await this.#parties.quotes.hidden(wanted, options, signal, among).catch(() => []);
  }

  /** Whoever refused lately is tried last: the same refusal again would cost each buyer its time. */
  #best({ ranked }: Quote, tried: Tried, { patience }: Terms): RankedOffer | undefined {
    const { accounts, refusals } = this.#parties;
    const isUntried = isUntriedBy(tried);
    const waiting = { patience, waitMs: (id: string) => accounts.find(id)?.purchases.waitMs ?? 0 };
    const isReady = (one: RankedOffer): boolean => isUntried(one) && !refusals.isResting(one.offer);
    return soonest(only(ranked, isReady), waiting) ?? soonest(only(ranked, isUntried), waiting);
  }

  #dealFor(
    best: RankedOffer,
    { ranked }: Quote,
    tried: Tried,
    { maxPrice, tolerance, buyer, settleForMs, bears }: Terms,
    deal: Pick<Deal, 'want' | 'signal'>,
  ): Deal {
    const { rates } = this.#parties;
    const { offer } = best;
    const isUntried = isUntriedBy(tried);
    const next = ranked.find((one) => one !== best && isUntried(one));
    const { currency } = offer.price;
    const cap = convertDown(maxPrice, currency, rates);
    // Ranked offers could be compared with the cap, so a rate leads back, too.
    if (!cap) throw NumrouteError.input('rates', `a rate between ${maxPrice.currency} and ${currency}`);
    return {
      ...deal,
      ...(buyer !== undefined && { buyer }),
      ...(settleForMs !== undefined && { settleForMs }),
      ...(bears && { bears }),
      offer,
      maxPrice: cap,
      agreed: agreedPrice(best, { cap, tolerance, next, rates }),
    };
  }

  /**
   * The error, if the next offer may be tried after it.
   *
   * @throws What ends the `buy`.
   */
  #goOn(thrown: unknown, { offer, signal }: Deal, chosenAt: number): AnyNumrouteError {
    const { surcharges, refusals } = this.#parties;
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
      refusals.refused(offer, chosenAt);
    return thrown;
  }
}

const isUntriedBy =
  ({ offers }: Tried) =>
  (ranked: RankedOffer): boolean =>
    !offers.has(keyOf(ranked));

/** As far as they are looked at: a ranking may be long. */
function* only<T>(all: Iterable<T>, fits: (one: T) => boolean): Generator<T, void> {
  for (const one of all) if (fits(one)) yield one;
}

const isPromised = (error: AnyNumrouteError): boolean =>
  'refund' in error.details && error.details.refund === 'promised';

function keyOf(ranked: RankedOffer): string {
  const { provider, handle } = ranked.offer;
  return JSON.stringify([provider, handle, expectedPrice(ranked).amount]);
}
