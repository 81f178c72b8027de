import { type Money, systemClock } from '@numroute/core';
import { createRates, type Quote, type RankedOffer } from '@numroute/router';
import type { Prices } from '../config/compose.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, isRewritable, painter, printEvent } from '../io.ts';
import { duration, exact } from '../printing/format.ts';
import { printLines } from '../printing/lines.ts';
import { quoteJson } from '../printing/quote-json.ts';
import { countryName, printQuote, sellerOf } from '../printing/table.ts';
import { Alert } from './alert.ts';
import type { Asked } from './asking.ts';
import type { Keeper } from './keeper.ts';
import { type Pace, paceOf } from './pace.ts';
import { Rounds } from './rounds.ts';
import { rowsOf, type Sorting } from './rows.ts';
import { type Crossing, crossingJson, type Telling, tell } from './telling.ts';
import { trendsOf } from './trends.ts';

interface Watched extends Asked {
  readonly services: readonly string[];
  readonly sort?: Sorting;
  readonly limit: number;
  readonly json: boolean;
  readonly everyMs?: number;
  readonly until?: Money;
  readonly alertBelow?: Money;
  readonly telling: Telling;
}

type Quoted = readonly [service: string, quote: Quote];

/** Round after round, until Ctrl-C or until a price has come as low as it was waited for. */
export class Watch {
  readonly #io: Io;
  readonly #prices: Prices;
  readonly #asked: Watched;
  readonly #keeper: Keeper;
  readonly #rounds: ReadonlyMap<string, Rounds>;
  readonly #alerts: ReadonlyMap<string, readonly Alert[]>;
  readonly #tellings: Promise<boolean>[] = [];
  readonly #told: string[] = [];

  constructor(io: Io, prices: Prices, asked: Watched, keeper: Keeper) {
    this.#io = io;
    this.#prices = prices;
    this.#asked = asked;
    this.#keeper = keeper;
    this.#rounds = new Map(asked.services.map((service) => [service, new Rounds()]));
    this.#alerts = new Map(asked.services.map((service) => [service, alertsOf(prices, asked)]));
  }

  async run(quoteAll: () => Promise<readonly Quoted[]>): Promise<number> {
    const io = this.#io;
    const { services, everyMs } = this.#asked;
    const pace = paceOf(providersOf(this.#prices, this.#asked), services.length, everyMs);
    if (pace.warning !== undefined) printLines(io, [pace.warning], io.stderr);
    try {
      while (!io.signal.aborted) {
        const quotes = await quoteAll();
        const isOver = this.#alert(quotes);
        const draw = await this.#drawing(quotes, pace);
        draw();
        for (const [service, quote] of quotes) await this.#keeper.keep({ ...this.#asked, service }, quote);
        if (isOver) return await this.#end();
        await drawnUntil(systemClock.sleep(pace.everyMs, io.signal), io, draw);
      }
    } catch (error) {
      if (!io.signal.aborted) throw error;
    }
    await this.#end();
    return EXIT.stopped;
  }

  /** Whoever was told has heard it, or has not. */
  async #end(): Promise<number> {
    return (await Promise.all(this.#tellings)).includes(false) ? EXIT.unexpected : EXIT.ok;
  }

  /** Whether the watch is over. */
  #alert(quotes: readonly Quoted[]): boolean {
    let isOver = false;
    for (const [service, quote] of quotes) {
      for (const alert of this.#alerts.get(service) ?? []) {
        const found = alert.crossedBy(quote);
        if (!found) continue;
        const crossing = { ...found, limit: alert.limit, at: new Date() };
        this.#say(crossing);
        this.#tellings.push(this.#tell(crossing));
        isOver ||= alert.isEnd;
      }
    }
    return isOver;
  }

  #say(crossing: Crossing): void {
    const { offer, comparable, limit } = crossing;
    const text = `${offer.service} for ${exact(comparable)} at ${sellerOf(offer)}, ${countryName(offer.country)}: no more than ${exact(limit)}.`;
    this.#told.push(text);
    if (this.#asked.json) printEvent(this.#io, 'alert', crossingJson(crossing));
    else printLines(this.#io, [text], this.#io.stderr);
  }

  async #tell(crossing: Crossing): Promise<boolean> {
    try {
      await tell(this.#io, this.#asked.telling, crossing);
      return true;
    } catch (error) {
      if (this.#io.signal.aborted) return true;
      const why = error instanceof Error ? error.message : String(error);
      printLines(this.#io, [`Nobody was told of the price: ${why}.`], this.#io.stderr);
      return false;
    }
  }

  async #drawing(quotes: readonly Quoted[], pace: Pace): Promise<() => void> {
    const { json, by } = this.#asked;
    const at = new Date();
    const shown = quotes.map(([service, quote]) => {
      const changes = this.#rounds.get(service)?.next(quote);
      return {
        service,
        quote,
        changes,
        rows: rowsOf(quote, { ...this.#asked, ...(changes && { changes }) }),
      };
    });
    if (json) {
      return () => {
        for (const { service, quote, rows, changes } of shown) {
          const document = quoteJson(quote, { service, by, rows, ...(changes && { gone: changes.gone }) });
          printEvent(this.#io, 'quote', { ...document, rates: this.#prices.rates });
        }
      };
    }
    const trends = await Promise.all(shown.map(({ rows }) => trendsOf(this.#keeper, rows)));
    return () => {
      this.#drawHead(at, pace);
      for (const [nth, { service, quote, rows, changes }] of shown.entries()) {
        const io = this.#io;
        printLines(io, shown.length > 1 ? ['', painter(io)('bold', service)] : ['']);
        const marks = { isRound: changes !== undefined, ...trends[nth] };
        printQuote(io, quote, { by, rates: this.#prices.rates, rows, ...marks });
        if (changes && changes.gone.length > 0) printLines(io, [goneText(changes.gone)]);
      }
    };
  }

  #drawHead(at: Date, { everyMs, words }: Pace): void {
    const io = this.#io;
    const isDrawn = isRewritable(io, io.stdout);
    io.stdout.write(isDrawn ? '\u001b[2J\u001b[H' : '\n');
    const { until } = this.#asked;
    const end = until ? `until ${exact(until)} or Ctrl-C` : 'until Ctrl-C';
    const head = `${at.toISOString()}, every ${duration(everyMs)} ${end}. ${words}`;
    // What went to standard error is wiped off a terminal.
    printLines(io, isDrawn ? [head, ...this.#told.slice(-3)] : [head]);
  }
}

const alertsOf = ({ rates }: Prices, { until, alertBelow }: Watched): readonly Alert[] => [
  ...(until ? [new Alert(until, '--until', createRates(rates))] : []),
  ...(alertBelow ? [new Alert(alertBelow, '--alert-below', createRates(rates))] : []),
];

/** Who is asked. */
function providersOf({ market }: Prices, { choice }: Watched): Prices['market']['providers'] {
  const { providers, exceptProviders } = choice;
  return market.providers.filter(
    ({ manifest: { id } }) => (providers?.includes(id) ?? true) && !exceptProviders?.includes(id),
  );
}

function goneText(gone: readonly RankedOffer[]): string {
  const names = gone.slice(0, 3).map(({ offer }) => `${sellerOf(offer)} in ${offer.country}`);
  const more = gone.length > names.length ? ` and ${gone.length - names.length} more` : '';
  return `Gone since the round before: ${names.join(', ')}${more}.`;
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
