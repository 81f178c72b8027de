import type { PriceHistory } from '@numroute/prices';
import type { Quote } from '@numroute/router';
import type { KeptPrices } from '../config/kept-prices.ts';
import type { Io } from '../io.ts';
import { printLines } from '../printing/lines.ts';

/** What a comparison was about, as far as its prices are kept. */
interface Looked {
  readonly service: string;
  readonly country?: readonly string[];
}

/** Keeps what comparisons see. What cannot be kept costs no comparison: it is said once, and they go on. */
export class Keeper implements AsyncDisposable {
  readonly #io: Io;
  readonly #kept: KeptPrices | undefined;
  #opened: Promise<PriceHistory | undefined> | undefined;
  #isSaid = false;

  /** @param kept Undefined: nothing is kept. */
  constructor(io: Io, kept: KeptPrices | undefined) {
    this.#io = io;
    this.#kept = kept;
  }

  /** Undefined: none is kept, or none can be. */
  get history(): Promise<PriceHistory | undefined> {
    this.#opened ??= this.#open();
    return this.#opened;
  }

  async keep({ service, country }: Looked, { ranked, excluded, answered }: Quote): Promise<void> {
    const history = await this.history;
    await this.saying(async () => {
      await history?.record({
        service,
        ...(country && { countries: country }),
        providers: answered.filter(({ isLate }) => !isLate).map(({ provider }) => provider),
        offers: [...ranked, ...excluded].map(({ offer }) => offer),
        at: Date.now(),
      });
    });
  }

  /** What `work` gives; undefined where the history fails. */
  async saying<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (!this.#isSaid) printLines(this.#io, [`Prices are not kept: ${why}`], this.#io.stderr);
      this.#isSaid = true;
      return undefined;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#opened) await (await this.#opened)?.close();
  }

  async #open(): Promise<PriceHistory | undefined> {
    const kept = this.#kept;
    if (!kept) return undefined;
    return await this.saying(async () => {
      const { openPriceHistory } = await import('@numroute/prices');
      return await openPriceHistory(kept);
    });
  }
}
