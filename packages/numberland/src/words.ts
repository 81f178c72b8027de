import type { ErrorCode } from '@numroute/core';
import type { RefusalCode } from '@numroute/http';

interface Meaning {
  readonly says: string;
  /** The allow-list of a purchase: after it nothing was charged. -900 is not on it. */
  readonly refusal?: RefusalCode;
  /** The error of a call that is not a purchase; absent: a word of `getnum` alone. */
  readonly error?: Extract<ErrorCode, 'UNAUTHORIZED' | 'REJECTED' | 'UNKNOWN_ORDER' | 'UNAVAILABLE'>;
}

/** A negative `RESULT`. */
export type Word =
  | '-901'
  | '-902'
  | '-990'
  | '-304'
  | '-202'
  | '-204'
  | '-205'
  | '-210'
  | '-211'
  | '-212'
  | '-900';

/**
 * What each means, and its own words for it.
 *
 * @see https://numberland.ir the guide of the web service, v2
 */
const meanings: Readonly<Record<Word, Meaning>> = {
  '-901': { says: 'apikey not found', refusal: 'UNAUTHORIZED', error: 'UNAUTHORIZED' },
  '-902': { says: 'method invalid', refusal: 'REJECTED', error: 'REJECTED' },
  '-990': { says: 'number id invalid', error: 'UNKNOWN_ORDER' },
  '-304': { says: 'number id not found', error: 'UNKNOWN_ORDER' },
  '-202': { says: 'parameters not found', refusal: 'REJECTED', error: 'REJECTED' },
  '-204': { says: 'this number is not active', refusal: 'OUT_OF_STOCK' },
  '-205': { says: 'no balance', refusal: 'INSUFFICIENT_FUNDS' },
  '-210': { says: 'service is not active', refusal: 'OUT_OF_STOCK' },
  '-211': { says: 'operator is not active', refusal: 'OUT_OF_STOCK' },
  '-212': { says: 'country is not active', refusal: 'OUT_OF_STOCK' },
  '-900': { says: 'technical fault', error: 'UNAVAILABLE' },
};

export function meaningOf(result: string): Meaning | undefined {
  return Object.hasOwn(meanings, result) ? meanings[result as Word] : undefined;
}

/** The vendor's states of an order, and its words for them. */
export const states: Readonly<Record<State, string>> = {
  1: 'wait code',
  2: 'code received',
  3: 'number canceled',
  4: 'number banned',
  5: 'wait code again',
  6: 'completed',
};

export type State = '1' | '2' | '3' | '4' | '5' | '6';
