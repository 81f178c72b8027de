import { type ErrorCode, type Money, NumrouteError } from '@numroute/core';
import { parseJson, type RefusalCode, type Reply, readAs, unexpected } from '@numroute/http';
import { ifTold, whole } from '@numroute/http/fields';
import * as v from 'valibot';
import { amount } from './fields.ts';

/** What each word of the page means. */
const meanings = {
  no_birds: 'OUT_OF_STOCK',
  seed_too_dear: 'PRICE_ABOVE_LIMIT',
  empty_crop: 'INSUFFICIENT_FUNDS',
  wrong_ring: 'UNAUTHORIZED',
  hush: 'RATE_LIMITED',
  what: 'REJECTED',
  no_such_flight: 'UNKNOWN_ORDER',
  still_climbing: 'WRONG_STATE',
  not_now: 'WRONG_STATE',
  storm: 'UNAVAILABLE',
} as const satisfies Readonly<Record<string, ErrorCode>>;

export type Word = keyof typeof meanings;

/** The words after which a purchase was certainly not made. `storm` promises nothing, so it is not here. */
export const refusals: Readonly<Partial<Record<Word, RefusalCode>>> = {
  no_birds: 'OUT_OF_STOCK',
  seed_too_dear: 'PRICE_ABOVE_LIMIT',
  empty_crop: 'INSUFFICIENT_FUNDS',
  wrong_ring: 'UNAUTHORIZED',
  hush: 'RATE_LIMITED',
  what: 'REJECTED',
};

/** A reply that holds a result and an error, too, proves neither. */
const none = v.optional(v.undefined());

/** 0 tells no time. */
const wait = v.pipe(whole, v.minValue(1), v.maxValue(86_400));

const failed = v.object({
  result: none,
  error: v.object({
    code: v.picklist(Object.keys(meanings) as Word[]),
    cents: ifTold(amount),
    wait: ifTold(wait),
  }),
});

export interface Said {
  readonly word: Word;
  /** What it would have cost. */
  readonly price?: Money;
  readonly retryAfterMs?: number;
}

/** The word of a whole reply that is an error. Undefined: it is none of the page's. */
export function wordOf({ status, text }: Reply): Said | undefined {
  const body = v.safeParse(failed, parseJson(text));
  if (status !== 200 || !body.success) return undefined;
  const { code: word, cents: price, wait } = body.output.error;
  return { word, ...(price && { price }), ...(wait !== null && { retryAfterMs: wait * 1000 }) };
}

/** A reply that holds a result. */
export function answer<T>(result: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, { result: T }> {
  return v.object({ result, error: none });
}

/**
 * The result of a reply to anything but a purchase.
 *
 * @param id The order that was asked for, where one was.
 * @throws {NumrouteError} What the vendor's word means; without a word, what the status means.
 */
export function resultOf<T>(reply: Reply, result: v.GenericSchema<unknown, T>, id = ''): T {
  const said = wordOf(reply);
  if (!said && reply.status === 200) return readAs(reply, answer(result)).result;
  if (!said) throw unexpected(reply);
  const { word, retryAfterMs } = said;
  const code = meanings[word];
  const message = `the vendor answered ${word}`;
  if (code === 'UNKNOWN_ORDER') throw new NumrouteError(code, message, { vendorWord: word, id });
  const waiting = retryAfterMs !== undefined && { retryAfterMs };
  throw new NumrouteError(code, message, { vendorWord: word, ...waiting });
}
