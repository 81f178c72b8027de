import type { Clock, Offer } from '@numroute/core';
import type { Quote, RankedOffer } from '@numroute/router';
import type { Pricing } from '../clients/pricing.ts';
import type { Desk } from '../orders/desk.ts';

/** What may be shown to one client, and how. */
export interface Showcase {
  readonly pricing: Pricing;
  readonly allowVirtual: boolean;
  readonly isAllowed: (offer: Offer) => boolean;
  /** One row for each price, or only the cheapest. */
  readonly tiers: boolean;
}

interface Shown {
  readonly quote: Quote;
  readonly offers: readonly Offer[];
}

/** Everybody's price list: the router is asked once for many askers, and a list is priced once for each client. */
export class Catalogue {
  readonly #desk: Desk;
  readonly #ttlMs: number;
  readonly #clock: Clock;
  readonly #quotes = new Map<string, { readonly at: number; readonly quote: Promise<Quote> }>();
  readonly #shown = new WeakMap<Showcase, Shown>();

  constructor(desk: Desk, ttlMs: number, clock: Clock) {
    this.#desk = desk;
    this.#ttlMs = ttlMs;
    this.#clock = clock;
  }

  /** Of everything, in a currency. */
  async quote(currency: string, allowVirtual: boolean): Promise<Quote> {
    const name = `${currency} ${allowVirtual}`;
    const known = this.#quotes.get(name);
    const now = this.#clock.monotonic();
    if (known && now - known.at < this.#ttlMs) return await known.quote;
    const quote = this.#desk.quote({}, { currency, allowVirtual });
    this.#quotes.set(name, { at: now, quote });
    // A failure is not remembered.
    quote.catch(() => this.#quotes.delete(name));
    return await quote;
  }

  /** A purchase found nothing at the price that was shown, so the list is not true any more. */
  forget(): void {
    this.#quotes.clear();
  }

  /** The offers as the client sees them: one shop's, with its prices. The same array while nothing changed. */
  async list(showcase: Showcase): Promise<readonly Offer[]> {
    const quote = await this.quote(showcase.pricing.currency, showcase.allowVirtual);
    const known = this.#shown.get(showcase);
    if (known?.quote === quote) return known.offers;
    const offers = shown(quote.ranked, showcase);
    this.#shown.set(showcase, { quote, offers });
    return offers;
  }
}

/** Offers at one price are one; the cheapest come first, as they were ranked. */
function shown(ranked: readonly RankedOffer[], { pricing, isAllowed, tiers }: Showcase): readonly Offer[] {
  const rows = new Map<string, Offer>();
  const cheapest = new Map<string, string>();
  for (const { offer, comparable } of ranked) {
    if (!isAllowed(offer)) continue;
    const { service, country, virtual, stock, listedAt } = offer;
    const price = pricing.sale(comparable);
    const name = JSON.stringify([service, country, virtual === true]);
    const least = cheapest.get(name) ?? price.amount;
    cheapest.set(name, least);
    if (!tiers && price.amount !== least) continue;
    const key = `${name} ${price.amount}`;
    const before = rows.get(key);
    rows.set(key, {
      provider: 'numroute',
      service,
      country,
      price,
      stock: before ? sum(before.stock, stock) : stock,
      ...(virtual && { virtual }),
      handle: '',
      ...(listedAt !== undefined && { listedAt: Math.min(listedAt, before?.listedAt ?? listedAt) }),
    });
  }
  return [...rows.values()];
}

function sum(left: number | null, right: number | null): number | null {
  return left === null ? right : left + (right ?? 0);
}
