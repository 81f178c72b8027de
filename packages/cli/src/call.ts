import { dirname } from 'node:path';
import type { JournalReader } from '@numroute/journal';
import type { RouterEvent } from '@numroute/router';
import type { Command } from 'commander';
import type { KeptHistory } from './commands/price-history.ts';
import type { App, Prices } from './config/compose.ts';
import type { Config } from './config/config.ts';
import { type FoundConfig, findConfig } from './config/find.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';
import { type Progress, progressOn } from './printing/progress.ts';

interface PricesOptions {
  /** From the orders of the journal, if there is one. */
  readonly learns?: boolean;
  /** For how long a list of offers is kept at most. */
  readonly offersTtlMs?: number;
}

interface AppOptions {
  /** What Ctrl-C exits with before the command has an answer. @default moneyMayHaveMoved: an order is open, or in doubt. */
  readonly stopped?: number;
  readonly onEvent?: (event: RouterEvent) => void;
}

/** So long a list of offers is kept by itself. */
const KEPT_MS = 5_000;

/**
 * One call of the program: what a command works with is loaded and opened for it, and closed when it ends. A
 * journal is opened only where it is needed: it has one owner, and reading prices needs none.
 */
export class Call {
  readonly io: Io;
  /** What the process exits with. */
  code: number = EXIT.ok;
  /** The same, when Ctrl-C ends it before it has an answer. */
  stopped: number = EXIT.stopped;
  readonly #program: Command;

  constructor(io: Io, program: Command) {
    this.io = io;
    this.#program = program;
  }

  get #named(): { readonly config?: string; readonly envFile?: string } {
    return this.#program.opts();
  }

  /** The config that this call works with; undefined: there is none. */
  async findConfig(): Promise<FoundConfig | undefined> {
    return await findConfig(this.io, this.#named.config);
  }

  async config(): Promise<Config> {
    const { readConfig } = await import('./config/config.ts');
    return await readConfig(this.io, await this.findConfig(), this.#named.envFile);
  }

  /**
   * As the process has it, and what stands in a file of variables.
   *
   * @param folder Where `.env` lies. @default beside the config
   */
  async environment(folder?: string): Promise<Io['env']> {
    const { environmentOf } = await import('./config/env-file.ts');
    const found = folder === undefined ? await this.findConfig() : undefined;
    const beside = folder ?? (found && dirname(found.file));
    const { env } = await environmentOf(this.io, this.#named.envFile, beside);
    return env;
  }

  /** For a command that may move money. */
  async withApp(
    work: (app: App) => Promise<number>,
    { stopped = EXIT.moneyMayHaveMoved, onEvent = () => undefined }: AppOptions = {},
  ): Promise<void> {
    const config = await this.config();
    const { openApp } = await import('./config/open-app.ts');
    this.stopped = stopped;
    await using app = await openApp(config, onEvent);
    this.code = await work(app);
  }

  async withPrices(
    work: (prices: Prices, progress: Progress) => Promise<number>,
    { learns = false, offersTtlMs }: PricesOptions = {},
  ): Promise<void> {
    const progress = progressOn(this.io);
    const config = await this.config();
    const { findReader } = await import('./config/open-reader.ts');
    const { openPrices } = await import('./config/open-app.ts');
    const history = learns ? await findReader(config) : undefined;
    try {
      await using prices = await openPrices(config, {
        onEvent: progress.onEvent,
        ...(history && { history }),
        ...(offersTtlMs !== undefined && offersTtlMs < KEPT_MS && { offersTtlMs }),
      });
      this.code = await work(prices, progress);
    } finally {
      await history?.close();
    }
  }

  /** @throws {NumrouteError} INVALID_INPUT The config keeps no prices, or its file cannot be used. */
  async withPriceHistory(work: (kept: KeptHistory) => Promise<number>): Promise<void> {
    const config = await this.config();
    const { openPriceHistoryOf } = await import('./config/open-app.ts');
    await using history = await openPriceHistoryOf(config);
    const { prices, rates, currency } = config;
    const file = prices?.file ?? '';
    this.code = await work({ file, history, rates, ...(currency !== undefined && { currency }) });
  }

  async withReader(work: (journal: JournalReader, config: Config) => Promise<number>): Promise<void> {
    const config = await this.config();
    const { openReader } = await import('./config/open-reader.ts');
    const journal = await openReader(this.io, config);
    try {
      this.code = await work(journal, config);
    } finally {
      await journal.close();
    }
  }
}
