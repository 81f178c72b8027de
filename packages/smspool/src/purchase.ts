import type { Receipt } from '@numroute/core';
import {
  expiryOf,
  isSuccess,
  outcomeOf,
  type PurchaseOutcome,
  parseJson,
  type Reply,
  refusalOf,
  told,
} from '@numroute/http';
import { amountIn, ifTold, orderId, unixSeconds, whole } from '@numroute/http/fields';
import * as v from 'valibot';
import { phoneOf, plain } from './fields.ts';
import { refusalIn } from './words.ts';

const sale = v.object({
  success: v.literal('1'),
  order_id: orderId,
  cc: ifTold(v.string()),
  phonenumber: ifTold(v.string()),
  number: ifTold(v.string()),
  cost: ifTold(amountIn('USD')),
  expiration: ifTold(unixSeconds),
  expires_in: ifTold(whole),
});

/**
 * What a reply proves: a sale by its id, a refusal by a documented word or by the filter in front of the site.
 * All the rest may have been charged.
 */
export function readPurchase(reply: Reply): PurchaseOutcome {
  const sold = receiptIn(reply);
  const { code, word = '' } = refusalIn(reply) ?? {};
  const refused = sold || code === undefined ? undefined : refusalOf({ code, word });
  const outcome = outcomeOf(reply, { sold, refused });
  return outcome.outcome === 'unknown' ? { ...outcome, why: plain(outcome.why) } : outcome;
}

function receiptIn(reply: Reply): Receipt | undefined {
  const sold = isSuccess(reply) ? v.safeParse(sale, parseJson(reply.text)) : undefined;
  if (!sold?.success) return undefined;
  const { order_id: id, cost: price, expiration, expires_in: lasts, ...parts } = sold.output;
  const expiresAt = expiryOf(expiration ?? (lasts ? reply.at + lasts * 1000 : null), reply);
  return { id, status: 'open', messages: [], ...told({ phone: phoneOf(parts), price, expiresAt }) };
}
