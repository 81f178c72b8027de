import { addMoney, compareMoney, formatDecimal, type Money, NumrouteError } from '@numroute/core';
import PQueue from 'p-queue';
import type { Accounts } from '../../account/accounts.ts';
import type { Runtime } from '../../account/runtime.ts';
import type { Rates } from '../../quoting/rates.ts';
import type { RefundWatch } from '../../reconciliation/refund-watch.ts';
import { PLACES } from './committed.ts';
import { createSums, type Spans } from './sums.ts';
import { type Counted, slideTo, type Tally } from './tally.ts';

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
  readonly want: string;
  readonly offer: { readonly provider: string };
  readonly buyer?: string;
  readonly maxPrice: Money;
  readonly signal: AbortSignal;
}

export interface Budgets {
  /**
   * Runs `reserve`, which writes the intent, if every budget that concerns the spending can bear its
   * cap; one at a time, so that two together cannot overrun what each alone would not. A budget that
   * cannot bear it is asked again after a look for the refunds that are due.
   *
   * @throws {NumrouteError} BUDGET_EXCEEDED Nothing was sent.
   * @throws {NumrouteError} CLOSED The journal cannot be read, so nobody knows what was spent. Nothing was sent.
   * @throws {NumrouteError} INVALID_INPUT A rate is missing; the message names the attempt. Nothing was sent.
   */
  spend(spending: Spending, reserve: () => Promise<void>): Promise<void>;
}

export interface BudgetParties {
  readonly budgets: readonly Budget[];
  readonly tally: Tally;
  readonly runtime: Pick<Runtime, 'clock' | 'journal'>;
  readonly rates: Rates;
  readonly accounts: Accounts;
  /** Reads the balances for refunds that are due. A promised refund counts as spent until a reading shows it. */
  readonly refundWatch: RefundWatch;
}

/** @throws {NumrouteError} INVALID_INPUT A limit below zero or a span that is none. */
export function createBudgets(parties: BudgetParties): Budgets {
  const { budgets, tally, runtime, accounts, refundWatch } = parties;
  for (const [position, { perMs, limit }] of budgets.entries()) {
    if (!(perMs > 0)) throw NumrouteError.input(`budgets[${position}].perMs`, 'milliseconds above zero');
    if (limit.amount.startsWith('-'))
      throw NumrouteError.input(`budgets[${position}].limit`, 'no less than zero');
  }
  const kept = budgets.map((budget) => ({ budget, sums: createSums(budget) }));
  for (const { budget, sums } of kept)
    tally.open({ perMs: budget.perMs, asksBuyer: budget.buyer !== undefined, count: sums.count });
  const purse = new PQueue({ concurrency: 1 });
  const spend: Budgets['spend'] = async (spending, reserve) => {
    await purse.add(async () => {
      const at = runtime.clock.now();
      await slideTo(tally, at);
      for (const [position, { budget, sums }] of kept.entries()) {
        const group = sums.groupOf({ provider: spending.offer.provider, buyer: spending.buyer });
        if (group === undefined) continue;
        const uncounted = check(budget, sums, group, spending, parties);
        if (uncounted !== undefined)
          throw await noRate(position, budget, uncounted, { sums, group, at }, parties);
      }
      tally.buys(spending.want, spending.buyer);
      await reserve();
    });
  };
  return {
    spend: async (spending, reserve) => {
      if (budgets.length === 0) return await reserve();
      try {
        await spend(spending, reserve);
      } catch (error) {
        if (!NumrouteError.is(error, 'BUDGET_EXCEEDED')) throw error;
        await refundWatch.look(accounts, spending.signal);
        await spend(spending, reserve);
      }
    },
  };
}

/** The currency that cannot be added up, if there is one. */
function check(
  { limit, perMs, provider, buyer }: Budget,
  sums: Spans,
  group: string,
  spending: Spending,
  { rates }: BudgetParties,
): string | undefined {
  const { maxPrice } = spending;
  let sum = rates.convert(maxPrice, limit.currency);
  if (!sum) return maxPrice.currency;
  for (const [currency, units] of sums.of(group)) {
    const part = rates.convert({ amount: formatDecimal({ units, scale: PLACES }), currency }, limit.currency);
    if (!part) return currency;
    sum = addMoney(sum, part);
  }
  if (compareMoney(sum, limit) <= 0) return undefined;
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

/** Without a rate nobody knows what is left, so nothing is bought: said with what to look for. */
async function noRate(
  position: number,
  { limit, perMs }: Budget,
  currency: string,
  { sums, group, at }: { readonly sums: Spans; readonly group: string; readonly at: number },
  { tally, runtime: { journal } }: BudgetParties,
): Promise<NumrouteError<'INVALID_INPUT'>> {
  const fits = (one: Counted): boolean =>
    one.currency === currency && one.units > 0n && one.sentAt >= at - perMs && sums.groupOf(one) === group;
  const counted = tally.findLast(fits);
  const entry = counted && (await journal.findAttempt(counted.id).catch(() => undefined));
  const order = entry?.order && `, order ${entry.order.id}`;
  const what = counted
    ? `attempt ${entry?.number ?? counted.id} at ${counted.provider}${order ?? ''}, which counts in budgets[${position}]`
    : `this purchase, which would count in budgets[${position}]`;
  return NumrouteError.input(
    'rates',
    `a rate between ${currency} and ${limit.currency} for ${what}; nothing was sent`,
  );
}
