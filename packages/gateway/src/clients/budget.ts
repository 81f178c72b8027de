import { addDecimals, type Clock, type Decimal, decimalOf, formatDecimal, type Money } from '@numroute/core';
import type { OrderRecord } from '../orders/orders.ts';
import type { BudgetSettings } from './settings.ts';

const NOUGHT: Decimal = { units: 0n, scale: 0 };

const minus = (left: Decimal, right: Decimal): Decimal =>
  addDecimals(left, { ...right, units: -right.units });

const atLeastNought = (value: Decimal): Decimal => (value.units < 0n ? NOUGHT : value);

type Convert = (amount: Money, currency: string) => Money;

interface Spent {
  readonly key: string;
  readonly at: number;
  readonly amount: Decimal;
}

/** Money for a purchase under way, and how many wait for it. */
interface Held {
  readonly amount: Money;
  waiting: number;
}

/**
 * What one client may still spend. It is counted from the order records, so it survives a
 * restart; what is under way is held back until the record is known.
 *
 * Which attempts count, and at which cost, is the journal's rule (`spentOf`). The journal's sum (`spent`)
 * cannot stand here: a client pays prices, and a price is rounded order by order and may have a fixed
 * part, so no sum of costs tells the sum of prices. One process owns the journal, so its records are all.
 */
export class Budget {
  readonly settings: BudgetSettings;
  readonly #priceOf: (record: OrderRecord) => Money;
  readonly #convert: Convert;
  readonly #clock: Clock;
  readonly #spent = new Map<number, Spent>();
  /** What the records under a key come to: one of an order, several of a code. */
  readonly #owed = new Map<string, Decimal>();
  readonly #held: Map<string, Held>;
  #total = NOUGHT;
  #since: number;

  /**
   * @param priceOf Answers in the budget's currency.
   * @param earlier In whose place it comes: what is held there is held here, too, by one and the same.
   */
  constructor(
    settings: BudgetSettings,
    priceOf: (record: OrderRecord) => Money,
    convert: Convert,
    clock: Clock,
    earlier?: Budget,
  ) {
    this.settings = settings;
    this.#priceOf = priceOf;
    this.#convert = convert;
    this.#clock = clock;
    this.#held = earlier ? earlier.#held : new Map();
    this.#since = this.periodStart();
  }

  get currency(): string {
    return this.settings.currency;
  }

  get per(): BudgetSettings['per'] {
    return this.settings.per;
  }

  /** Records from before it do not count any more. */
  periodStart(): number {
    const now = new Date(this.#clock.now());
    switch (this.settings.per) {
      case 'day':
        return Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
      case 'month':
        return Date.UTC(now.getUTCFullYear(), now.getUTCMonth());
      case 'total':
        return 0;
    }
  }

  /** What a record says now replaces what it said before. */
  note(record: OrderRecord): void {
    this.#forget(record.number);
    if (!record.isOwed || record.boughtAt < this.#since) return;
    const { number, key, boughtAt: at } = record;
    const amount = decimalOf(this.#priceOf(record));
    this.#spent.set(number, { key, at, amount });
    this.#owed.set(key, addDecimals(this.#owedUnder(key), amount));
    this.#total = addDecimals(this.#total, amount);
  }

  remaining(): Money {
    return { amount: formatDecimal(atLeastNought(this.#left())), currency: this.currency };
  }

  /** Whether so much may be held for this key, of which its records count already what they come to. */
  bears(key: string, amount: Money): boolean {
    const left = this.#left();
    return minus(left, atLeastNought(minus(decimalOf(amount), this.#owedUnder(key)))).units >= 0n;
  }

  /** Whether money is held back for this purchase, so that it needs none of its own. */
  holds(key: string): boolean {
    return this.#held.has(key);
  }

  /**
   * Holds the amount back while the work for this key runs, so that two purchases cannot spend the
   * same money. It is held before this returns: whoever looked at `remaining` just now spends it.
   */
  async hold<T>(key: string, amount: Money, work: () => Promise<T>): Promise<T> {
    const held = this.#held.get(key) ?? { amount, waiting: 0 };
    held.waiting += 1;
    this.#held.set(key, held);
    try {
      return await work();
    } finally {
      held.waiting -= 1;
      if (held.waiting === 0) this.#held.delete(key);
    }
  }

  #left(): Decimal {
    this.#turnPage();
    let left = minus(decimalOf(this.settings), this.#total);
    // Of a purchase under way the records count already, as far as they go.
    for (const [key, { amount }] of this.#held) {
      const own = decimalOf(this.#convert(amount, this.currency));
      left = minus(left, atLeastNought(minus(own, this.#owedUnder(key))));
    }
    return left;
  }

  #owedUnder(key: string): Decimal {
    return this.#owed.get(key) ?? NOUGHT;
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
    const left = minus(this.#owedUnder(known.key), known.amount);
    if (left.units === 0n) this.#owed.delete(known.key);
    else this.#owed.set(known.key, left);
    this.#total = minus(this.#total, known.amount);
  }
}
