import { type Clock, NumrouteError, type Offer } from '@numroute/core';
import { openPriceHistory, type PriceFilter, type PriceHistory, type PriceSpan } from '@numroute/prices';
import type { Logger } from 'pino';
import type { PriceHistorySettings } from '../clients/settings.ts';
import type { Orders } from '../orders/orders.ts';

const EVERY_MS = 600_000;
/** A look that is later than so many times its span did not come. */
const LATE = 2;

/** What prices are looked at with. */
interface KeeperParts {
  readonly orders: Pick<Orders, 'quoteMarket' | 'providers'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Looks at the prices of some services every so often, and keeps what changed. By itself: no client's request
 * and no purchase waits for it, and what cannot be kept is said in the log.
 */
export class PriceKeeper {
  readonly services: readonly string[];
  readonly #kept: PriceHistory;
  readonly #everyMs: number;
  readonly #parts: KeeperParts;
  readonly #over = new AbortController();
  #running: Promise<void> | undefined;

  private constructor(
    { services, everyMs = EVERY_MS }: PriceHistorySettings,
    kept: PriceHistory,
    parts: KeeperParts,
  ) {
    this.services = [...new Set(services)];
    this.#kept = kept;
    this.#everyMs = everyMs;
    this.#parts = parts;
  }

  /** @throws {NumrouteError} INVALID_INPUT The file is no price history or cannot be used, or a limit is wrong. */
  static async open(settings: PriceHistorySettings, parts: KeeperParts): Promise<PriceKeeper> {
    const { file, keepMs, most } = settings;
    const limits = { ...(keepMs !== undefined && { keepMs }), ...(most !== undefined && { most }) };
    try {
      const kept = await openPriceHistory({ file, ...limits, clock: parts.clock });
      return new PriceKeeper(settings, kept, parts);
    } catch (error) {
      if (!NumrouteError.is(error, 'INVALID_INPUT')) throw error;
      const { field, expected } = error.details;
      // Of the file the history says `prices`.
      const [name, found] =
        field === 'keepMs' || field === 'most' ? [field, settings[field]] : ['file', file];
      throw NumrouteError.input(`gateway.priceHistory.${name}`, expected, String(found));
    }
  }

  /**
   * What was seen, each price for as long as it is taken to have stood: until the next look, which finds another
   * one or should have come.
   */
  async *spans(filter: PriceFilter): AsyncGenerator<PriceSpan, void> {
    const now = this.#parts.clock.now();
    const stood = (span: PriceSpan, next: PriceSpan | undefined): PriceSpan => {
      // Not at the moment itself: then the next one stands.
      const changed = next && isSameCell(span, next) ? next.since - 1 : now;
      return {
        ...span,
        until: Math.max(span.until, Math.min(span.until + LATE * this.#everyMs, changed, now)),
      };
    };
    let last: PriceSpan | undefined;
    for await (const page of this.#kept.spans(filter)) {
      for (const span of page) {
        if (last) yield stood(last, span);
        last = span;
      }
    }
    if (last) yield stood(last, undefined);
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async close(): Promise<void> {
    this.#over.abort();
    await this.#running;
    await this.#kept.close();
  }

  async #run(): Promise<void> {
    const { clock, log } = this.#parts;
    const { signal } = this.#over;
    while (!signal.aborted) {
      for (const service of this.services) {
        await this.#look(service).catch((error: unknown) => {
          if (!signal.aborted) log.warn({ service, err: error }, 'its prices could not be kept');
        });
      }
      await clock.sleep(this.#everyMs, signal).catch(() => undefined);
    }
  }

  async #look(service: string): Promise<void> {
    const { orders, clock } = this.#parts;
    const { signal } = this.#over;
    signal.throwIfAborted();
    const { parts, silent } = await orders.quoteMarket({ service }, { signal });
    const offers: Offer[] = [];
    // One price of a country: a number that most services refuse would be the cheapest nearly everywhere.
    for await (const { ranked, excluded } of parts)
      for (const { offer } of [...ranked, ...excluded]) if (!offer.virtual) offers.push(offer);
    const failed = new Set(silent.map(({ provider }) => provider));
    const providers = orders.providers.filter((id) => !failed.has(id));
    await this.#kept.record({ service, providers, offers, at: clock.now() });
  }
}

function isSameCell(one: PriceSpan, other: PriceSpan): boolean {
  return one.provider === other.provider && one.country === other.country && one.pool === other.pool;
}
