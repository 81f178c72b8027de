import { compareMoney, type Money } from '@numroute/core';
import type { PriceSpan } from './history.ts';

/** The cheapest that could be bought at some time of a part of a period. */
export interface Cheapest {
  readonly price: Money;
  readonly span: PriceSpan;
}

/** A period in equal parts, and of each the least price at which something could be bought at some time of it. */
export class CheapestOverTime {
  /** Milliseconds since 1970, as `to`. */
  readonly from: number;
  readonly to: number;
  /** The oldest first. Undefined: nothing could be bought, or nobody looked. */
  readonly parts: (Cheapest | undefined)[];

  /**
   * @param from Milliseconds since 1970, as `to`.
   * @param count Of the parts.
   */
  constructor(from: number, to: number, count: number) {
    this.from = from;
    this.to = Math.max(to, from + 1);
    this.parts = Array.from({ length: count }, () => undefined);
  }

  /**
   * Counts a span in each part in which it stood; one without stock in none.
   *
   * @param price The span's, in the currency of all of them.
   */
  add(span: PriceSpan, price: Money): void {
    if (span.stock === 0 || span.until < this.from || span.since > this.to) return;
    for (let at = this.#partAt(span.since); at <= this.#partAt(span.until); at += 1) {
      const rival = this.parts[at];
      if (!rival || compareMoney(price, rival.price) < 0) this.parts[at] = { price, span };
    }
  }

  #partAt(time: number): number {
    const share = (time - this.from) / (this.to - this.from);
    return Math.min(Math.max(Math.floor(share * this.parts.length), 0), this.parts.length - 1);
  }
}
