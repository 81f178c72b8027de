import {
  type AnyNumrouteError,
  type Clock,
  isCurrency,
  type Money,
  matching,
  NumrouteError,
  type Offer,
  type Offers,
  type Query,
  unlessAborted,
} from '@numroute/core';
import type { Accounts } from '../account/accounts.ts';
import type { Vendor } from '../account/vendor.ts';
import { aBoolean, aSignal, type CallOptions, check } from '../check.ts';
import type { Emit } from '../events.ts';
import { deadline } from '../time/deadline.ts';
import type { LateLists } from './late-lists.ts';
import type { Ranking, Strategy } from './rank.ts';
import type { Rates } from './rates.ts';
import type { Surcharges } from './surcharges.ts';
import { canonicalQuery, capOf, type Want } from './want.ts';

export interface QuoteOptions extends CallOptions {
  /** Dearer offers are excluded. As text: `0.50 USD`. */
  readonly maxPrice?: Money | string;
  /** Lets virtual (VoIP) numbers into the ranking. @default false */
  readonly allowVirtual?: boolean;
  /** Prices are compared in this currency. @default the cap's, else the first rate's base, else USD */
  readonly currency?: string;
}

/** The ranking, and the providers that gave no offers because they failed. */
export interface Quote extends Ranking {
  readonly currency: string;
  readonly silent: readonly { readonly provider: string; readonly error: AnyNumrouteError }[];
  readonly answered: readonly {
    readonly provider: string;
    readonly offers: number;
    readonly tookMs: number;
    /** Its list was late: what it said last stands in, up to a minute old. Each offer says when it was listed. */
    readonly isLate?: true;
  }[];
}

/** What a comparison needs. */
export interface Market {
  readonly vendors: Accounts<Vendor>;
  readonly strategy: Strategy;
  readonly rates: Rates;
  /** Absent: every list is believed. */
  readonly surcharges?: Surcharges;
  readonly lateLists: LateLists;
  readonly clock: Clock;
  readonly emit: Emit;
  /** A comparison answers by then; whoever has not answered is silent. Milliseconds. */
  readonly timeoutMs: number;
}

/** Asks every vendor and ranks what the vendors say. */
export class Quotes {
  readonly #market: Market;

  constructor(market: Market) {
    this.#market = market;
  }

