import type { Receipt } from '@numroute/core';
import {
  expiryOf,
  type Json,
  outcomeOf,
  type PurchaseOutcome,
  type RefusalCode,
  type Reply,
  type Said,
  told,
} from '@numroute/http';
import { ifTold, orderId, phone } from '@numroute/http/fields';
import * as v from 'valibot';
import { duration, toman } from './fields.ts';
import { fieldsOf, resultIn } from './reply.ts';
import { meaningOf } from './words.ts';

const sale = v.object({
  RESULT: v.pipe(v.string(), v.trim(), v.regex(/^[1-9]\d{0,8}$/)),
  // A word would pass for an id.
  ID: v.pipe(orderId, v.regex(/\d/)),
  NUMBER: ifTold(phone),
  AREACODE: ifTold(v.pipe(v.string(), v.trim(), v.regex(/^\+?\d{1,6}$/))),
  AMOUNT: ifTold(toman),
  TIME: ifTold(duration),
});

/** What tells of an order: beside a refusal it contradicts it. */
const ORDER = /^(?:id|number|amount)$/i;

type Fields = ReadonlyMap<string, Json>;

/**
 * What a reply to `getnum` proves. A refusal needs its word, alone, from a server that did not fail; a sale
 * needs its id. The rest may have been charged.
 */
export function readPurchase(reply: Reply): PurchaseOutcome {
  const fields: Fields = fieldsOf(reply) ?? new Map();
  return outcomeOf(reply, { refused: refusalIn(fields), sold: receiptIn(fields, reply) });
}

function refusalIn(fields: Fields): Said<RefusalCode> | undefined {
  const result = resultIn(fields);
  const { refusal: code, says } = meaningOf(result) ?? {};
  const isAlone = [...fields].every(
    ([name, value]) => !ORDER.test(name) && (typeof value !== 'object' || value === null),
  );
  return code && isAlone ? { code, word: `${result} (${says})` } : undefined;
}

function receiptIn(fields: Fields, reply: Reply): Receipt | undefined {
  const read = v.safeParse(sale, Object.fromEntries(fields));
  if (!read.success) return undefined;
  const { ID: id, NUMBER: number, AREACODE: areacode, AMOUNT: price, TIME: lasts } = read.output;
  // A number without its calling code would be somebody else's.
  const isWhole = number?.startsWith(`+${areacode?.replace('+', '') ?? ''}`);
  const expiresAt = expiryOf(lasts && reply.at + lasts, reply);
  return { id, status: 'open', messages: [], ...told({ phone: isWhole ? number : null, price, expiresAt }) };
}
