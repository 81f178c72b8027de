import { decimalOf, type ErrorDetails, NumrouteError } from '@numroute/core';

/** What the process exits with. Part of the CLI's contract: scripts test these. */
export const EXIT = {
  ok: 0,
  unexpected: 1,
  badInput: 2,
  noOffer: 3,
  noCode: 4,
  moneyMayHaveMoved: 5,
  allSilent: 6,
  brokenPromise: 7,
} as const;

export const EXIT_HELP: string = `
Exit codes:
  0  done
  1  something unexpected went wrong
  2  an argument or the config file is wrong; the message names the field
  3  nothing to compare or to buy, a budget forbids it, or nothing recognised
  4  no code came and every number was given back, or you stopped before buying
  5  money may have moved, is still out or did not come back; the message says
     what to do
  6  no provider answered
  7  a provider that was verified broke a promise`;

export function exitCodeOf(error: unknown): number {
  if (NumrouteError.is(error, 'INVALID_INPUT')) return EXIT.badInput;
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
