import {
  type HiddenOffers,
  isCurrency,
  type Money,
  matching,
  NumrouteError,
  type Offer,
  type Offers,
  type Query,
} from '@numroute/core';
import { aBoolean, aFunction, aSignal, type CallOptions, check } from '../check.ts';
import { type Choice, type Chosen, choosing, chosenBy, inQuestion } from './choice.ts';
import { hiddenBy } from './hidden.ts';
import { type MarketQuote, partsOf } from './market-quote.ts';
import type { Belief } from './outlook.ts';
import { cheapest, type RankContext, type Ranking, type Strategy } from './rank.ts';
import type { Rates } from './rates.ts';
import type { Surcharges } from './surcharges.ts';
import { type Silent, type Surveyed, survey } from './survey.ts';
import { canonicalQuery, priceOf, type Want } from './want.ts';

export interface QuoteOptions extends CallOptions, Choice {
  /** Dearer offers are excluded. As text: `0.50 USD`. */
  readonly maxPrice?: Money | string;
  /** Lets virtual (VoIP) numbers into the ranking. @default false */
  readonly allowVirtual?: boolean;
  /** How this comparison is ranked. @default the router's strategy */
  readonly strategy?: Strategy;
  /** Prices are compared in this currency. @default the cap's, else the first rate's base, else USD */
  readonly currency?: string;
}

/** The ranking, and the providers that gave no offers because they failed. */
export interface Quote extends Ranking {
  readonly currency: string;
  readonly silent: readonly Silent[];
  readonly answered: readonly {
    readonly provider: string;
    readonly offers: number;
    readonly tookMs: number;
    /** Its list was late: what it said last stands in, up to a minute old. Each offer says when it was listed. */
    readonly isLate?: true;
  }[];
}

/** How one comparison is ranked, where that is not the market's way. */
export type RankBy = Pick<QuoteOptions, 'strategy'> & Pick<RankContext, 'plan'>;

/** What a comparison needs. */
export interface Market extends Surveyed {
  readonly strategy: Strategy;
  readonly rates: Rates;
  /** What was learnt of any offer, for strategies that go by it. Absent: nothing was. */
  readonly believe?: () => Promise<(offer: Offer) => Belief>;
  /** Absent: every list is believed. */
  readonly surcharges?: Surcharges;
}

/** A question, checked. */
interface Asked {
  readonly query: Query;
  /** Of several countries: those. */
  readonly countries?: ReadonlySet<string>;
  readonly currency: string;
  readonly chosen: Chosen;
  readonly strategy: Strategy;
  readonly ranking: RankContext;
}

/** Asks every vendor and ranks what the vendors say. */
export class Quotes {
  readonly #market: Market;

  constructor(market: Market) {
    this.#market = market;
  }

  /** @throws {NumrouteError} INVALID_INPUT The want or an option is wrong; `field` names it. */
  async quote(want: Partial<Want>, options: QuoteOptions & RankBy, signal: AbortSignal): Promise<Quote> {
    const asked = await this.#ask(want, options, signal);
    const { offers, ...answers } = await this.#survey(asked, signal);
    return { ...asked.strategy(offers, asked.ranking), ...answers, currency: asked.currency };
  }

  /** What is decided over all offers that come into question for a want. */
  async decide<T>(
    want: Partial<Want>,
    options: QuoteOptions & RankBy,
    signal: AbortSignal,
    decision: (offers: readonly Offer[], context: RankContext) => T,
  ): Promise<T> {
    const asked = await this.#ask(want, options, signal);
    const { offers } = await this.#survey(asked, signal);
    return decision(inQuestion(asked.chosen, offers, asked.ranking).left, asked.ranking);
  }

