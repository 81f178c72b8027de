import { type ErrorCode, NumrouteError, type WireReply } from '@numroute/core';
import type { Sentence } from '../words.ts';

const PLAIN = { 'content-type': 'text/plain; charset=utf-8' } as const;

/** A no, in a sentence and with its status. */
export class Refusal extends Error {
  readonly sentence: Sentence;
  readonly status: number;

  constructor(sentence: Sentence, status: number) {
    super(sentence);
    this.sentence = sentence;
    this.status = status;
  }
}

const byCode: ReadonlyMap<ErrorCode, readonly [sentence: Sentence, status: number]> = new Map([
  ['OUT_OF_STOCK', ['no free phones', 200]],
  ['NO_OFFER', ['no free phones', 200]],
  ['REJECTED', ['no free phones', 200]],
  ['PRICE_ABOVE_LIMIT', ['no free phones, max price', 200]],
  ['INSUFFICIENT_FUNDS', ['not enough user balance', 400]],
  ['RATE_LIMITED', ['too many requests', 429]],
  ['UNKNOWN_ORDER', ['order not found', 400]],
  ['WRONG_STATE', ['you need to wait time', 400]],
]);

/** `internal error` promises nothing, not even that nothing was bought, and so fits the rest. */
export function sayNo(error: unknown): WireReply {
  if (error instanceof Refusal) return say(error.sentence, error.status);
  const isKnown = NumrouteError.is(error) && !error.moneyMayHaveMoved;
  const [sentence, status] = (isKnown && byCode.get(error.code)) || (['internal error', 500] as const);
  return say(sentence, status);
}

const say = (body: string, status: number): WireReply => ({ status, headers: PLAIN, body });

/** Of a key that is wrong, and of none. */
export const unauthorized: WireReply = { status: 401, body: '' };

/** Of an address that 5sim does not have, and of a name that it cannot have. */
export const elsewhere: WireReply = {
  status: 302,
  headers: { location: '/404.html', 'content-type': 'text/html; charset=utf-8' },
  body: '<a href="/404.html">Found</a>.\n',
};
