import {
  type AnyNumrouteError,
  type Clock,
  isCurrency,
  matching,
  NumrouteError,
  type Offer,
  type Offers,
  type Query,
} from '@numroute/core';
import type { Account } from '../account/account.ts';
import { canonicalQuery, capOf } from '../buying/terms.ts';
import { aBoolean, aSignal, check } from '../check.ts';
import type { Quote, QuoteOptions, Router, RouterEvent, Want } from '../router.ts';
import type { LateLists } from './late-lists.ts';
import type { Strategy } from './rank.ts';
import type { Rates } from './rates.ts';
import type { Surcharges } from './surcharges.ts';

export interface QuoteContext {
  readonly accounts: ReadonlyMap<string, Account>;
  readonly strategy: Strategy;
  readonly rates: Rates;
  readonly surcharges: Surcharges;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly lateLists: LateLists;
  readonly emit: (event: RouterEvent) => void;
  readonly signalOf: (options: QuoteOptions) => AbortSignal;
}

/** Asks everybody and ranks what they say. */
export function createQuote(context: QuoteContext): Router['quote'] {
  const { accounts, strategy, rates, surcharges } = context;
  return async (want, options = {}): Promise<Quote> => {
    check(options, { signal: aSignal, allowVirtual: aBoolean });
    const wanted = canonicalQuery(want);
    const maxPrice = options.maxPrice === undefined ? undefined : capOf(options.maxPrice);
    const { allowVirtual = false } = options;
    const currency = options.currency ?? maxPrice?.currency ?? rates.rates[0]?.base ?? 'USD';
    if (!isCurrency(currency)) throw NumrouteError.input('currency', 'an ISO 4217 code such as USD, or IRT');
    const signal = context.signalOf(options);
    signal.throwIfAborted();
    await surcharges.recall();
    const { offers, silent, answered } = await survey([...accounts.values()], wanted, { ...context, signal });
    const ranking = strategy(offers, {
      ...(maxPrice && { maxPrice }),
      allowVirtual,
      charges: surcharges.of,
      convert: (price) => rates.convert(price, currency),
      available: (id) => accounts.get(id)?.availability ?? 'provider-disabled',
      order: (id) => accounts.get(id)?.position ?? accounts.size,
    });
    return { ...ranking, currency, silent, answered };
  };
}

/** What came back from everybody by the deadline. */
export interface Survey {
  readonly offers: readonly Offer[];
  readonly silent: readonly { readonly provider: string; readonly error: AnyNumrouteError }[];
  readonly answered: Quote['answered'];
}

/** The query that fetches everything a want could take, and the countries it takes. */
export function queryOf({ service, country }: Partial<Want>): {
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

interface SurveyContext {
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly lateLists: LateLists;
  readonly signal: AbortSignal;
  readonly emit: (event: RouterEvent) => void;
}

/** Of what the others took, so much more is waited for a vendor whose list was late last time. */
const PATIENCE = 0.1;

/**
 * Asks every account at once. Whoever is slow, broken or dead costs the others nothing: once the others
 * have answered, the last list of a late vendor stands in for the one that is on its way.
 */
export async function survey(
  accounts: readonly Account[],
  want: Partial<Want>,
  context: SurveyContext,
): Promise<Survey> {
  const { clock, lateLists } = context;
  const { query, countries } = queryOf(want);
  const fitting = (list: Offers): readonly Offer[] => {
    const found = [...matching(list, query)];
    return countries ? found.filter(({ country }) => countries.has(country)) : found;
  };
  const began = clock.monotonic();
  const asked = accounts.map((account) => {
    const { id } = account.provider.manifest;
    return { id, isLate: lateLists.isLate(id), answer: ask(account, query, fitting, context) };
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
  account: Account,
  query: Query,
  pick: (list: Offers) => readonly Offer[],
  { clock, timeoutMs, signal, emit }: SurveyContext,
): Promise<Answer> {
  const provider = account.provider.manifest.id;
  const { availability, cause } = account;
  if ((availability === 'provider-cooling' || availability === 'provider-disabled') && cause) {
    return { provider, error: cause };
  }
  const trouble = account.listTrouble(query);
  if (trouble) return { provider, error: trouble };
  const began = clock.monotonic();
  const late = new AbortController();
  const done = new AbortController();
  const deadline = clock.sleep(timeoutMs, done.signal).then(
    () => {
      const error = new NumrouteError('UNAVAILABLE', `${provider}: no answer within ${timeoutMs} ms`, {});
      late.abort(error);
      throw error;
    },
    () => new Promise<never>(() => undefined),
  );
  try {
    const both = AbortSignal.any([signal, late.signal]);
    const list = await Promise.race([account.provider.listOffers(query, { signal: both }), deadline]);
    const tookMs = clock.monotonic() - began;
    // Read here, where a list that is none costs only its own provider.
    const fitting = pick(list);
    account.succeeded();
    emit({ type: 'offers-listed', provider, count: list.length, tookMs });
    return { provider, fitting, tookMs };
  } catch (thrown) {
    signal.throwIfAborted();
    const error = NumrouteError.from(thrown, provider);
    // A late answer is no failure of the vendor's: it may just be slow today.
    if (!late.signal.aborted) account.listFailed(query, error);
    emit({ type: 'offers-failed', provider, error });
    return { provider, error };
  } finally {
    done.abort();
  }
}