  /** @throws {NumrouteError} INVALID_INPUT The want or an option is wrong; `field` names it. */
  async quote(want: Partial<Want>, options: QuoteOptions, signal: AbortSignal): Promise<Quote> {
    const { vendors, strategy, rates, surcharges } = this.#market;
    check(options, { signal: aSignal, allowVirtual: aBoolean });
    const wanted = canonicalQuery(want);
    const maxPrice = options.maxPrice === undefined ? undefined : capOf(options.maxPrice);
    const { allowVirtual = false } = options;
    const currency = options.currency ?? maxPrice?.currency ?? rates.rates[0]?.base ?? 'USD';
    if (!isCurrency(currency)) throw NumrouteError.input('currency', 'an ISO 4217 code such as USD, or IRT');
    signal.throwIfAborted();
    await surcharges?.recall();
    const { offers, silent, answered } = await survey(wanted, signal, this.#market);
    const ranking = strategy(offers, {
      ...(maxPrice && { maxPrice }),
      allowVirtual,
      charges: (offer) => surcharges?.of(offer),
      convert: (price) => rates.convert(price, currency),
      available: (id) => vendors.find(id)?.availability ?? 'provider-disabled',
      order: (id) => vendors.find(id)?.position ?? Number.MAX_SAFE_INTEGER,
    });
    return { ...ranking, currency, silent, answered };
  }
}

/** What came back from everybody by the deadline. */
interface Survey {
  readonly offers: readonly Offer[];
  readonly silent: readonly { readonly provider: string; readonly error: AnyNumrouteError }[];
  readonly answered: Quote['answered'];
}

/** The query that fetches everything a want could take, and the countries it takes. */
function queryOf({ service, country }: Partial<Want>): {
  query: Query;
  countries?: ReadonlySet<string>;
} {
  const named = service === undefined ? {} : { service };
  if (country === undefined) return { query: named };
  if (typeof country === 'string') return { query: { ...named, country } };
  const [only, ...more] = country;
  if (only !== undefined && more.length === 0) return { query: { ...named, country: only } };
  return { query: named, countries: new Set(country) };
}

/** Of what the others took, so much more is waited for a vendor whose list was late last time. */
const PATIENCE = 0.1;

/**
 * Asks every vendor at once. Whoever is slow, broken or dead costs the others nothing: once the others
 * have answered, the last list of a late vendor stands in for the one that is on its way.
 */
async function survey(want: Partial<Want>, signal: AbortSignal, market: Market): Promise<Survey> {
  const { vendors, clock, lateLists } = market;
  const { query, countries } = queryOf(want);
  const fitting = (list: Offers): readonly Offer[] => {
    const found = [...matching(list, query)];
    return countries ? found.filter(({ country }) => countries.has(country)) : found;
  };
  const began = clock.monotonic();
  const asked = [...vendors].map((vendor) => {
    const { id } = vendor.provider.manifest;
    return { id, isLate: lateLists.isLate(id), answer: ask(vendor, query, fitting, signal, market) };
  });
  const onTime = asked.filter(({ isLate }) => !isLate).map(({ answer }) => answer);
  const over = new AbortController();
  const patience = Promise.all(onTime).then(async () => {
    if (onTime.length === 0) await new Promise<never>(() => undefined);
    await clock.sleep((clock.monotonic() - began) * PATIENCE, over.signal).catch(() => undefined);
  });
  patience.catch(() => undefined);
  const standIn = ({ id }: { readonly id: string }): Answer => {
    const list = lateLists.last(id, query);
    if (list)
      return { provider: id, fitting: fitting(list), tookMs: clock.monotonic() - began, isLate: true };
    const error = new NumrouteError('UNAVAILABLE', `${id}: its list is late, and was not waited for`, {});
    return { provider: id, error: error as AnyNumrouteError };
  };
  const results = await Promise.all(
    asked.map((one) => {
      if (!one.isLate) return one.answer;
      // The load goes on: it says whether the vendor is on time again.
      one.answer.catch(() => undefined);
      return Promise.race([one.answer, patience.then(() => standIn(one))]);
    }),
  ).finally(() => over.abort());
  const offers: Offer[] = [];
  const silent: { provider: string; error: AnyNumrouteError }[] = [];
  const answered: Quote['answered'][number][] = [];
  for (const result of results) {
    if ('error' in result) {
      silent.push(result);
      continue;
    }
    for (const offer of result.fitting) offers.push(offer);
    const { provider, tookMs, isLate } = result;
    answered.push({ provider, offers: result.fitting.length, tookMs, ...(isLate && { isLate }) });
  }
  return { offers, silent, answered };
}

type Answer =
  | {
      readonly provider: string;
      readonly fitting: readonly Offer[];
      readonly tookMs: number;
      readonly isLate?: true;
    }
  | { readonly provider: string; readonly error: AnyNumrouteError };

async function ask(
  vendor: Vendor,
  query: Query,
  pick: (list: Offers) => readonly Offer[],
  signal: AbortSignal,
  { clock, timeoutMs, emit }: Market,
): Promise<Answer> {
  const provider = vendor.provider.manifest.id;
  const { availability, cause } = vendor;
  if ((availability === 'provider-cooling' || availability === 'provider-disabled') && cause) {
    return { provider, error: cause };
  }
  const trouble = vendor.listTrouble(query);
  if (trouble) return { provider, error: trouble };
  const began = clock.monotonic();
  const late = new NumrouteError('UNAVAILABLE', `${provider}: no answer within ${timeoutMs} ms`, {});
  const patience = deadline(timeoutMs, clock, signal, late);
  try {
    // A provider that does not hear the signal is not waited for either.
    const list = await unlessAborted(
      vendor.provider.listOffers(query, { signal: patience.signal }),
      patience.signal,
    );
    const tookMs = clock.monotonic() - began;
    // Read here, where a list that is none costs only its own provider.
    const fitting = pick(list);
    vendor.succeeded();
    emit({ type: 'offers-listed', provider, count: list.length, tookMs });
    return { provider, fitting, tookMs };
  } catch (thrown) {
    signal.throwIfAborted();
    const error = NumrouteError.from(thrown, provider);
    // A late answer is no failure of the vendor's: it may just be slow today.
    if (!patience.isOver) vendor.listFailed(query, error);
    emit({ type: 'offers-failed', provider, error });
    return { provider, error };
  } finally {
    patience.met();
  }
}
