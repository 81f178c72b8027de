import { money, parseDecimal } from '@numroute/core';
import {
  isSuccess,
  isTurnedAway,
  membersOf,
  type PurchaseOutcome,
  type Reply,
  sampleOf,
} from '@numroute/http';
import { isKeyRefused, plainWait, waitOf } from './failure.ts';
import { type Body, type Said, wordsOf } from './reply.ts';
import type { Site } from './site.ts';
import { isRefusal, meaningOf } from './words.ts';

/**
 * The refusal that a reply to a purchase proves: a word of the table, alone, from a server that did not
 * fail; an HTTP status that is answered before anything is bought; the filter in front of the site.
 * Undefined for all else, and for whatever holds a part of an order.
 */
export function refusalOf(body: Body, reply: Reply, site: Site): PurchaseOutcome | undefined {
  const answered = isSuccess(reply) || (reply.status >= 400 && reply.status < 500) || isTurnedAway(reply);
  if (!answered || holdsOrder(body, reply.text)) return undefined;
  const said = wordsOf(body);
  const meanings = said.flatMap((one) => meaningOf(one, 'purchase', site.profile) ?? []);
  const [first] = meanings;
  if (!first) return refusalByStatus(body, reply);
  const { code, word } = first;
  if (!isRefusal(code) || meanings.some((other) => other.code !== code)) return undefined;
  if (!said.every(isPlain)) return undefined;
  const least = first.price === undefined ? undefined : parseDecimal(first.price);
  return {
    outcome: 'rejected',
    code,
    word,
    ...(least && least.units > 0n && { price: money(first.price ?? '', site.currency) }),
    ...(code === 'RATE_LIMITED' && waitOf(first, reply)),
  };
}

/** 429 and 401 are answered before anything is processed (protocol.md 3), in whatever words. */
function refusalByStatus(body: Body, reply: Reply): PurchaseOutcome | undefined {
  // JSON behind other words, or a long number, may be the order.
  if (body.kind === 'text' && !isTurnedAway(reply) && /[{[]|\d{5}/.test(body.text)) return undefined;
  const word = sampleOf(reply) || `HTTP ${reply.status}`;
  const wait = plainWait(reply, body);
  if (wait !== undefined) return { outcome: 'rejected', code: 'RATE_LIMITED', word, retryAfterMs: wait };
  return isKeyRefused(reply, body) ? { outcome: 'rejected', code: 'UNAUTHORIZED', word } : undefined;
}

const PRICE = /^\d{1,9}(?:\.\d{1,9})?$/;
/** `'2026-1-5 10-20-30'` */
const DATE = /^'?\d{4}-\d{1,2}-\d{1,2}(?:[ T]\d{1,2}[-:]\d{1,2}(?:[-:]\d{1,2})?)?'?$/;
/** `service:INVALID` */
const FIELD = /^[a-z_]{1,40}:[A-Z_]{1,40}$/i;
/** `Numbers Not Found. Try Later`: no digit, and none of the signs of JSON. */
const SENTENCE = /^[\p{L}\p{M}\s.,;!?'’_-]{0,200}$/u;

/** Whether what stands behind a word is what the family writes there. Anything else may be the order. */
function isPlain({ word, rest = '' }: Said): boolean {
  if (SENTENCE.test(rest)) return true;
  if (word === 'UNPROCESSABLE_ENTITY') return FIELD.test(rest);
  if (word === 'BANNED') return DATE.test(rest);
  return /MAX_PRICE/.test(word) && PRICE.test(rest);
}

/** The names of the family, wherever they stand: in text, in JSON within a text, in JSON that was cut off. */
const PARTS = /ACCESS_NUMBER|activation_?(?:id|cost)|phone_?number/i;
/** What other sites of the family call the same. */
const NAMES = /phone|activation|^(?:id|number|numberid|order_?id|tzid)$/i;

/** Anything of an order beside a word makes the word doubtful. So does what was cut off, or is a list. */
function holdsOrder(body: Body, text: string): boolean {
  if (PARTS.test(text) || body.kind === 'broken') return true;
  return body.kind === 'json' && (!membersOf(body.value) || hasPart(body.value));
}

function hasPart(value: unknown): boolean {
  if (typeof value === 'string') return PARTS.test(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([name, member]) => (NAMES.test(name) && /\d/.test(String(member))) || hasPart(member),
  );
}
