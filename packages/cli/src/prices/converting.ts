import type { Money } from '@numroute/core';
import type { PriceSpan } from '@numroute/prices';
import { createRates, type Rate } from '@numroute/router';
import { plural } from '../printing/format.ts';

/** Prices of the past in one currency, by the rates of today's config. */
export class Converting {
  readonly currency: string;
  readonly #convert: (price: Money) => Money | undefined;
  readonly #left = new Map<string, number>();

  constructor(rates: readonly Rate[], currency: string) {
    const { convert } = createRates(rates);
    this.currency = currency;
    this.#convert = (price) => convert(price, currency);
  }

  /** Undefined, and counted, where no rate leads to the currency. */
  of({ price }: Pick<PriceSpan, 'price'>): Money | undefined {
    const found = this.#convert(price);
    if (!found) this.#left.set(price.currency, (this.#left.get(price.currency) ?? 0) + 1);
    return found;
  }

  /** What was left out, in words; undefined: nothing was. */
  get leftOut(): string | undefined {
    if (this.#left.size === 0) return undefined;
    const count = [...this.#left.values()].reduce((sum, one) => sum + one, 0);
    return `${plural(count, 'price')} in ${[...this.#left.keys()].join(', ')} without a rate to ${this.currency}. Rates go into the config file.`;
  }
}
