import { compareMoney, type Money, NumrouteError, type Offer } from '@numroute/core';
import type { Want } from '@numroute/router';
import type { Catalogue } from './catalogue.ts';
import type { Client } from './client.ts';
import { inClientsWords } from './clients-words.ts';
import { type Bought, type Desk, isBought, type Purchase, type Ticket } from './desk.ts';
import { isPositive } from './pricing.ts';
import type { Send } from './repeats.ts';

export interface Wish {
  readonly service: string;
  readonly country?: string | readonly string[];
  /** The most the client pays, in any currency there is a rate for. */
  readonly maxPrice?: Money;
  readonly allowVirtual?: boolean;
}

/** What a wish comes to. */
interface Terms {
  readonly want: Want;
  /** What the cheapest costs the client. */
  readonly least: Money;
  readonly cap: Money;
}

/** How the purchase is keyed: what is sent twice under one key is bought once. */
export type Keyed = (send: Send) => Promise<Bought>;

/** The shop as one client knows it: its prices, its budget, its orders and nobody else's. */
export class Storefront {
  readonly client: Client;
  readonly #desk: Desk;
  readonly #catalogue: Catalogue;

  constructor(client: Client, desk: Desk, catalogue: Catalogue) {
    this.client = client;
    this.#desk = desk;
    this.#catalogue = catalogue;
  }

  async offers(currency: string, tiers: boolean): Promise<readonly Offer[]> {
    return await this.#catalogue.list(this.client.showcaseIn(currency, tiers));
  }

  /**
   * Buys within the client's cap and budget. A client that names no cap has agreed to its
   * configured one, else to the price it is shown.
   *
   * @throws {NumrouteError} OUT_OF_STOCK, PRICE_ABOVE_LIMIT, INSUFFICIENT_FUNDS, REJECTED, OUTCOME_UNKNOWN
   */
  async buy(wish: Wish, currency: string, keyed: Keyed): Promise<Bought> {
    // Once, and only if it comes to a purchase: what was bought already needs no money and no stock.
    let terms: Promise<Terms> | undefined;
    let send: Send | undefined;
    return await keyed(async (key) => {
      terms ??= this.#terms(wish, currency);
      const agreed = await terms;
      // From the look at the budget until the money is held nothing waits: others look at it, too.
      send ??= this.#admit(wish, agreed, currency);
      return await send(key);
    });
  }

  async #terms(wish: Wish, currency: string): Promise<Terms> {
    const want = this.client.wantOf(wish.service, wish.country);
    const least = await this.#cheapest(want, currency);
    const asked = wish.maxPrice ?? this.client.maxPrice;
    return { want, least, cap: asked ? this.#convert(asked, currency) : least };
  }

