import { type Money, NumrouteError, parseMoney, parseService } from '@numroute/core';
import type { Quote } from '@numroute/router';
import {
  type ChoiceFlags,
  capOf,
  choiceOf,
  countriesOf,
  currencyOf,
  durationOf,
  wholeOf,
} from '../arguments.ts';
import type { Prices } from '../config/compose.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, painter, printJson } from '../io.ts';
import { requireProgram, userCommandOf } from '../orders/user-command.ts';
import { type Asked, ask } from '../prices/asking.ts';
import { Keeper } from '../prices/keeper.ts';
import { rowsOf, type Sorting } from '../prices/rows.ts';
import { type Telling, webhookOf } from '../prices/telling.ts';
import { trendsOf } from '../prices/trends.ts';
import { Watch } from '../prices/watch.ts';
import { printLines } from '../printing/lines.ts';
import type { Progress } from '../printing/progress.ts';
import { quoteJson } from '../printing/quote-json.ts';
import { type Ordering, printQuote } from '../printing/table.ts';

export interface CompareFlags extends ChoiceFlags {
  readonly country?: string;
  readonly max?: string;
  readonly in?: string;
  readonly by?: Ordering;
  readonly sort?: Sorting;
  readonly json?: boolean;
  readonly watch?: boolean;
  readonly every?: string;
  readonly until?: string;
  readonly alertBelow?: string;
  readonly exec?: string;
  readonly webhook?: string;
  readonly limit?: string;
}

interface Comparison extends Asked {
  readonly services: readonly string[];
  readonly sort?: Sorting;
  readonly limit: number;
  readonly json: boolean;
  readonly watch: boolean;
  readonly everyMs?: number;
  readonly until?: Money;
  readonly alertBelow?: Money;
  readonly telling: Telling;
}

/** Checked before anything is loaded: a typo needs no config file to be found. */
export async function parseComparison(
  services: readonly string[],
  flags: CompareFlags,
  io: Io,
): Promise<Comparison> {
  const country = countriesOf(flags.country);
  const maxPrice = capOf(flags.max);
  const currency = currencyOf(flags.in);
  const { sort, every, until, alertBelow } = flags;
  return {
    services: [...new Set(services.map((service) => parseService(service)))],
    ...(country && { country }),
    ...(maxPrice && { maxPrice }),
    choice: choiceOf(flags),
    ...(currency !== undefined && { currency }),
    by: flags.by ?? 'price',
    ...(sort && { sort }),
    limit: wholeOf(flags.limit ?? (flags.json ? '100000' : '20'), '--limit', 1, 100_000),
    json: flags.json === true,
    watch: flags.watch === true || [every, until, alertBelow].some((one) => one !== undefined),
    ...(every !== undefined && { everyMs: durationOf(every, '--every', 1_000) }),
    ...(until !== undefined && { until: parseMoney(until, '--until') }),
    ...(alertBelow !== undefined && { alertBelow: parseMoney(alertBelow, '--alert-below') }),
    telling: await tellingOf(flags, io),
  };
}

async function tellingOf(flags: CompareFlags, io: Io): Promise<Telling> {
  const { exec, webhook, until, alertBelow } = flags;
  const command = exec === undefined ? undefined : userCommandOf(exec, '--exec');
  if (command) await requireProgram(command, '--exec', io);
  const url = webhook === undefined ? undefined : webhookOf(webhook);
  if ((command || url) && until === undefined && alertBelow === undefined)
    throw NumrouteError.input(command ? '--exec' : '--webhook', '--until or --alert-below beside it');
  return { ...(command && { exec: command }), ...(url && { webhook: url }) };
}

export async function compare(
  io: Io,
  prices: Prices,
  asked: Comparison,
  progress: Progress,
): Promise<number> {
  await using keeper = new Keeper(io, prices.kept);
  const quoteAll = async (): Promise<readonly (readonly [service: string, quote: Quote])[]> => {
    progress.start(prices.market.providers.length * asked.services.length);
    try {
      return await Promise.all(
        asked.services.map(
          async (service) => [service, await ask(prices, service, asked, io.signal)] as const,
        ),
      );
    } finally {
      progress.stop();
    }
  };
  if (asked.watch) return await new Watch(io, prices, asked, keeper).run(quoteAll);
  const { by, sort, limit, json } = asked;
  const at = new Date().toISOString();
  const quotes = await quoteAll();
  const documents: object[] = [];
  for (const [service, quote] of quotes) {
    const rows = rowsOf(quote, { ...(sort && { sort }), limit });
    if (json) {
      documents.push({ at, ...quoteJson(quote, { service, by, rows }), rates: prices.rates });
      continue;
    }
    const trends = await trendsOf(keeper, rows);
    if (quotes.length > 1) printLines(io, [painter(io)('bold', service)]);
    printQuote(io, quote, { by, rates: prices.rates, rows, ...trends });
    if (service !== quotes.at(-1)?.[0]) printLines(io, ['']);
  }
  if (json) printJson(io, documents.length > 1 ? { comparisons: documents } : documents[0]);
  for (const [service, quote] of quotes) await keeper.keep({ ...asked, service }, quote);
  return outcomeOf(quotes.map(([, quote]) => quote));
}

function outcomeOf(quotes: readonly Quote[]): number {
  if (quotes.some(({ ranked }) => ranked.length > 0)) return EXIT.ok;
  const isSilent = quotes.every(({ answered, silent }) => answered.length === 0 && silent.length > 0);
  return isSilent ? EXIT.allSilent : EXIT.noOffer;
}
