import type { NumrouteError } from '@numroute/core';
import { parseJson, type RefusalCode, type Reply, saidError, unexpected } from '@numroute/http';
import * as v from 'valibot';
import { plain } from './fields.ts';

type Code = RefusalCode | 'UNKNOWN_ORDER' | 'WRONG_STATE';

/**
 * The documented words, each with its HTTP status. A `type` is a word of its own; the sentences are those
 * of replies that have none.
 */
const meanings: ReadonlyMap<string, Code> = new Map([
  ['422 type OUT_OF_STOCK', 'OUT_OF_STOCK'],
  ['422 type PRICE_NOT_FOUND', 'PRICE_ABOVE_LIMIT'],
  ['422 type BALANCE_ERROR', 'INSUFFICIENT_FUNDS'],
  ['400 You are missing a required parameter for this request.', 'REJECTED'],
  ['403 Invalid API key', 'UNAUTHORIZED'],
  ['404 We could not find this order!', 'UNKNOWN_ORDER'],
  ['404 This order could not be found.', 'UNKNOWN_ORDER'],
  ['400 Your order cannot be cancelled yet, please try again later.', 'WRONG_STATE'],
] as const);

const refusal = v.object({
  success: v.literal('0'),
  message: v.nullish(v.string(), ''),
  type: v.nullish(v.string()),
  /** By the pool's name, what each of those that were tried says. */
  pools: v.nullish(v.record(v.string(), v.object({ type: v.string() })), {}),
  errors: v.nullish(v.array(v.object({ message: v.string(), param: v.nullish(v.string(), '') })), []),
});

/** Of an order, or of what leads to one. */
const PARTS = /"(?:order_?id|order_?code|number|phone_?number|token)"\s*:/i;

export interface Said {
  /** Undefined: the vendor refused, in words that are not documented. */
  readonly code: Code | undefined;
  /** For a person. */
  readonly word: string;
}

/** What a refusal says, all of it; undefined for any other reply, and for one that tells of an order. */
export function refusalIn({ status, text }: Pick<Reply, 'status' | 'text'>): Said | undefined {
  const found = v.safeParse(refusal, parseJson(text));
  if (!found.success || PARTS.test(text)) return undefined;
  const { type, pools, errors, message } = found.output;
  const types = [type ?? [], Object.values(pools).map((pool) => pool.type)]
    .flat()
    .map((one) => `type ${one}`);
  const sentences = [errors.map((error) => error.message), message || []].flat().map(plain);
  const codes = new Set(
    (types.length > 0 ? types : sentences).map((word) => meanings.get(`${status} ${word}`)),
  );
  const told = [type ?? [], errors.map(({ param }) => param), sentences].flat().filter(Boolean);
  return { code: codes.size === 1 ? [...codes][0] : undefined, word: told.join(': ') || `HTTP ${status}` };
}

/** The error of a reply to a read that is not what was asked for. */
export function failureOf(reply: Reply, id = ''): NumrouteError {
  if (reply.parts) return unexpected(reply);
  const { code, word } = refusalIn(reply) ?? {};
  if (word === undefined) return unexpected(reply);
  return code === undefined ? unexpected({ ...reply, text: word }) : saidError({ code, word }, id);
}
