import { NumrouteError } from '@numroute/core';
import { isSuccess, type Json, parseJson, type Reply, readAs, type Shape, unexpected } from '@numroute/http';
import * as v from 'valibot';
import { meaningOf } from './words.ts';

/** Text or number in the vendor's JSON: here both are text. */
export const result: v.GenericSchema<unknown, string> = v.pipe(
  v.string(),
  v.trim(),
  v.regex(/^-?[1-9]\d{0,8}$/),
);

const answer = v.object({ RESULT: result });

export type Fields = Readonly<Record<string, Json>>;

/** The members of a reply that is one object, from a server that did not fail. */
export function fieldsOf(reply: Reply): Fields | undefined {
  const value = isSuccess(reply) ? parseJson(reply.text) : undefined;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/**
 * What a reply tells, to anything but a purchase. A word counts only where the server did not fail.
 *
 * @param id The order that was asked for.
 * @throws {NumrouteError} What the word means, or what the status means where there is none.
 */
export function answerOf<T>(reply: Reply, shape: Shape<T>, id?: string): T {
  if (!isSuccess(reply)) throw unexpected(reply);
  const { RESULT } = readAs(reply, answer);
  if (RESULT.startsWith('-')) throw wordError(reply, RESULT, id);
  return readAs(reply, shape);
}

/**
 * The text of a list of rows, as it came.
 *
 * @throws {NumrouteError} What the word means that came in its stead.
 */
export function listOf(reply: Reply): string | Iterable<string> {
  if (!isSuccess(reply)) throw unexpected(reply);
  // So short a list is joined already, and an object is none.
  if (!reply.parts && reply.text.startsWith('{')) {
    const { RESULT } = readAs(reply, answer);
    throw RESULT.startsWith('-') ? wordError(reply, RESULT) : unexpected(reply);
  }
  return reply.parts ?? reply.text;
}

function wordError(reply: Reply, word: string, id = ''): NumrouteError {
  const { error, says } = meaningOf(word) ?? {};
  if (error === undefined) return unexpected(reply, 'RESULT');
  const message = `the vendor answered ${word} (${says})`;
  if (error === 'UNKNOWN_ORDER') return new NumrouteError(error, message, { vendorWord: word, id });
  return new NumrouteError(error, message, { vendorWord: word });
}
