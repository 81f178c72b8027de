import {
  type AnyNumrouteError,
  type Clock,
  NumrouteError,
  type Offers,
  type Query,
  unlessAborted,
} from '@numroute/core';
import type { Accounts } from '../account/accounts.ts';
import type { Vendor } from '../account/vendor.ts';
import type { Emit } from '../events.ts';
import { type Deadline, deadline } from '../time/deadline.ts';
import { asks, type Chosen } from './choice.ts';
import type { LateLists } from './late-lists.ts';

/** Whom a survey asks, and how long it waits. */
export interface Surveyed {
  readonly vendors: Accounts<Vendor>;
  readonly lateLists: LateLists;
  readonly clock: Clock;
  readonly emit: Emit;
  /** A comparison answers by then; whoever has not answered is silent. Milliseconds. */
  readonly timeoutMs: number;
}

/** A vendor's list, as far as it was read. */
export interface Listed<T> {
  readonly provider: string;
  readonly found: T;
  readonly tookMs: number;
  /** Its list was late: what it said last stands in, up to a minute old. Each offer says when it was listed. */
  readonly isLate?: true;
}

/** A vendor that gave no list. */
export interface Silent {
  readonly provider: string;
  readonly error: AnyNumrouteError;
}

/** What came back from everybody by the deadline. */
export interface Survey<T> {
  readonly listed: readonly Listed<T>[];
  readonly silent: readonly Silent[];
}

/** Of what the others took, so much more is waited for a vendor whose list was late last time. */
const PATIENCE = 0.1;

/**
 * Asks every vendor at once. Whoever is slow, broken or dead costs the others nothing: once the others
 * have answered, the last list of a late vendor stands in for the one that is on its way.
 *
 * @param read What is needed of a list. What it throws costs only that list's own vendor.
 * @param chosen Whom to ask.
 */
export async function survey<T>(
  query: Query,
  read: (list: Offers) => T,
  chosen: Chosen,
  signal: AbortSignal,
  market: Surveyed,
): Promise<Survey<T>> {
  signal.throwIfAborted();
  const { vendors, clock, lateLists } = market;
  const some = [...vendors].filter(({ provider }) => asks(chosen, provider.manifest.id));
  const known = some.map((vendor) => answerOf(vendor, query, read, market));
  // Nobody is waited for: deadlines and promises would cost more than the comparison.
  if (known.every((one) => one !== undefined)) return surveyOf(known);
  const began = clock.monotonic();
  const late = new NumrouteError('UNAVAILABLE', `no answer within ${market.timeoutMs} ms`, {});
  // One for all: everybody is asked at once, and a signal costs more than an offer.
  const patience = deadline(market.timeoutMs, clock, signal, late);
  const asked = some.map((vendor, n) => {
    const { id } = vendor.provider.manifest;
    const answer = known[n];
    return {
      id,
      isLate: !answer && lateLists.isLate(id, query),
      answer: answer ? Promise.resolve(answer) : ask(vendor, query, read, { signal, patience, ...market }),
    };
  });
  // A late vendor may answer after the survey.
  Promise.allSettled(asked.map(({ answer }) => answer)).then(patience.met);
  const onTime = asked.filter(({ isLate }) => !isLate).map(({ answer }) => answer);
  const over = new AbortController();
  const others = Promise.all(onTime).then(async () => {
    if (onTime.length === 0) await new Promise<never>(() => undefined);
    await clock.sleep((clock.monotonic() - began) * PATIENCE, over.signal).catch(() => undefined);
  });
  others.catch(() => undefined);
  const standIn = ({ id }: { readonly id: string }): Listed<T> | Silent => {
    const list = lateLists.last(id, query);
    if (list) return { provider: id, found: read(list), tookMs: clock.monotonic() - began, isLate: true };
    const error = new NumrouteError('UNAVAILABLE', `${id}: its list is late, and was not waited for`, {});
    return { provider: id, error: error as AnyNumrouteError };
  };
  const results = await Promise.all(
    asked.map((one) => {
      if (!one.isLate) return one.answer;
      // The load goes on: it says whether the vendor is on time again.
      one.answer.catch(() => undefined);
      return Promise.race([one.answer, others.then(() => standIn(one))]);
    }),
  ).finally(() => over.abort());
  return surveyOf(results);
}

function surveyOf<T>(results: readonly (Listed<T> | Silent)[]): Survey<T> {
  const listed: Listed<T>[] = [];
  const silent: Silent[] = [];
  for (const result of results) {
    if ('error' in result) silent.push(result);
    else listed.push(result);
  }
  return { listed, silent };
}

/** What a vendor says that need not be asked: it is left alone, or its list is kept. Undefined: it must be. */
function answerOf<T>(
  vendor: Vendor,
  query: Query,
  read: (list: Offers) => T,
  { emit }: Surveyed,
): Listed<T> | Silent | undefined {
  const provider = vendor.provider.manifest.id;
  const { availability, cause } = vendor;
  if ((availability === 'provider-cooling' || availability === 'provider-disabled') && cause) {
    return { provider, error: cause };
  }
  const trouble = vendor.listTrouble(query);
  if (trouble) return { provider, error: trouble };
  const list = vendor.provider.keptOffers(query);
  if (!list) return undefined;
  try {
    return listedOf(vendor, list, read, 0, emit);
  } catch (thrown) {
    return silentOf(vendor, query, NumrouteError.from(thrown, provider), true, emit);
  }
}

/** Read where a list that is none costs only its own provider. */
function listedOf<T>(
  vendor: Vendor,
  list: Offers,
  read: (list: Offers) => T,
  tookMs: number,
  emit: Emit,
): Listed<T> {
  const provider = vendor.provider.manifest.id;
  const found = read(list);
  vendor.succeeded();
  emit({ type: 'offers-listed', provider, count: list.length, tookMs });
  return { provider, found, tookMs };
}

function silentOf(
  vendor: Vendor,
  query: Query,
  error: AnyNumrouteError,
  isFailure: boolean,
  emit: Emit,
): Silent {
  const provider = vendor.provider.manifest.id;
  if (isFailure) vendor.listFailed(query, error);
  emit({ type: 'offers-failed', provider, error });
  return { provider, error };
}

interface Asking extends Surveyed {
  readonly signal: AbortSignal;
  /** Ends the waiting for everybody. */
  readonly patience: Deadline;
}

async function ask<T>(
  vendor: Vendor,
  query: Query,
  read: (list: Offers) => T,
  { signal, patience, clock, timeoutMs, emit }: Asking,
): Promise<Listed<T> | Silent> {
  const provider = vendor.provider.manifest.id;
  const began = clock.monotonic();
  try {
    // A provider that does not hear the signal is not waited for either.
    const list = await unlessAborted(
      vendor.provider.listOffers(query, { signal: patience.signal }),
      patience.signal,
    );
    return listedOf(vendor, list, read, clock.monotonic() - began, emit);
  } catch (thrown) {
    signal.throwIfAborted();
    const error = patience.isOver ? tooLate(provider, timeoutMs) : NumrouteError.from(thrown, provider);
    // A late answer is no failure of the vendor's: it may just be slow today.
    return silentOf(vendor, query, error, !patience.isOver, emit);
  }
}

function tooLate(provider: string, timeoutMs: number): AnyNumrouteError {
  const message = `${provider}: no answer within ${timeoutMs} ms`;
  return new NumrouteError('UNAVAILABLE', message, {}) as AnyNumrouteError;
}
