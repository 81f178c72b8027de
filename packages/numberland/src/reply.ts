import type { NumrouteError } from '@numroute/core';
import {
  isSuccess,
  type Json,
  membersOf,
  parseJson,
  type Reply,
  type Said,
  saidError,
  unexpected,
} from '@numroute/http';
import { meaningOf } from './words.ts';

/** The members of a reply that is one object, from a server that did not fail: a word counts nowhere else. */
export function fieldsOf(reply: Reply): ReadonlyMap<string, Json> | undefined {
  return isSuccess(reply) && !reply.parts ? membersOf(parseJson(reply.text)) : undefined;
}

/** `RESULT`, which comes as a text or as a number: here both are text. */
export function resultIn(fields: ReadonlyMap<string, Json> | undefined): string {
  const result = fields?.get('RESULT');
  return typeof result === 'string' ? result.trim() : '';
}

/** What a word says to anything but a purchase. */
export function saidBy(reply: Reply): Said | undefined {
  const word = resultIn(fieldsOf(reply));
  const code = meaningOf(word)?.error;
  return code && { code, word };
}

/** The error of a reply that is no list. */
export function failureOf(reply: Reply): NumrouteError {
  const said = saidBy(reply);
  return said ? saidError(said) : unexpected(reply);
}
