import {
  addMoney,
  balanceProves,
  compareMoney,
  formatMoney,
  type Money,
  NumrouteError,
} from '@numroute/core';
import { type JournalEntry, type SpentFilter, spentOf } from '@numroute/journal';
import PQueue from 'p-queue';
import type { Accounts } from '../../account/accounts.ts';
import type { Runtime } from '../../account/runtime.ts';
import type { Rates } from '../../quoting/rates.ts';
import type { RefundWatch } from '../../reconciliation/refund-watch.ts';
import { answered } from './answered.ts';

/** The most that may be spent, or be in flight, in a sliding span of time. */
export interface Budget {
  readonly limit: Money;
  /** The span's length in milliseconds, such as 86_400_000 for a day. */
  readonly perMs: number;
  /** One provider's account only. @default all together */
  readonly provider?: string;
  /** One buyer, or `each` for every buyer alone. @default all together */
  readonly buyer?: string | { readonly each: true };
}

type Placed = readonly [position: number, budget: Budget];

interface Spending {
  readonly offer: { readonly provider: string };
  readonly buyer?: string;
  readonly maxPrice: Money;
  readonly signal: AbortSignal;
}

export interface BudgetParties {
  readonly runtime: Pick<Runtime, 'clock' | 'journal'>;
  readonly rates: Rates;
  readonly accounts: Accounts;
  /** Reads the balances for refunds that are due. A promised refund counts as spent until a reading shows it. */
  readonly refundWatch: RefundWatch;
}

/** Asks the journal before each purchase what was spent: what counts, and for how much, the journal says. */
export class Budgets {
  readonly #budgets: readonly Budget[];
  readonly #parties: BudgetParties;
  /** Where no balance can be read, the vendor's promise is all the proof there will ever be. */
  readonly #takesPromise: readonly string[];
  readonly #purse = new PQueue({ concurrency: 1 });

  /** @throws {NumrouteError} INVALID_INPUT A limit below zero or a span that is none. */
  constructor(budgets: readonly Budget[], parties: BudgetParties) {
    for (const [position, { perMs, limit }] of budgets.entries()) {
      if (!(perMs > 0)) throw NumrouteError.input(`budgets[${position}].perMs`, 'milliseconds above zero');
      if (limit.amount.startsWith('-'))
        throw NumrouteError.input(`budgets[${position}].limit`, 'no less than zero');
    }
    this.#budgets = budgets;
    this.#parties = parties;
    this.#takesPromise = [...parties.accounts]
      .map(({ provider }) => provider)
      .filter((provider) => provider.manifest.traits.refundsOnCancel && !balanceProves(provider))
      .map(({ manifest }) => manifest.id);
  }

