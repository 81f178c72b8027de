import { decimalOf, formatDecimal, type Money, NumrouteError, type WireReply } from '@numroute/core';
import type { Word } from '../words.ts';

/** @param body JSON already, so that no float rounds a price. */
export const show = (body: string): WireReply => ({
  headers: { 'content-type': 'application/json' },
  body,
});

export const say = (word: Word): WireReply => show(JSON.stringify({ response: word }));

/** Promises nothing. */
const failed: WireReply = { status: 500, headers: {}, body: '{"response":"ERROR"}' };

/** A number in JSON, digit for digit. */
export const plain = (amount: Money): string => formatDecimal(decimalOf(amount));

/** The vendor's ids are numbers; whatever else a shop calls its orders stays text. */
export const idOf = (id: string): string => (/^[1-9]\d{0,14}$/.test(id) ? id : JSON.stringify(id));

/** What went wrong in the shop, in the vendor's words. */
export function sayNo(error: unknown): WireReply {
  // Where something may have been bought, no word may say that nothing was.
  if (!NumrouteError.is(error) || error.moneyMayHaveMoved) return failed;
  switch (error.code) {
    case 'OUT_OF_STOCK':
    case 'NO_OFFER':
    case 'PRICE_ABOVE_LIMIT':
      return say('NO_NUMBER');
    case 'INSUFFICIENT_FUNDS':
      return say('WARNING_LOW_BALANCE');
    case 'REJECTED':
      return say('ERROR_PARAMS');
    case 'RATE_LIMITED':
      return say('TRY_AGAIN_LATER');
    case 'UNKNOWN_ORDER':
      return say('ERROR_WRONG_TZID');
    case 'WRONG_STATE':
      return say('NO_COMPLETE_TZID');
    default:
      return failed;
  }
}
