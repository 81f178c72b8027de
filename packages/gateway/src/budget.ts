import { addDecimals, type Clock, type Decimal, decimalOf, formatDecimal, type Money } from '@numroute/core';
import type { Ticket } from './desk.ts';
import type { BudgetSettings } from './settings.ts';

const NOUGHT: Decimal = { units: 0n, scale: 0 };

const minus = (left: Decimal, right: Decimal): Decimal =>
  addDecimals(left, { ...right, units: -right.units });

/**
 * What one client may still spend. It is counted from the journal's tickets, so it survives a
 * restart; what is under way is held back until the ticket is known.
 */
export class Budget {
  readonly #settings: BudgetSettings;
  readonly #priceOf: (ticket: Ticket) => Money;
  readonly #clock: Clock;
  readonly #spent = new Map<number, { readonly at: number; readonly amount: Decimal }>();
  #total = NOUGHT;
  #held = NOUGHT;
  #since: number;

  /** `priceOf` answers in the budget's currency. */
  constructor(settings: BudgetSettings, priceOf: (ticket: Ticket) => Money, clock: Clock) {
    this.#settings = settings;
    this.#priceOf = priceOf;
    this.#clock = clock;
    this.#since = this.periodStart();
  }

  get currency(): string {
    return this.#settings.currency;
  }

  /** Tickets from before it do not count any more. */
  periodStart(): number {
    const now = new Date(this.#clock.now());
    switch (this.#settings.per) {
      case 'day':
        return Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
      case 'month':
        return Date.UTC(now.getUTCFullYear(), now.getUTCMonth());
      case 'total':
        return 0;
    }
  }

  /** What a ticket says now replaces what it said before. */
  note(ticket: Ticket): void {
    this.#forget(ticket.number);
    if (!ticket.isOwed || ticket.boughtAt < this.#since) return;
    const amount = decimalOf(this.#priceOf(ticket));
    this.#spent.set(ticket.number, { at: ticket.boughtAt, amount });
    this.#total = addDecimals(this.#total, amount);
  }

  remaining(): Money {
    this.#turnPage();
    const left = minus(minus(decimalOf(this.#settings), this.#total), this.#held);
    return { amount: formatDecimal(left.units < 0n ? NOUGHT : left), currency: this.currency };
  }

  /** Holds the amount back while the work runs, so that two purchases cannot spend the same money. */
  async hold<T>(amount: Money, work: () => Promise<T>): Promise<T> {
    const held = decimalOf(amount);
    this.#held = addDecimals(this.#held, held);
    try {
      return await work();
    } finally {
      this.#held = minus(this.#held, held);
    }
  }

  #turnPage(): void {
    const start = this.periodStart();
    if (start === this.#since) return;
    this.#since = start;
    for (const [number, { at }] of this.#spent) if (at < start) this.#forget(number);
  }

  #forget(number: number): void {
    const known = this.#spent.get(number);
    if (!known) return;
    this.#spent.delete(number);
    this.#total = minus(this.#total, known.amount);
  }
}
