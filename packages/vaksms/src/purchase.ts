import type { Receipt } from '@numroute/core';
import {
  isSuccess,
  outcomeOf,
  type PurchaseOutcome,
  type RefusalCode,
  type Reply,
  refusalOf,
  type Said,
  told,
} from '@numroute/http';
import { ifTold, orderId, phone } from '@numroute/http/fields';
import * as v from 'valibot';
import { type Fields, fieldsOf, isRefusal, meaningOf, wordIn } from './words.ts';

const sale = v.object({ tel: ifTold(phone), idNum: orderId });

/** What tells of an order: beside a refusal it contradicts it. */
const ORDER = /"(?:tel|idNum)"\s*:/i;

/**
 * What a reply to `getNumber` proves. A refusal needs a documented word, a sale its id, and neither stands
 * beside the other. The rest may have been charged.
 */
export function readPurchase(reply: Reply): PurchaseOutcome {
  const fields = fieldsOf(reply);
  return outcomeOf(reply, { refused: refusalIn(fields, reply), sold: receiptIn(fields, reply) });
}

function refusalIn(fields: Fields | undefined, { text }: Reply): Said<RefusalCode> | undefined {
  const word = wordIn(fields);
  return word === undefined || ORDER.test(text) ? undefined : refusalOf(meaningOf(word));
}

function receiptIn(fields: Fields | undefined, reply: Reply): Receipt | undefined {
  if (!fields || !isSuccess(reply) || isRefusal(fields)) return undefined;
  const sold = v.safeParse(sale, Object.fromEntries(fields));
  if (!sold.success) return undefined;
  const { idNum: id, tel } = sold.output;
  return { id, status: 'open', messages: [], ...told({ phone: tel }) };
}
