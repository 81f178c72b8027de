import { type Money, NumrouteError, type Offer } from '@numroute/core';
import type { Plan } from '../quoting/outlook.ts';
import type { Rates } from '../quoting/rates.ts';
import { cellOf } from '../value/chain.ts';
import type { CodeTerms } from './code-terms.ts';

/** A number as far as the choice of the next one goes by it. */
interface Past {
  readonly offer: Offer;
  readonly hasCode: boolean;
  readonly isGivenUp: boolean;
  readonly isLive: boolean;
  readonly isUnfit: boolean;
}

/** A number that the service refused says more of its like than so many that stayed silent. */
const UNFIT_TIMES = 3;

/**
 * What the next number of a want is chosen for, and how long one is waited for.
 *
 * @param seed The want and the number: they give the same choice again.
 * @throws {NumrouteError} INVALID_INPUT No rate leads to the currency in which offers are compared.
 */
export function planFor(
  seed: string,
  { each, minute, code, explore }: CodeTerms,
  numbers: readonly Past[],
  leftMs: number,
  rates: Rates,
): Plan {
  const { currency } = each.maxPrice;
  const comparable = (field: string, amount: Money): Money => {
    const converted = rates.convert(amount, currency);
    if (!converted) throw NumrouteError.input(field, `an amount that a rate leads from to ${currency}`);
    return converted;
  };
  const tried = new Map<string, number>();
  for (const { offer, hasCode, isGivenUp, isLive, isUnfit } of numbers) {
    const times = isUnfit ? UNFIT_TIMES : 1;
    if (!hasCode && (isGivenUp || !isLive)) tried.set(cellOf(offer), (tried.get(cellOf(offer)) ?? 0) + times);
  }
  return {
    leftMs,
    ...(minute && { minute: comparable('minute', minute) }),
    ...(code && { code: comparable('code', code) }),
    tried,
    ...(explore && { seed }),
  };
}
