import { decimalOf, type ErrorDetails, NumrouteError } from '@numroute/core';
import { EXIT } from '../exit-codes.ts';

export function exitCodeOf(error: unknown): number {
  // The order that an argument names is not in a state for it, or its vendor has no such thing.
  // So is a command for which another process acts.
  if (NumrouteError.is(error, 'INVALID_INPUT', 'WRONG_STATE', 'UNSUPPORTED', 'NOT_OWNER'))
    return EXIT.badInput;
  if (NumrouteError.is(error, 'NO_CODE'))
    return comesBack(error.details) ? EXIT.noCode : EXIT.moneyMayHaveMoved;
  if (NumrouteError.is(error) && error.moneyMayHaveMoved) return EXIT.moneyMayHaveMoved;
  if (NumrouteError.is(error, 'NO_OFFER', 'BUDGET_EXCEEDED')) return EXIT.noOffer;
  if (NumrouteError.is(error, 'UNAVAILABLE')) return EXIT.allSilent;
  return EXIT.unexpected;
}

/** Whether all money of numbers without a code is back, or promised. */
function comesBack({ tried, spent }: ErrorDetails['NO_CODE']): boolean {
  return (
    decimalOf(spent).units === 0n && tried.every(({ refund }) => refund === 'promised' || refund === 'seen')
  );
}
