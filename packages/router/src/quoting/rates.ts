import {
  type Decimal,
  decimalOf,
  divideDecimals,
  formatDecimal,
  isCurrency,
  type Money,
  multiplyDecimals,
  NumrouteError,
  parseDecimal,
  roundDecimal,
} from '@numroute/core';

/** `1 base = value quote`, from somewhere, at some time. */
export interface Rate {
  readonly base: string;
  readonly quote: string;
  /** A plain decimal above zero. */
  readonly value: string;
  readonly source: string;
  /** ISO 8601 date or time. */
  readonly asOf: string;
}

/** Converts by the rates it was given, and by none that it made up. */
export interface Rates {
  /** Undefined where no rate leads there. Exact, rounded at 12 decimal places where it must divide. */
  convert(price: Money, currency: string): Money | undefined;
  readonly rates: readonly Rate[];
}

/** Ten rials are one toman: the one rate that is a definition and no market. */
const toman: Rate = { base: 'IRT', quote: 'IRR', value: '10', source: 'definition', asOf: '1932' };

/** Decimal places of what had to be divided. */
export const PLACES = 12;

/** @throws {NumrouteError} INVALID_INPUT Names the rate and the fix. */
export function createRates(rates: readonly Rate[] = []): Rates {
  const steps = new Map<string, { to: string; step: (amount: Decimal) => Decimal }[]>();
  const addStep = (from: string, to: string, step: (amount: Decimal) => Decimal): void => {
    steps.set(from, [...(steps.get(from) ?? []), { to, step }]);
  };
  for (const [index, rate] of [...rates, toman].entries()) {
    const value = checked(rate, `rates[${index}]`);
    addStep(rate.base, rate.quote, (amount) => multiplyDecimals(amount, value));
    addStep(rate.quote, rate.base, (amount) => divideDecimals(amount, value, PLACES));
  }
  return {
    rates,
    convert: (price, currency) => {
      if (price.currency === currency) return { amount: plainOf(decimalOf(price)), currency };
      const seen = new Set([price.currency]);
      let frontier = [{ at: price.currency, amount: decimalOf(price) }];
      // Breadth first: the fewest rates, and among those the first configured.
      while (frontier.length > 0) {
        const here = frontier.find(({ at }) => at === currency);
        if (here) return { amount: plainOf(here.amount), currency };
        frontier = frontier.flatMap(({ at, amount }) =>
          (steps.get(at) ?? [])
            .filter(({ to }) => !seen.has(to) && seen.add(to))
            .map(({ to, step }) => ({ at: to, amount: step(amount) })),
        );
      }
      return undefined;
    },
  };
}

const plainOf = (amount: Decimal): string => formatDecimal(roundDecimal(amount, PLACES));

function checked(rate: Rate, field: string): Decimal {
  for (const side of ['base', 'quote'] as const) {
    if (!isCurrency(rate[side])) throw NumrouteError.input(`${field}.${side}`, 'an ISO 4217 code, or IRT');
  }
  const value = parseDecimal(rate.value);
  if (!value || value.units <= 0n) {
    throw NumrouteError.input(`${field}.value`, 'a plain decimal above zero, as text');
  }
  return value;
}
