import { type Clock, compareMoney, type Money, type Offer, type Query, wider } from '@numroute/core';
import type { Choice, MarketQuote, QuoteOptions, Ranking } from '@numroute/router';
import { LRUCache } from 'lru-cache';
import { atMost } from '../at-most.ts';
import type { Pricing } from '../clients/pricing.ts';
import type { Orders } from '../orders/orders.ts';
import { type Cell, PriceList } from './price-list.ts';

/** What may be shown to one client, and how. */
export interface PriceView {
  /** PriceViews of one name show the same prices of the same offers. */
  readonly name: string;
  readonly pricing: Pricing;
  readonly allowVirtual: boolean;
  readonly isAllowed: (offer: Offer) => boolean;
  /** One row for each price of each pool, or only the cheapest. */
  readonly tiers: boolean;
}

interface Kept {
  readonly list: PriceList;
  readonly at: number;
  /** How long the parts of the market took to be put together. */
  readonly readMs: number;
  /** When a client last saw it. */
  shownAt: number;
}

/** How old a list may be that is shown, unless the settings say otherwise. */
export const PRICES_TTL_MS = 5_000;
/** Of all kept lists of everything together. */
const OFFERS_KEPT = 6_000_000;
const PRICES_KEPT = 50_000;
const COUNTRIES_KEPT = 300;
const ROWS_KEPT = 2_000;
/** A new list that takes longer is not waited for while there is an old one. */
const PATIENCE_MS = 250;
/** An older list is not shown. */
const OLDEST_MS = 60_000;
/** Putting a market together takes at most one part in four of the time. */
const PAUSES = 3;

/** Everybody's price list: what one client was shown serves every client that sees the same. */
export class Catalogue {
  readonly #orders: Pick<Orders, 'quoteMarket'>;
  readonly #ttlMs: number;
  readonly #clock: Clock;
  /** Of everything, of one country, and of one service. */
  readonly #markets: LRUCache<string, Kept>;
  readonly #countries: LRUCache<string, Kept>;
  readonly #rows: LRUCache<string, Kept>;
  readonly #loading = new Map<string, Promise<PriceList>>();
  #doubtedAt = Number.NEGATIVE_INFINITY;

  constructor(orders: Pick<Orders, 'quoteMarket'>, ttlMs: number, clock: Clock) {
    this.#orders = orders;
    this.#ttlMs = ttlMs;
    this.#clock = clock;
    const ttl = Math.max(ttlMs, OLDEST_MS);
    this.#markets = new LRUCache({
      maxSize: OFFERS_KEPT,
      sizeCalculation: ({ list }) => list.length + 1,
      ttl,
      ttlAutopurge: true,
    });
    this.#countries = new LRUCache({ ...atMost(COUNTRIES_KEPT), ttl });
    this.#rows = new LRUCache({ ...atMost(ROWS_KEPT), ttl });
  }

  /** What every vendor sells, in a currency. */
  async quote(
    query: Query,
    currency: string,
    allowVirtual: boolean,
    options: QuoteOptions = {},
  ): Promise<MarketQuote> {
    return await this.#orders.quoteMarket(query, { ...options, currency, allowVirtual });
  }

  /** The least that anything costs the client that comes into question. Undefined: nothing does. */
  async cheapestOf(
    { pricing, allowVirtual, isAllowed }: PriceView,
    service: string,
    countries: readonly string[] | undefined,
    choice: Choice,
  ): Promise<Money | undefined> {
    const query = queryOf(service, countries);
    const { parts } = await this.quote(query, pricing.currency, allowVirtual, choice);
    let least: Money | undefined;
    for await (const { ranked } of parts) {
      const best = ranked.find(
        ({ offer }) => isAllowed(offer) && countries?.includes(offer.country) !== false,
      );
      const price = best && pricing.sale(best.comparable);
      if (price && (!least || compareMoney(price, least) < 0)) least = price;
    }
    return least;
  }

  /** A purchase found nothing at the price that was shown, so what is kept is not true any more. */
  forget(): void {
    this.#doubtedAt = this.#clock.monotonic();
  }

  /** What answers a query, as the client sees it. Of many services an old list is shown while a new one is put together. */
  async list(view: PriceView, query: Query): Promise<PriceList> {
    const name = nameOf(view, query);
    const kept = this.#keptFor(query);
    const known = kept.get(name);
    const now = this.#clock.monotonic();
    if (known && this.#isFresh(known)) {
      known.shownAt = now;
      return known.list;
    }
    const loading = this.#loading.get(name) ?? this.#load(name, view, query);
    if (!known || query.service !== undefined || now - known.at > OLDEST_MS) return await loading;
    const over = new AbortController();
    const patience = this.#clock.sleep(PATIENCE_MS, over.signal).then(() => {
      known.shownAt = this.#clock.monotonic();
      return known.list;
    });
    try {
      return await Promise.race([loading, patience]);
    } finally {
      over.abort();
      patience.catch(() => undefined);
    }
  }

  /**
   * The least that the client was shown for a service lately, in any of some countries and in whatever
   * list: that is what it has agreed to. Undefined: nobody sells it.
   *
   * @param pool Of it alone; empty: of what has none. Absent: of any.
   */
  async cheapest(
    view: PriceView,
    service: string,
    countries?: readonly string[],
    pool?: string,
  ): Promise<Money | undefined> {
    const query = queryOf(service, countries);
    const isMeant = (offer: Offer): boolean =>
      countries?.includes(offer.country) !== false && (pool ?? offer.pool ?? '') === (offer.pool ?? '');
    // A list without tiers tells no pool.
    const shown = { ...view, tiers: view.tiers || pool !== undefined };
    return (
      leastOf(this.#shownOffers(shown, query, pool === undefined ? [false, true] : [true]), isMeant) ??
      leastOf(await this.list(shown, query), isMeant)
    );
  }

  *#shownOffers(view: PriceView, query: Query, lists: readonly boolean[]): Generator<Offer, void> {
    for (const list of wider(query)) {
      for (const tiers of lists) {
        const kept = this.#keptFor(list).get(nameOf({ ...view, tiers }, list));
        if (kept && this.#isShown(kept)) yield* kept.list.matching(query);
      }
    }
  }

  #keptFor({ service, country }: Query): LRUCache<string, Kept> {
    if (service !== undefined) return this.#rows;
    return country === undefined ? this.#markets : this.#countries;
  }

  #isFresh({ at, readMs }: Kept): boolean {
    const ageMs = this.#clock.monotonic() - at;
    const isBelieved = ageMs < this.#ttlMs && at > this.#doubtedAt;
    return isBelieved || ageMs < PAUSES * readMs;
  }

  /** Also an old list that was shown again since somebody doubted it. */
  #isShown({ shownAt }: Kept): boolean {
    return shownAt > this.#doubtedAt && this.#clock.monotonic() - shownAt < this.#ttlMs;
  }

  #load(name: string, view: PriceView, query: Query): Promise<PriceList> {
    const at = this.#clock.monotonic();
    const loading = this.#read(view, query)
      .then(({ list, readMs }) => {
        this.#keptFor(query).set(name, { list, at, readMs, shownAt: this.#clock.monotonic() });
        return list;
      })
      .finally(() => this.#loading.delete(name));
    this.#loading.set(name, loading);
    // Whoever shows the old list does not hear of it.
    loading.catch(() => undefined);
    return loading;
  }

  async #read(view: PriceView, query: Query): Promise<Pick<Kept, 'list' | 'readMs'>> {
    const { currency } = view.pricing;
    const { parts, silent } = await this.quote(query, currency, view.allowVirtual);
    const began = this.#clock.monotonic();
    const list = new PriceList(currency);
    const saleOf = remembered(view.pricing);
    for await (const part of parts) list.add(cellsOf(part, view, saleOf));
    list.isComplete = silent.length === 0;
    return { list, readMs: this.#clock.monotonic() - began };
  }
}

