import { type Money, parseService, systemClock } from '@numroute/core';
import { type Choice, type Quote, type RankedOffer, value } from '@numroute/router';
import { type ChoiceFlags, capOf, choiceOf, countriesOf, currencyOf, wholeOf } from '../arguments.ts';
import type { Prices } from '../config/compose.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, isRewritable, printEvent, printJson } from '../io.ts';
import { Keeper } from '../prices/keeper.ts';
import type { Progress } from '../printing/progress.ts';
import { type Ordering, printQuote } from '../printing/table.ts';

export interface CompareFlags extends ChoiceFlags {
  readonly country?: string;
  readonly max?: string;
  readonly in?: string;
  readonly by?: Ordering;
  readonly json?: boolean;
  readonly watch?: boolean;
  readonly limit?: string;
}

interface Comparison {
  readonly service: string;
  readonly country?: readonly string[];
  readonly maxPrice?: Money;
  readonly choice: Choice;
  readonly currency?: string;
  readonly by: Ordering;
  readonly limit: number;
  readonly json: boolean;
  readonly watch: boolean;
}

const WATCH_MS = 5_000;

/** Checked before anything is loaded: a typo needs no config file to be found. */
export function parseComparison(service: string, flags: CompareFlags): Comparison {
  const country = countriesOf(flags.country);
  const maxPrice = capOf(flags.max);
  const currency = currencyOf(flags.in);
  return {
    service: parseService(service),
    ...(country && { country }),
    ...(maxPrice && { maxPrice }),
    choice: choiceOf(flags),
    ...(currency !== undefined && { currency }),
    by: flags.by ?? 'price',
    limit: wholeOf(flags.limit ?? (flags.json ? '100000' : '20'), '--limit', 1, 100_000),
    json: flags.json === true,
    watch: flags.watch === true,
  };
}

export async function compare(
  io: Io,
  prices: Prices,
  asked: Comparison,
  progress: Progress,
): Promise<number> {
  await using keeper = new Keeper(io, prices.kept);
  if (!asked.watch) {
    const quote = await ask(io, prices, asked, progress);
    const code = show(io, prices, asked, quote);
    await keeper.keep(asked, quote);
    return code;
  }
  while (!io.signal.aborted) {
    try {
      const quote = await ask(io, prices, asked, progress);
      const at = new Date().toISOString();
      const draw = (): void => {
        if (!asked.json) io.stdout.write(isRewritable(io, io.stdout) ? '\u001b[2J\u001b[H' : '\n');
        if (!asked.json) io.stdout.write(`${at}, every ${WATCH_MS / 1000} s until Ctrl-C\n\n`);
        show(io, prices, asked, quote);
      };
      draw();
      await keeper.keep(asked, quote);
      await drawnUntil(systemClock.sleep(WATCH_MS, io.signal), io, draw);
    } catch (error) {
      if (!io.signal.aborted) throw error;
    }
  }
  return EXIT.stopped;
}

/** Draws anew, for a window that is resized meanwhile. */
async function drawnUntil(end: Promise<void>, io: Io, draw: () => void): Promise<void> {
  const isDrawn = isRewritable(io, io.stdout);
  if (isDrawn) io.stdout.on?.('resize', draw);
  try {
    await end;
  } finally {
    if (isDrawn) io.stdout.off?.('resize', draw);
  }
}

async function ask({ signal }: Io, prices: Prices, asked: Comparison, progress: Progress): Promise<Quote> {
  const { service, country, maxPrice, choice, by } = asked;
  const currency = asked.currency ?? prices.currency;
  const quoteIn = (code: string | undefined): Promise<Quote> =>
    prices.market.quote(
      { service, ...(country && { country }) },
      {
        ...choice,
        ...(by === 'value' && { strategy: value }),
        signal,
        ...(maxPrice && { maxPrice }),
        ...(code !== undefined && { currency: code }),
      },
    );
  progress.start(prices.market.providers.length);
  try {
    const quote = await quoteIn(currency);
    const only = currency === undefined && !maxPrice ? onlyCurrency(quote) : undefined;
    return only === undefined ? quote : await quoteIn(only);
  } finally {
    progress.stop();
  }
}

/** The currency of all offers, if nobody named one and the default left everything out. */
function onlyCurrency({ ranked, excluded }: Quote): string | undefined {
  const currencies = new Set(excluded.map(({ offer }) => offer.price.currency));
  const [only] = currencies;
  const unrated = excluded.some(({ why }) => why === 'no-exchange-rate');
  return ranked.length === 0 && unrated && currencies.size === 1 ? only : undefined;
}

function show(io: Io, { rates }: Prices, asked: Comparison, quote: Quote): number {
  const document = { ...quoteJson(asked, quote), rates };
  if (asked.json && asked.watch) printEvent(io, 'quote', document);
  else if (asked.json) printJson(io, document);
  else printQuote(io, quote, { by: asked.by, rates, limit: asked.limit });
  return outcomeOf(quote);
}

function outcomeOf({ ranked, answered, silent }: Quote): number {
  if (ranked.length > 0) return EXIT.ok;
  return answered.length === 0 && silent.length > 0 ? EXIT.allSilent : EXIT.noOffer;
}

function offerJson({ provider, service, country, pool, price, stock }: RankedOffer['offer']): object {
  return { provider, service, country, pool: pool ?? null, asked: price, stock };
}

function quoteJson({ service, by, limit }: Comparison, quote: Quote): object {
  const { ranked, excluded, silent, answered, currency } = quote;
  return {
    service,
    by,
    currency,
    total: ranked.length,
    offers: ranked.slice(0, limit).map(({ offer, comparable, outlook }, index) => ({
      rank: index + 1,
      price: comparable,
      ...offerJson(offer),
      ...(by === 'value' && { outlook: outlook ?? null }),
    })),
    excluded: excluded.map(({ offer, why }) => ({ why, ...offerJson(offer) })),
    silent: silent.map(({ provider, error }) => ({ provider, code: error.code, message: error.message })),
    answered: answered.map((one) => ({ ...one, tookMs: Math.round(one.tookMs) })),
  };
}
