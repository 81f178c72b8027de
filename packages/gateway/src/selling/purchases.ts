import { compareMoney, type ErrorCode, type Money, NumrouteError, subtractMoney } from '@numroute/core';
import type { Choice, Want } from '@numroute/router';
import { type PriceRefusal, withClientErrors } from '../clients/client-errors.ts';
import { isPositive } from '../clients/pricing.ts';
import { LostNumber } from '../orders/lost-number.ts';
import {
  type Bought,
  type CodePurchase,
  type IdempotencyKey,
  isBought,
  type Orders,
  type Purchase,
} from '../orders/orders.ts';
import type { Catalogue } from './catalogue.ts';
import type { Client } from './client.ts';
import type { Send } from './repeats.ts';
import {
  aboveCap,
  affordable,
  budgetTooLow,
  type CappedWish,
  type CodeWish,
  otherWish,
  printOf,
  type Wish,
} from './wish.ts';

/** What a wish comes to. */
interface Terms {
  readonly want: Want;
  /** What the cheapest costs the client. */
  readonly least: Money;
  readonly cap: Money;
  /** The client named no cap, so the price that it was shown is its cap. */
  readonly isImplied: boolean;
}

/** What a client agrees to for a code, and what its budget holds back for it. */
export interface CodeTerms {
  readonly purchase: Omit<CodePurchase, 'key' | 'deadlineMs' | 'keepOpen' | 'settleForMs' | 'signal' | 'use'>;
  readonly held: Money;
}

/** How the purchase is keyed: what is sent twice under one key is bought once. */
export type Keyed = (send: Send) => Promise<Bought>;

/** What one client buys: within its cap, its budget and what it may have. */
export class Purchases {
  readonly #current: () => Client;
  readonly #orders: Orders;
  readonly #catalogue: Catalogue;

  #isClosed = false;

  /** @param current Its client as it is now. */
  constructor(current: () => Client, orders: Orders, catalogue: Catalogue) {
    this.#current = current;
    this.#orders = orders;
    this.#catalogue = catalogue;
  }

