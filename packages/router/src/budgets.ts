import { addMoney, can, compareMoney, type Money, NumrouteError, type Provider } from '@numroute/core';
import PQueue from 'p-queue';
import type { Journal, JournalEntry } from './journal.ts';
import type { Rates } from './rates.ts';

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

interface Spending {
  readonly offer: { readonly provider: string };
  readonly buyer?: string;
  readonly maxPrice: Money;
}

export interface Budgets {
  /**
   * Runs `reserve`, which writes the intent, if every budget that concerns the spending can bear its
   * cap; one at a time, so that two together cannot overrun what each alone would not.
   *
   * @throws {NumrouteError} BUDGET_EXCEEDED Nothing was sent.
   */
  spend(spending: Spending, reserve: () => Promise<void>): Promise<void>;
}

export interface BudgetContext {
  readonly budgets: readonly Budget[];
  readonly journal: Journal;
  readonly rates: Rates;
  readonly provider: (id: string) => Provider;
  readonly now: () => number;
}

/** @throws {NumrouteError} INVALID_INPUT A limit below zero or a span that is none. */
export function createBudgets(context: BudgetContext): Budgets {
  const { budgets, now } = context;
  for (const [position, { perMs, limit }] of budgets.entries()) {
    if (!(perMs > 0)) throw NumrouteError.input(`budgets[${position}].perMs`, 'milliseconds above zero');
    if (limit.amount.startsWith('-'))
      throw NumrouteError.input(`budgets[${position}].limit`, 'no less than zero');
  }
  const purse = new PQueue({ concurrency: 1 });
  const check = async (spending: Spending, at: number): Promise<void> => {
    for (const budget of budgets) {
      if (concerns(budget, spending)) await checkOne(budget, spending, at, context);
    }
  };
  return {
    spend: async (spending, reserve) => {
      if (budgets.length === 0) return await reserve();
      await purse.add(async () => {
        await check(spending, now());
        await reserve();
      });
    },
  };
}

function concerns({ provider, buyer }: Budget, spending: Spending): boolean {
  if (provider !== undefined && provider !== spending.offer.provider) return false;
  if (typeof buyer === 'string') return buyer === spending.buyer;
  return buyer === undefined || spending.buyer !== undefined;
}

async function checkOne(
  { limit, perMs, provider, buyer }: Budget,
  spending: Spending,
  now: number,
  context: BudgetContext,
): Promise<void> {
  const entries = await context.journal.list({
    sentSince: now - perMs,
    ...(provider !== undefined && { provider }),
    ...(buyer !== undefined && spending.buyer !== undefined && { buyer: spending.buyer }),
  });
  let sum = inCurrency(spending.maxPrice, limit.currency, context);
  for (const entry of entries) {
    const part = committed(entry, context);
    if (part) sum = addMoney(sum, inCurrency(part, limit.currency, context));
  }
  if (compareMoney(sum, limit) <= 0) return;
  const whose = [provider && `at ${provider}`, buyer !== undefined && `for ${spending.buyer}`].filter(
    Boolean,
  );
  const span = `${Math.round(perMs / 1000)} s${whose.length > 0 ? ` ${whose.join(' ')}` : ''}`;
  throw new NumrouteError(
    'BUDGET_EXCEEDED',
    `the budget of ${limit.amount} ${limit.currency} per ${span} cannot bear it; nothing was sent`,
    { limit, committed: sum, ...(provider !== undefined && { provider }) },
  );
}

/** What an attempt has cost, or may have; undefined where that is nothing. */
function committed(
  { money, order, maxPrice, offer }: JournalEntry,
  { provider }: BudgetContext,
): Money | undefined {
  if (money === 'free' || money === 'returned') return undefined;
  // Where no balance can be read, the vendor's word is all the proof there will ever be.
  if (money === 'due' && !can(provider(offer.provider), 'fetchBalance')) return undefined;
  return order?.paid ?? maxPrice;
}

function inCurrency(money: Money, currency: string, { rates }: BudgetContext): Money {
  const converted = rates.convert(money, currency);
  if (converted) return converted;
  throw NumrouteError.input('budgets', `a rate between ${money.currency} and ${currency}, to add them up`);
}