interface Growing {
  readonly cell: Omit<Cell, 'listedAt'> & {
    listedAt?: number;
    readonly amounts: string[];
    readonly stocks: (number | null)[];
    readonly pools?: (string | undefined)[];
  };
  /** Where each pool stands at the last price: of one price there may be many, and they come mixed. */
  readonly places: Map<string | undefined, number>;
}

/** Offers of one pool at one price are one, whoever sells them; the cheapest come first, as they were ranked. */
function* cellsOf(
  { ranked }: Ranking,
  { isAllowed, tiers }: Pick<PriceView, 'isAllowed' | 'tiers'>,
  saleOf: (cost: Money) => string,
): Generator<Cell, void> {
  const growing = new Map<string, Growing>();
  for (const { offer, comparable } of ranked) {
    if (!isAllowed(offer)) continue;
    const { service, country, virtual, stock, listedAt } = offer;
    const pool = tiers ? offer.pool : undefined;
    const amount = saleOf(comparable);
    const name = `${service} ${country} ${virtual === true}`;
    let known = growing.get(name);
    if (!known) {
      const told = { ...(virtual && { virtual }), ...(tiers && { pools: [] }) };
      known = { cell: { service, country, ...told, amounts: [], stocks: [] }, places: new Map() };
      growing.set(name, known);
    }
    const { cell, places } = known;
    const { amounts, stocks, pools } = cell;
    const isSame = amounts.at(-1) === amount;
    const place = isSame ? places.get(pool) : undefined;
    if (place !== undefined) stocks[place] = sum(stocks[place] ?? null, stock);
    else if (amounts.length === 0 || tiers) {
      if (!isSame) places.clear();
      places.set(pool, amounts.length);
      amounts.push(amount);
      stocks.push(stock);
      pools?.push(pool);
    } else continue;
    if (listedAt !== undefined) cell.listedAt = Math.min(listedAt, cell.listedAt ?? listedAt);
  }
  for (const { cell } of growing.values()) yield cell;
}

/** What costs in the client's currency are sold for: a market has few prices, and each of them many times. */
function remembered({ sale }: Pricing): (cost: Money) => string {
  const known = new Map<string, string>();
  return (cost) => {
    let amount = known.get(cost.amount);
    if (amount === undefined) {
      amount = sale(cost).amount;
      if (known.size === PRICES_KEPT) known.clear();
      known.set(cost.amount, amount);
    }
    return amount;
  };
}

function sum(left: number | null, right: number | null): number | null {
  return left === null ? right : left + (right ?? 0);
}

function nameOf({ name, tiers }: PriceView, { service, country }: Query): string {
  return JSON.stringify([name, tiers, service, country]);
}

/** Of several countries the whole service is looked at. */
function queryOf(service: string, countries: readonly string[] = []): Query {
  const [country, ...more] = countries;
  return { service, ...(country !== undefined && more.length === 0 && { country }) };
}

function leastOf(offers: Iterable<Offer>, isMeant: (offer: Offer) => boolean): Money | undefined {
  let least: Money | undefined;
  for (const offer of offers) {
    if (isMeant(offer) && (!least || compareMoney(offer.price, least) < 0)) least = offer.price;
  }
  return least;
}
