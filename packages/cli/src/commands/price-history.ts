import { parseService } from '@numroute/core';
import type { PriceFilter, PriceHistory, PriceSpan } from '@numroute/prices';
import type { Rate } from '@numroute/router';
import { countriesOf, currencyOf, namesOf, wholeOf } from '../arguments.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, printJson } from '../io.ts';
import { Converting } from '../prices/converting.ts';
import { plural } from '../printing/format.ts';
import { type PriceChange, printChanges } from '../printing/price-changes.ts';
import { spanOf } from '../span.ts';

export interface PastPricesFlags {
  readonly country?: string;
  readonly provider?: string;
  readonly pool?: string;
  readonly since?: string;
  readonly in?: string;
  readonly json?: boolean;
}

export interface HistoryFlags extends PastPricesFlags {
  readonly limit?: string;
}

/** Which prices of the past, and in what currency. */
export interface PastPrices {
  readonly filter: PriceFilter & { readonly service?: string };
  readonly currency: string | undefined;
  readonly json: boolean;
}

/** The history that is kept, and what a config says of money. */
export interface KeptHistory {
  readonly file: string;
  readonly history: PriceHistory;
  readonly rates: readonly Rate[];
  readonly currency?: string;
}

/** @throws {NumrouteError} INVALID_INPUT */
export function parsePastPrices(service: string | undefined, flags: PastPricesFlags): PastPrices {
  const countries = countriesOf(flags.country);
  const providers = namesOf(flags.provider, '--provider');
  const { sentSince: since } = spanOf({ ...(flags.since !== undefined && { since: flags.since }) });
  return {
    filter: {
      ...(service !== undefined && { service: parseService(service) }),
      ...(countries && { countries }),
      ...(providers && { providers }),
      ...(flags.pool !== undefined && { pool: flags.pool }),
      ...(since !== undefined && { since }),
    },
    currency: currencyOf(flags.in),
    json: flags.json === true,
  };
}

const ROWS = 20;
const MOST_ROWS = 100_000;

export const parseHistory = (
  service: string,
  flags: HistoryFlags,
): PastPrices & { readonly limit: number } => ({
  ...parsePastPrices(service, flags),
  limit: wholeOf(flags.limit ?? String(flags.json ? MOST_ROWS : ROWS), '--limit', 1, MOST_ROWS),
});

/** The latest changes of prices, newest first. */
export async function history(
  io: Io,
  kept: KeptHistory,
  asked: PastPrices & { readonly limit: number },
): Promise<number> {
  const { filter, limit, json } = asked;
  const converting = await convertingOf(kept, asked);
  let changes: PriceChange[] = [];
  let count = 0;
  let last: PriceChange | undefined;
  for await (const spans of kept.history.spans(filter)) {
    for (const span of spans) {
      const price = converting.of(span);
      last = { span, price, before: last && isSameOffer(last.span, span) ? last.price : undefined };
      changes.push(last);
      count += 1;
    }
    // Nobody holds all that was kept: only what is shown.
    if (changes.length > 2 * limit) changes = newest(changes, limit);
    io.signal.throwIfAborted();
  }
  if (count === 0) return nothingKept(io, kept, asked);
  const shown = newest(changes, limit);
  if (json) {
    const { currency } = converting;
    const documents = shown.map(({ span, price, before }) => ({
      ...spanJson(span),
      price: price ?? null,
      before: before ?? null,
    }));
    printJson(io, { service: filter.service, currency, total: count, changes: documents });
  } else printChanges(io, shown, { count, leftOut: converting.leftOut });
  return EXIT.ok;
}

function newest(changes: readonly PriceChange[], limit: number): PriceChange[] {
  return changes.toSorted((a, b) => b.span.since - a.span.since).slice(0, limit);
}

const isSameOffer = (one: PriceSpan, other: PriceSpan): boolean =>
  one.provider === other.provider && one.country === other.country && one.pool === other.pool;

/** Into what is named, or the config's currency, or what the first price is in. */
export async function convertingOf(
  { history: kept, rates, currency }: KeptHistory,
  asked: PastPrices,
): Promise<Converting> {
  const named = asked.currency ?? currency ?? rates[0]?.base;
  if (named !== undefined) return new Converting(rates, named);
  for await (const [first] of kept.spans(asked.filter)) {
    if (first) return new Converting(rates, first.price.currency);
  }
  return new Converting(rates, 'USD');
}

export function nothingKept(io: Io, { file }: KeptHistory, { filter, json }: PastPrices): number {
  const { service } = filter;
  if (json) printJson(io, { service: service ?? null, total: 0 });
  const what = service === undefined ? 'No prices' : `No prices of ${service}`;
  io.stderr.write(
    `${what} are kept in ${file}, as far as you asked for them: \`numroute compare ${service ?? 'telegram'}\` keeps what it sees.\n`,
  );
  return EXIT.noOffer;
}

/** A span for machines: prices as they were listed, times of ISO 8601. */
export function spanJson({ price, pool, since, until, successRate, ...span }: PriceSpan): object {
  return {
    ...span,
    pool: pool ?? null,
    asked: price,
    successRate: successRate ?? null,
    since: new Date(since).toISOString(),
    until: new Date(until).toISOString(),
  };
}

export async function forgetPrices(
  io: Io,
  { history: kept }: KeptHistory,
  { olderThanMs, json }: { readonly olderThanMs: number; readonly json: boolean },
): Promise<number> {
  const before = Date.now() - olderThanMs;
  const forgotten = await kept.forget(before);
  if (json) printJson(io, { forgotten, before: new Date(before).toISOString() });
  else
    io.stdout.write(
      `Forgot ${plural(forgotten, 'price')} that ended before ${new Date(before).toISOString()}.\n`,
    );
  return EXIT.ok;
}