  /**
   * Runs `reserve`, which writes the intent, if every budget that concerns the spending can bear its
   * cap; one at a time, so that two together cannot overrun what each alone would not. A budget that
   * cannot bear it is asked again after a look for the refunds that are due.
   *
   * @throws {NumrouteError} BUDGET_EXCEEDED Nothing was sent.
   * @throws {NumrouteError} CLOSED The journal cannot be read, so nobody knows what was spent. Nothing was sent.
   * @throws {NumrouteError} INVALID_INPUT A rate is missing; the message names the attempt. Nothing was sent.
   */
  async spend(spending: Spending, reserve: () => Promise<void>): Promise<void> {
    if (this.#budgets.length === 0) return await reserve();
    const { accounts, refundWatch } = this.#parties;
    try {
      await this.#spend(spending, reserve);
    } catch (error) {
      if (!NumrouteError.is(error, 'BUDGET_EXCEEDED')) throw error;
      await refundWatch.look(accounts, spending.signal);
      await this.#spend(spending, reserve);
    }
  }

  async #spend(spending: Spending, reserve: () => Promise<void>): Promise<void> {
    const { accounts, runtime } = this.#parties;
    await this.#purse.add(async () => {
      // Every intent is in the journal before it is sent. What could not be written since is written now, if
      // that is possible. If it is not, such an attempt counts as its cap, also where more was charged, and an
      // order beyond its want does not count: until the account, which is shut meanwhile, has written it.
      await Promise.all([...accounts].map(({ log }) => log.catchUp()));
      const now = runtime.clock.now();
      for (const [position, budget] of this.#budgets.entries())
        if (concerns(budget, spending)) await this.#check([position, budget], spending, now);
      await reserve();
    });
  }

  async #check(placed: Placed, spending: Spending, now: number): Promise<void> {
    const { runtime, rates } = this.#parties;
    const { maxPrice } = spending;
    const [, { limit, perMs, provider, buyer }] = placed;
    const filter: SpentFilter = {
      // A span without an end reaches back as far as there are dates.
      since: Math.max(0, now - perMs),
      takesPromise: this.#takesPromise,
      ...(provider !== undefined && { provider }),
      ...(buyer !== undefined && spending.buyer !== undefined && { buyer: spending.buyer }),
    };
    let sum = rates.convert(maxPrice, limit.currency);
    if (!sum) throw await this.#noRate(placed, filter, maxPrice.currency);
    for (const spent of await answered(() => runtime.journal.spent(filter))) {
      const part = rates.convert(spent, limit.currency);
      if (!part) throw await this.#noRate(placed, filter, spent.currency);
      sum = addMoney(sum, part);
    }
    if (compareMoney(sum, limit) <= 0) return;
    const whose = [provider && `at ${provider}`, filter.buyer !== undefined && `for ${filter.buyer}`].filter(
      Boolean,
    );
    const span = `${Math.round(perMs / 1000)} s${whose.length > 0 ? ` ${whose.join(' ')}` : ''}`;
    throw new NumrouteError(
      'BUDGET_EXCEEDED',
      `the budget of ${formatMoney(limit)} per ${span} cannot bear it; nothing was sent`,
      { limit, committed: sum, ...(provider !== undefined && { provider }) },
    );
  }

  /** Without a rate nobody knows what is left, so nothing is bought: said with what to look for. */
  async #noRate(
    [position, { limit }]: Placed,
    filter: SpentFilter,
    currency: string,
  ): Promise<NumrouteError<'INVALID_INPUT'>> {
    const entry = await this.#lastIn(currency, filter);
    const order = entry?.order ? `, order ${entry.order.id}` : '';
    const what = entry
      ? `attempt ${entry.number} at ${entry.offer.provider}${order}, which counts in budgets[${position}]`
      : `this purchase, which would count in budgets[${position}]`;
    return NumrouteError.input(
      'rates',
      `a rate between ${currency} and ${limit.currency} for ${what}; nothing was sent`,
    );
  }

  /** The latest attempt that counts in this currency. To name it, and to decide nothing by it. */
  async #lastIn(currency: string, filter: SpentFilter): Promise<JournalEntry | undefined> {
    const { journal } = this.#parties.runtime;
    const { since: sentSince, provider, buyer, takesPromise } = filter;
    const sent = { sentSince, ...(provider !== undefined && { provider }) };
    const entries = await answered(() => journal.list(sent));
    const own = buyer === undefined ? entries : await answered(() => journal.list({ ...sent, buyer }));
    const ids = new Set(own.map(({ id }) => id));
    const lastIsOwn = new Map<string, boolean>();
    let found: JournalEntry | undefined;
    for (const entry of entries) {
      const { id, want, offer } = entry;
      // What one request bought beyond its want is the buyer's of the purchase before it.
      if (want !== undefined) lastIsOwn.set(offer.provider, ids.has(id));
      if (buyer !== undefined && !lastIsOwn.get(offer.provider)) continue;
      if (spentOf(entry, takesPromise)?.currency === currency) found = entry;
    }
    return found;
  }
}

function concerns({ provider, buyer }: Budget, spending: Spending): boolean {
  if (provider !== undefined && provider !== spending.offer.provider) return false;
  if (buyer === undefined) return true;
  return typeof buyer === 'string' ? buyer === spending.buyer : spending.buyer !== undefined;
}
