import { type ErrorCode, type Money, NumrouteError } from '@numroute/core';
import {
  headerWait,
  isSuccess,
  parseJson,
  type RefusalCode,
  type Reply,
  readAs,
  type Shape,
  unexpected,
} from '@numroute/http';
import { ifTold } from '@numroute/http/fields';
import * as v from 'valibot';
import { amount } from './fields.ts';

/** What each word of the page means, and the status that it comes with. */
const meanings = {
  bad_request: { status: 400, code: 'REJECTED' },
  bad_key: { status: 401, code: 'UNAUTHORIZED' },
  no_money: { status: 402, code: 'INSUFFICIENT_FUNDS' },
  no_such_order: { status: 404, code: 'UNKNOWN_ORDER' },
  no_stock: { status: 409, code: 'OUT_OF_STOCK' },
  over_max: { status: 409, code: 'PRICE_ABOVE_LIMIT' },
  too_early: { status: 409, code: 'WRONG_STATE' },
  wrong_state: { status: 409, code: 'WRONG_STATE' },
  slow_down: { status: 429, code: 'RATE_LIMITED' },
  broken: { status: 500, code: 'UNAVAILABLE' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly code: ErrorCode }>>;

type Word = keyof typeof meanings;

/** The words after which a purchase was certainly not made. `broken` promises nothing, so it is not here. */
export const refusals: Readonly<Partial<Record<Word, RefusalCode>>> = {
  bad_request: 'REJECTED',
  bad_key: 'UNAUTHORIZED',
  no_money: 'INSUFFICIENT_FUNDS',
  no_stock: 'OUT_OF_STOCK',
  over_max: 'PRICE_ABOVE_LIMIT',
  slow_down: 'RATE_LIMITED',
};

const errorBody = v.object({
  error: v.object({ code: v.picklist(Object.keys(meanings) as Word[]), cents: ifTold(amount) }),
});

export interface Said {
  readonly word: Word;
  /** What it would have cost. */
  readonly price?: Money;
  readonly retryAfterMs?: number;
}

/** The vendor's word, if it comes with the status that belongs to it. One without the other proves nothing. */
export function wordOf(reply: Reply): Said | undefined {
  const body = v.safeParse(errorBody, parseJson(reply.text));
  if (!body.success) return undefined;
  const { code: word, cents: price } = body.output.error;
  if (meanings[word].status !== reply.status) return undefined;
  const retryAfterMs = headerWait(reply);
  return { word, ...(price && { price }), ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/**
 * The data of a reply to anything but a purchase.
 *
 * @param id The order that was asked for, where one was.
 * @throws {NumrouteError} What the vendor's word means; without a word, what the status means.
 */
export function dataOf<T>(reply: Reply, shape: Shape<T>, id = ''): T {
  if (isSuccess(reply)) return readAs(reply, shape);
  const said = wordOf(reply);
  if (!said) throw unexpected(reply);
  const { word, retryAfterMs } = said;
  const { code } = meanings[word];
  const message = `the vendor answered ${word}`;
  if (code === 'UNKNOWN_ORDER') throw new NumrouteError(code, message, { vendorWord: word, id });
  const waiting = retryAfterMs !== undefined && { retryAfterMs };
  throw new NumrouteError(code, message, { vendorWord: word, ...waiting });
}
