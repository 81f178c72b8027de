import { addMoney, compareMoney, formatMoney, type Money, money } from '@numroute/core';
import type { Budget, Rates } from '@numroute/router';
import { costOf } from './cost.ts';
import type { Judge } from './judge.ts';
import type { Machine } from './machine.ts';
import type { Vendor } from './vendor.ts';

/** What all callers together may spend in this scenario; the world adds it up for itself. */
export class SimBudget {
  readonly settings: Budget;
  readonly #rates: Rates;
  readonly #machine: Machine;

  constructor(limit: Money, perMs: number, rates: Rates, machine: Machine) {
    this.settings = { limit, perMs };
    this.#rates = rates;
    this.#machine = machine;
  }

  /** After each sale: what was charged in the span and has not come back. */
  judge(judge: Judge, vendors: readonly Vendor[], now: number): void {
    const { limit, perMs } = this.settings;
    // A span is measured by the wall clock, which has been set.
    if (this.#machine.skewMs !== 0) return;
    let sum = money('0', limit.currency);
    for (const sale of judge.sales) {
      const vendor = vendors.find(({ id }) => id === sale.vendor);
      if (!vendor || sale.echo || sale.at < now - perMs + SLACK_MS) continue;
      const cost = this.#rates.convert(costOf(vendor, sale), limit.currency);
      const entry = judge.entries.get(sale.attempt ?? '');
      // What a vendor charges above the cap nobody can foresee, nor above the quote where it never says so.
      const isUntold = entry?.order?.paidSource === 'offer';
      const cap = isUntold ? entry.offer.price : entry?.maxPrice;
      const most = cap && this.#rates.convert(cap, limit.currency);
      if (cost) sum = addMoney(sum, most && compareMoney(most, cost) < 0 ? most : cost);
    }
    if (compareMoney(sum, limit) <= 0) return;
    judge.accuse('M12 above the budget', `${sum.amount} of ${formatMoney(limit)} in ${perMs / 1_000} s`);
  }
}

/** The engine dates a purchase when it decides on it; the vendor sells later, at most by so much. */
const SLACK_MS = 135_000;
