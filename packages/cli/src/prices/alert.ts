import { compareMoney, type Money, NumrouteError } from '@numroute/core';
import type { Quote, RankedOffer, Rates } from '@numroute/router';

/** Watches one service for a price, and tells each crossing once. */
export class Alert {
  readonly limit: Money;
  /** The watch is over with it. */
  readonly isEnd: boolean;
  readonly #field: string;
  readonly #rates: Pick<Rates, 'convert'>;
  /** Who sold at or below the limit; undefined: nobody did. */
  #seller: string | undefined;

  constructor(limit: Money, field: '--until' | '--alert-below', rates: Pick<Rates, 'convert'>) {
    this.limit = limit;
    this.isEnd = field === '--until';
    this.#field = field;
    this.#rates = rates;
  }

  /**
   * The cheapest offer, if it costs no more than the limit and did cost more before.
   *
   * @throws {NumrouteError} INVALID_INPUT No rate leads to the limit's currency.
   */
  crossedBy({ ranked, answered }: Quote): RankedOffer | undefined {
    const [cheapest] = ranked.toSorted((a, b) => compareMoney(a.comparable, b.comparable));
    const isBelow = cheapest !== undefined && compareMoney(this.#converted(cheapest), this.limit) <= 0;
    if (!isBelow) {
      // A vendor that does not answer once has not raised its price.
      const hasAnswered = answered.some(({ provider }) => provider === this.#seller);
      if (hasAnswered) this.#seller = undefined;
      return undefined;
    }
    const isNew = this.#seller === undefined;
    this.#seller = cheapest.offer.provider;
    return isNew ? cheapest : undefined;
  }

  #converted({ comparable }: RankedOffer): Money {
    const { currency } = this.limit;
    const converted = this.#rates.convert(comparable, currency);
    if (converted) return converted;
    throw NumrouteError.input(
      this.#field,
      `a price in ${comparable.currency}, or a rate in the config file that leads from there to ${currency}`,
    );
  }
}
