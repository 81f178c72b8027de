import type { Receipt } from '@numroute/core';
import { expiryOf, type PurchaseOutcome, type Reply, turnedAway, unproven } from '@numroute/http';
import { orderId, phone } from '@numroute/http/fields';
import * as v from 'valibot';
import { duration, toman } from './fields.ts';
import { type Fields, fieldsOf, result } from './reply.ts';
import { meaningOf } from './words.ts';

const sale = v.object({
  RESULT: result,
  // A word would pass for an id.
  ID: v.pipe(orderId, v.regex(/\d/)),
  NUMBER: v.fallback(v.optional(phone), undefined),
  AREACODE: v.fallback(v.optional(v.pipe(v.string(), v.trim(), v.regex(/^\+?\d{1,6}$/))), undefined),
  AMOUNT: v.fallback(v.optional(toman), undefined),
  TIME: v.fallback(v.optional(duration), undefined),
});

/** What tells of an order: beside a refusal it contradicts it. */
const ORDER = /^(?:id|number|amount)$/i;

/**
 * What a reply to `getnum` proves. A refusal needs its word, alone, from a server that did not fail; a sale
 * needs its id. The rest may have been charged.
 */
export function readPurchase(reply: Reply): PurchaseOutcome {
  const fields = fieldsOf(reply);
  return (
    turnedAway(reply) ?? ((fields && (refusalIn(fields) ?? receiptIn(fields, reply))) || unproven(reply))
  );
}

function refusalIn(fields: Fields): PurchaseOutcome | undefined {
  const said = v.safeParse(result, fields['RESULT']);
  const meaning = said.success ? meaningOf(said.output) : undefined;
  if (meaning?.refusal === undefined) return undefined;
  const isAlone = Object.entries(fields).every(
    ([name, value]) => !ORDER.test(name) && (typeof value !== 'object' || value === null),
  );
  const word = `${said.output} (${meaning.says})`;
  return isAlone ? { outcome: 'rejected', code: meaning.refusal, word } : undefined;
}

function receiptIn(fields: Fields, reply: Reply): PurchaseOutcome | undefined {
  const read = v.safeParse(sale, fields);
  if (!read.success || read.output.RESULT.startsWith('-')) return undefined;
  const { ID, NUMBER, AREACODE = '', AMOUNT, TIME } = read.output;
  // A number without its calling code would be somebody else's.
  const isWhole = NUMBER?.startsWith(`+${AREACODE.replace('+', '')}`) === true;
  const expiresAt = expiryOf(TIME && reply.at + TIME, reply);
  const receipt: Receipt = {
    id: ID,
    status: 'open',
    messages: [],
    ...(NUMBER !== undefined && isWhole && { phone: NUMBER }),
    ...(AMOUNT && { price: AMOUNT }),
    ...(expiresAt !== undefined && { expiresAt }),
  };
  return { outcome: 'accepted', receipt };
}