  #admit(wish: Wish, { want, least, cap }: Terms, currency: string): Send {
    const left = this.balance(currency);
    affordable(least, cap, left);
    return this.#sender(wish, want, compareMoney(left, cap) < 0 ? left : cap);
  }

  /**
   * Buys under a key of the client's own. The budget must bear the whole cap, so that the same
   * question is the same purchase, whatever was bought in between.
   *
   * @throws {NumrouteError} As `buy`, and INVALID_INPUT for a key that was used for another wish.
   */
  async buyOnce(wish: Wish & { readonly maxPrice: Money }, key: string): Promise<Bought> {
    const { client } = this;
    const want = client.wantOf(wish.service, wish.country);
    const send = this.#sender(wish, want, wish.maxPrice);
    // What was bought already, or is being bought, needs no money and no stock.
    const isKnown = (): boolean => this.#desk.knows(key) || client.budget.holds(key);
    if (isKnown()) return await send(key);
    const { currency } = wish.maxPrice;
    const least = await this.#cheapest(want, currency);
    if (!isKnown()) {
      affordable(least, wish.maxPrice, this.balance(currency));
      if (compareMoney(this.balance(currency), wish.maxPrice) < 0) throw tooPoor();
    }
    return await send(key);
  }

  #sender(wish: Wish, want: Want, most: Money): Send {
    const { budget, id: buyer, allowVirtual, pricingIn } = this.client;
    const maxPrice = pricingIn(most.currency).costWithin(most);
    if (!isPositive(maxPrice)) throw new NumrouteError('OUT_OF_STOCK', 'Nothing costs so little.', {});
    const purchase: Omit<Purchase, 'key'> = {
      ...want,
      maxPrice,
      allowVirtual: allowVirtual && wish.allowVirtual !== false,
      buyer,
    };
    const held = this.#convert(most, budget.currency);
    return async (key) => {
      try {
        return await budget.hold(key, held, () => inClientsWords(this.#desk.buy({ ...purchase, key })));
      } catch (error) {
        if (NumrouteError.is(error, 'OUT_OF_STOCK')) this.#catalogue.forget();
        throw error;
      }
    };
  }

  /** @throws {NumrouteError} UNKNOWN_ORDER Also for somebody else's. */
  async ticket(id: string): Promise<Ticket> {
    const number = /^[1-9]\d{0,9}$/.test(id) ? Number(id) : 0;
    const ticket = number > 0 ? await this.#desk.find(number) : undefined;
    if (ticket?.buyer === this.client.id) return ticket;
    throw new NumrouteError('UNKNOWN_ORDER', 'There is no such order.', { id });
  }

  /** @throws {NumrouteError} UNKNOWN_ORDER Also where no number was bought. */
  async find(id: string): Promise<Bought> {
    const ticket = await this.ticket(id);
    if (isBought(ticket)) return ticket;
    throw new NumrouteError('UNKNOWN_ORDER', 'There is no such order.', { id });
  }

  async cancel(id: string): Promise<Bought> {
    const ticket = await this.find(id);
    return { ...ticket, order: await inClientsWords(this.#desk.cancel(ticket)) };
  }

  async finish(id: string): Promise<Bought> {
    const ticket = await this.find(id);
    const order = await inClientsWords(this.#desk.finish(ticket));
    if (order.status === 'finished' || order.messages.length > 0) return { ...ticket, order };
    // Over without a code: a yes would say that the code was used, and paid for.
    throw new NumrouteError('WRONG_STATE', `The order is ${order.status}, there is nothing to finish.`, {});
  }

  async requestAnotherSms(id: string): Promise<Bought> {
    const ticket = await this.find(id);
    return { ...ticket, order: await inClientsWords(this.#desk.requestAnotherSms(ticket)) };
  }

  async list(open: boolean): Promise<readonly Ticket[]> {
    return await this.#desk.list({ buyer: this.client.id, open });
  }

  /** What is left of the budget. */
  balance(currency: string): Money {
    return this.#convert(this.client.budget.remaining(), currency);
  }

  priceOf({ cost }: Bought, currency: string): Money {
    return this.client.priceOf(cost, currency);
  }

  async #cheapest(want: Want, currency: string): Promise<Money> {
    const countries = want.country === undefined ? undefined : [want.country].flat();
    const offers = await this.offers(currency, false);
    const prices = offers
      .filter(({ service, country }) => service === want.service && (countries?.includes(country) ?? true))
      .map(({ price }) => price);
    const [first, ...rest] = prices;
    if (!first) throw new NumrouteError('OUT_OF_STOCK', 'Nobody sells that now.', {});
    return rest.reduce((least, price) => (compareMoney(price, least) < 0 ? price : least), first);
  }

  #convert(value: Money, currency: string): Money {
    const converted = this.#desk.convert(value, currency);
    if (converted) return converted;
    throw new NumrouteError('UNAVAILABLE', `There is no rate between ${value.currency} and ${currency}.`, {});
  }
}

/** Refuses what cannot be bought anyway, in the words that fit. */
function affordable(least: Money, cap: Money, left: Money): void {
  if (compareMoney(cap, least) < 0) {
    const message = `The cheapest costs ${least.amount} ${least.currency}.`;
    throw new NumrouteError('PRICE_ABOVE_LIMIT', message, { price: least });
  }
  if (compareMoney(left, least) < 0) throw tooPoor();
}

function tooPoor(): NumrouteError<'INSUFFICIENT_FUNDS'> {
  return new NumrouteError('INSUFFICIENT_FUNDS', 'The budget of this token does not cover the price.', {});
}