  /**
   * What each limit hides of what is for sale.
   *
   * @param offers Among which. @default everybody's in every country; their lists are asked for
   */
  async hidden(
    { service, country }: Want,
    options: QuoteOptions,
    signal: AbortSignal,
    offers?: readonly Offer[],
  ): Promise<readonly HiddenOffers[]> {
    const { chosen, ranking } = await this.#ask({ service }, { ...options, strategy: cheapest }, signal);
    const countries = country === undefined ? undefined : new Set([country].flat());
    const known = offers ?? (await this.#everywhere(service, signal));
    return hiddenBy({ chosen, context: ranking, countries }, known);
  }

  async #everywhere(service: string, signal: AbortSignal): Promise<readonly Offer[]> {
    const read = (list: Offers): readonly Offer[] => [...matching(list, { service })];
    const { listed } = await survey({ service }, read, {}, signal, this.#market);
    return listed.flatMap(({ found }) => found);
  }

  async #survey({ query, countries, chosen }: Asked, signal: AbortSignal) {
    const fitting = (list: Offers) => {
      const found = [...matching(list, query)];
      return countries ? found.filter(({ country }) => countries.has(country)) : found;
    };
    const { listed, silent } = await survey(query, fitting, chosen, signal, this.#market);
    const answered = listed.map(({ found, ...list }) => ({ ...list, offers: found.length }));
    return { offers: listed.flatMap(({ found }) => found), silent, answered };
  }

  /** @throws {NumrouteError} INVALID_INPUT The want or an option is wrong; `field` names it. */
  async quoteMarket(want: Partial<Want>, options: QuoteOptions, signal: AbortSignal): Promise<MarketQuote> {
    const { query, countries, currency, chosen, strategy, ranking } = await this.#ask(want, options, signal);
    const { listed, silent } = await survey(query, (list) => list, chosen, signal, this.#market);
    const failed = [...silent];
    const market = {
      lists: listed,
      ...(countries ? { countries } : {}),
      failed: (one: Silent) => {
        failed.push(one);
        this.#market.vendors.find(one.provider)?.listFailed(query, one.error);
        this.#market.emit({ type: 'offers-failed', ...one });
      },
    };
    return {
      currency,
      silent: failed,
      parts: partsOf(market, query, signal, (offers) => strategy(offers, ranking)),
    };
  }

  async #ask(want: Partial<Want>, options: QuoteOptions & RankBy, signal: AbortSignal): Promise<Asked> {
    const { vendors, rates, surcharges } = this.#market;
    check(options, { signal: aSignal, allowVirtual: aBoolean, strategy: aFunction });
    const wanted = canonicalQuery(want);
    const maxPrice = options.maxPrice === undefined ? undefined : priceOf('maxPrice', options.maxPrice);
    const chosen = chosenBy(options, maxPrice);
    for (const id of chosen.providers ?? []) vendors.get(id, 'providers');
    for (const id of chosen.exceptProviders ?? []) vendors.get(id, 'exceptProviders');
    const currency = options.currency ?? maxPrice?.currency ?? rates.rates[0]?.base ?? 'USD';
    if (!isCurrency(currency)) throw NumrouteError.input('currency', 'an ISO 4217 code such as USD, or IRT');
    signal.throwIfAborted();
    await surcharges?.recall();
    const { plan, strategy = this.#market.strategy } = options;
    // To learn means to read the journal's last weeks, which the cheapest price needs nothing of.
    const believe = strategy === cheapest ? undefined : await this.#market.believe?.();
    const ranking: RankContext = {
      ...(maxPrice && { maxPrice }),
      allowVirtual: options.allowVirtual ?? false,
      charges: (offer) => surcharges?.of(offer),
      convert: (price) => rates.convert(price, currency),
      available: (id) => vendors.find(id)?.availability ?? 'provider-disabled',
      ...(believe && { believe }),
      ...(plan && { plan }),
      order: (id) => vendors.find(id)?.position ?? Number.MAX_SAFE_INTEGER,
      manifest: (id) => vendors.find(id)?.provider.manifest,
    };
    return { ...queryOf(wanted), currency, chosen, strategy: choosing(chosen, strategy), ranking };
  }
}

/** The query that fetches everything a want could take, and the countries it takes. */
function queryOf({ service, country }: Partial<Want>): Pick<Asked, 'query' | 'countries'> {
  const named = service === undefined ? {} : { service };
  if (country === undefined) return { query: named };
  if (typeof country === 'string') return { query: { ...named, country } };
  const [only, ...more] = country;
  if (only !== undefined && more.length === 0) return { query: { ...named, country: only } };
  return { query: named, countries: new Set(country) };
}
