import { compareMoney, decimalOf, formatDecimal, type Money, money, multiplyDecimals } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Wish } from './caller.ts';
import type { Sale } from './counter.ts';

/** A price that is known to be above the list. */
interface Known {
  readonly price: Money;
  /** By the monotonic clock. */
  readonly at: number;
}

/** An offer is chosen, and then its purchase stands in line: what became known meanwhile is known too late. */
const IN_LINE_MS = 180_000;
/** So long a charge above the list is reckoned with. */
const REMEMBERED_MS = 5 * 3_600_000;

/** What vendors told and were seen to charge, and with it what a purchase may cost. */
export class Agreements {
  readonly #isHostile: boolean;
  /** Asked for in a refusal. */
  readonly #wanted = new Map<string, Money[]>();
  /** The latest, and the one before. */
  readonly #charged = new Map<string, readonly Known[]>();

  /** @param isHostile The strategy ranks by nothing, and so not by what is known to be charged either. */
  constructor(isHostile: boolean) {
    this.#isHostile = isHostile;
  }

  /** A vendor refused the agreed price and told the one that it wants. */
  wanted(vendor: string, { service, country }: { service: string; country?: string }, price: Money): void {
    const key = JSON.stringify([vendor, service, country]);
    this.#wanted.set(key, [...(this.#wanted.get(key) ?? []), price]);
  }

  /** The journal knows what an order cost. */
  charged({ offer, order }: JournalEntry, at: number): void {
    if (order && order.paidSource !== 'offer' && order.paid.currency === offer.price.currency)
      this.#charged.set(keyOf(offer), [
        { price: order.paid, at },
        ...(this.#charged.get(keyOf(offer)) ?? []).slice(0, 1),
      ]);
  }

  /**
   * What is wrong with the price of a sale. A vendor that is told a limit may charge what its list says
   * of the offer, or what it was known to want, and what the caller allows above that. One that is told
   * none may charge anything, but only until that is known.
   */
  wrongOf(
    { vendor, price, most, at }: Sale,
    { offer, maxPrice }: JournalEntry,
    wish: Wish,
  ): string | undefined {
    const [seen, before] = this.#charged.get(keyOf(offer)) ?? [];
    // Agreed while it stood in line, before the latest charge was known.
    const inLine = seen && before && at - seen.at < IN_LINE_MS ? [before.price] : [];
    if (!most) {
      const isKnown =
        !this.#isHostile && seen !== undefined && at - seen.at > IN_LINE_MS && at - seen.at < REMEMBERED_MS;
      return isKnown && compareMoney(seen.price, maxPrice) > 0 && compareMoney(offer.price, price) < 0
        ? `bought for ${maxPrice.amount} at most, where ${seen.price.amount} is known to be charged`
        : undefined;
    }
    const asked = this.#wanted.get(JSON.stringify([vendor, offer.service, offer.country])) ?? [];
    const known = [offer.price, ...asked, ...(seen ? [seen.price] : []), ...inLine];
    const highest = known.reduce((high, one) => (compareMoney(one, high) > 0 ? one : high));
    const share = decimalOf(money(String(1 + (wish.tolerance ?? 0)), highest.currency));
    const agreed = money(formatDecimal(multiplyDecimals(decimalOf(highest), share)), highest.currency);
    return compareMoney(price, agreed) > 0 ? `charged ${price.amount}, agreed ${agreed.amount}` : undefined;
  }
}

function keyOf({ provider, service, country, pool }: JournalEntry['offer']): string {
  return JSON.stringify([provider, service, country, pool]);
}
