import { type ErrorCode, NumrouteError } from '@numroute/core';
import type { Phrase } from '../words.ts';

const byCode: ReadonlyMap<ErrorCode, Phrase> = new Map<ErrorCode, Phrase>([
  ['OUT_OF_STOCK', 'NO NUMBER'],
  ['NO_OFFER', 'NO NUMBER'],
  ['INSUFFICIENT_FUNDS', 'NOT ENOUGH BALANCE'],
  ['UNKNOWN_ORDER', 'INVALID ORDER ID'],
  ['WRONG_STATE', 'UNCANCELLABLE ORDER'],
]);

/** The vendor's word for an error; `TRY AGAIN` promises nothing and so fits the rest. */
export function answerOf(error: unknown): Phrase {
  return (NumrouteError.is(error) && byCode.get(error.code)) || 'TRY AGAIN';
}