  get #client(): Client {
    return this.#current();
  }

  /** Its client has no token any more. */
  close(): void {
    this.#isClosed = true;
  }

  /** @throws {NumrouteError} UNAUTHORIZED */
  checkOpen(): void {
    if (this.#isClosed) throw new NumrouteError('UNAUTHORIZED', 'This token was revoked.', {});
  }

  /** What is left of the budget. */
  balance(currency: string): Money {
    return this.#convert(this.#client.budget.remaining(), currency);
  }

  /**
   * Buys within the client's cap and budget. A client that names no cap has agreed to its
   * configured one, else to the price it is shown.
   *
   * @param claim The client's own key, under which it is written down.
   * @throws {NumrouteError} OUT_OF_STOCK, PRICE_ABOVE_LIMIT, INSUFFICIENT_FUNDS, REJECTED, OUTCOME_UNKNOWN
   */
  async buy(wish: Wish, currency: string, keyed: Keyed, claim?: IdempotencyKey): Promise<Bought> {
    // Once, and only if it comes to a purchase: what was bought already needs no money and no stock.
    let terms: Promise<Terms> | undefined;
    let send: Send | undefined;
    return await keyed(async (key) => {
      terms ??= this.#terms(wish, currency);
      const agreed = await terms;
      // From the look at the budget until the money is held nothing waits: others look at it, too.
      send ??= this.#admit(wish, agreed, currency, claim);
      return await send(key);
    });
  }

  /**
   * Buys under a key of the client's own. The budget must bear the whole cap, so that the same
   * request is the same purchase, whatever was bought in between.
   *
   * @throws {NumrouteError} As `buy`, and INVALID_INPUT for a key that was used for another wish.
   */
  async buyOnce(wish: CappedWish, key: string): Promise<Bought> {
    const client = this.#client;
    const claim = { buyer: client.id, key, print: printOf(wish) };
    const earlier = await this.#earlier(claim);
    if (earlier) return earlier;
    const want = client.wantOf(wish.service, wish.country);
    const { currency } = wish.maxPrice;
    client.checkCurrency(currency, 'maxPrice.currency');
    const send = this.#sender(wish, want, wish.maxPrice, this.#priceRefusal(wish.maxPrice), claim);
    // What is being bought has its money already.
    const least = client.budget.holds(key) ? undefined : await this.#cheapest(wish, want, currency);
    if (least && !client.budget.holds(key)) {
      affordable(least, wish.maxPrice, this.balance(currency));
      if (compareMoney(this.balance(currency), wish.maxPrice) < 0) throw budgetTooLow();
    }
    return await send(key);
  }

  /**
   * Buys under an old client's own number for it. Its dialect lets one request through at a time,
   * and says no to the next; this remembers the number across restarts.
   */
  async buyNumbered(wish: Wish, currency: string, key: string, newId: () => string): Promise<Bought> {
    const { service, country, pool } = wish;
    const print = JSON.stringify([service, country, ...(pool === undefined ? [] : [pool])]);
    const claim = { buyer: this.#client.id, key, print };
    const earlier = await this.#earlier(claim);
    return earlier ?? (await this.buy(wish, currency, (send) => send(`${key}/${newId()}`), claim));
  }

  /**
   * What a code is bought for. Nothing is refused for its price where an earlier run began.
   *
   * @throws {NumrouteError} As `buyOnce`, but for the budget.
   */
  async codeTerms(wish: CodeWish, isBegun: boolean): Promise<CodeTerms> {
    const client = this.#client;
    const { maxPrice, maxSpend, numbers } = wish;
    const { currency } = maxSpend;
    const want = client.wantOf(wish.service, wish.country);
    client.checkCurrency(maxPrice.currency, 'maxPrice.currency');
    client.checkCurrency(currency, 'maxSpend.currency');
    const purchase = this.#purchaseOf(wish, want, maxPrice);
    if (!isBegun) {
      const least = await this.#cheapest(wish, want, maxPrice.currency);
      affordable(least, maxPrice, maxPrice);
    }
    const held = this.#convert(maxSpend, client.budget.currency);
    const most = client.costWithin(maxSpend);
    if (!most) throw nothingSoCheap();
    // A price is rounded in its currency, so the sum is kept in that of the budget, too.
    const limits = currency === held.currency ? [maxSpend] : [maxSpend, held];
    return {
      held,
      purchase: { ...purchase, numbers, maxSpend: most, allowance: (owed) => this.#left(limits, owed) },
    };
  }

  /** What one more number may cost, so that the prices of all of them are within each limit. */
  #left(limits: readonly Money[], owed: readonly Money[]): Money | undefined {
    const { priceOfAll, costWithin } = this.#client;
    let least: Money | undefined;
    for (const limit of limits) {
      const cost = costWithin(subtractMoney(limit, priceOfAll(owed, limit.currency)));
      if (!cost) return undefined;
      if (!least || compareMoney(this.#convert(cost, least.currency), least) < 0) least = cost;
    }
    return least;
  }

  async #terms(wish: Wish, currency: string): Promise<Terms> {
    const want = this.#client.wantOf(wish.service, wish.country);
    const least = await this.#cheapest(wish, want, currency);
    const asked = wish.maxPrice ?? this.#client.maxPrice;
    return { want, least, cap: asked ? this.#convert(asked, currency) : least, isImplied: !asked };
  }

  #admit(wish: Wish, { want, least, cap, isImplied }: Terms, currency: string, claim?: IdempotencyKey): Send {
    const left = this.balance(currency);
    affordable(least, cap, left);
    const most = compareMoney(left, cap) < 0 ? left : cap;
    // A client that named no cap would not understand a word about one: it asks again, and sees the price.
    return this.#sender(wish, want, most, isImplied ? undefined : this.#priceRefusal(cap, left), claim);
  }

  /** Whether the client's cap forbids a price, or what was left of its budget. */
  #priceRefusal(cap: Money, left: Money = cap): PriceRefusal {
    const { currency } = cap;
    return (cost) => {
      if (!this.#orders.convert(cost, currency)) return undefined;
      const price = this.#client.priceOf(cost, currency);
      if (compareMoney(cap, price) < 0) return aboveCap(price);
      return compareMoney(left, price) < 0 ? budgetTooLow() : undefined;
    };
  }

  /**
   * What was bought under a key, whatever has become of prices, rates and settings since.
   *
   * @throws {NumrouteError} INVALID_INPUT, OUTCOME_UNKNOWN; of a purchase that is lost, a `LostNumber`
   */
  async #earlier({ buyer, key, print }: IdempotencyKey): Promise<Bought | undefined> {
    const recalled = await this.#orders.recall(key, buyer);
    if (recalled.print !== undefined && recalled.print !== print) throw otherWish();
    const { record } = recalled;
    if (!record || this.#client.budget.holds(key)) return undefined;
    if (isBought(record)) return record;
    if (record.state === 'lost') throw new LostNumber(record.number);
    throw new NumrouteError('OUTCOME_UNKNOWN', 'The purchase under this key is not settled yet.', {});
  }

  #sender(wish: Wish, want: Want, most: Money, priceRefusal?: PriceRefusal, claim?: IdempotencyKey): Send {
    const { budget } = this.#client;
    const purchase = this.#purchaseOf(wish, want, most);
    const held = this.#convert(most, budget.currency);
    const buy = async (key: string): Promise<Bought> => {
      if (claim && (await this.#orders.claim(claim)) !== claim.print) throw otherWish();
      this.checkOpen();
      return await withClientErrors(this.#orders.buy({ ...purchase, key }), priceRefusal);
    };
    return async (key) => {
      try {
        return await budget.hold(key, held, () => buy(key));
      } catch (error) {
        // What the list showed was not for sale.
        if (NumrouteError.is(error) && error.code in stale) this.#catalogue.forget();
        throw error;
      }
    };
  }

  #purchaseOf(wish: Wish, want: Want, most: Money): Omit<Purchase, 'key'> {
    const { id: buyer, allowVirtual, costWithin } = this.#client;
    const maxPrice = costWithin(most);
    if (!maxPrice) throw nothingSoCheap();
    return {
      ...want,
      maxPrice,
      allowVirtual: allowVirtual && wish.allowVirtual !== false,
      choice: this.#atCost(wish),
      buyer,
    };
  }

  async #cheapest(wish: Wish, { service, country }: Want, currency: string): Promise<Money> {
    const countries = country === undefined ? undefined : [country].flat();
    const view = this.#client.viewIn(currency, false);
    const least = wish.choice
      ? await this.#catalogue.cheapestOf(view, service, countries, this.#atCost(wish))
      : await this.#catalogue.cheapest(view, service, countries, wish.pool);
    if (!least) throw new NumrouteError('OUT_OF_STOCK', 'Nobody sells that now.', {});
    return least;
  }

  /** What comes into question, with a floor of the client's prices as one of what vendors charge. */
  #atCost({ choice = {}, pool }: Wish): Choice {
    const { minPrice, ...rest } = choice;
    const least = minPrice && this.#client.pricingIn(minPrice.currency).costFrom(minPrice);
    return {
      ...rest,
      ...(pool !== undefined && { pools: [pool] }),
      ...(least && isPositive(least) && { minPrice: least }),
    };
  }

  #convert(value: Money, currency: string): Money {
    const converted = this.#orders.convert(value, currency);
    if (converted) return converted;
    throw new NumrouteError('UNAVAILABLE', `There is no rate between ${value.currency} and ${currency}.`, {});
  }
}

const stale: Readonly<Partial<Record<ErrorCode, true>>> = {
  OUT_OF_STOCK: true,
  PRICE_ABOVE_LIMIT: true,
  INSUFFICIENT_FUNDS: true,
};

const nothingSoCheap = (): NumrouteError => new NumrouteError('OUT_OF_STOCK', 'Nothing costs so little.', {});
