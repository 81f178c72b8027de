import {
  expiryOf,
  isSuccess,
  type PurchaseOutcome,
  parseJson,
  type Reply,
  sampleOf,
  turnedAway,
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
  const sold = isSuccess(reply) ? v.safeParse(sale, parseJson(reply.text)) : undefined;
  if (sold?.success) {
    const { order_id: id, cost, expiration, expires_in: lasts, ...parts } = sold.output;
    const phone = phoneOf(parts);
    const expiresAt = expiryOf(expiration ?? (lasts ? reply.at + lasts * 1000 : null), reply);
    const told = { ...(phone && { phone }), ...(cost && { price: cost }), ...(expiresAt && { expiresAt }) };
    return { outcome: 'accepted', receipt: { id, status: 'open', messages: [], ...told } };
  }
  const turned = turnedAway(reply);
  if (turned) return turned;
  const { code, word = '' } = refusalIn(reply) ?? {};
  if (code === undefined || code === 'UNKNOWN_ORDER' || code === 'WRONG_STATE')
    return { outcome: 'unknown', why: plain(sampleOf(reply)) || 'an empty reply' };
  return { outcome: 'rejected', code, word };
}
