import type { OrderReport } from '@numroute/core';
import { type PurchaseOutcome, type Reply, sampleOf, unproven } from '@numroute/http';
import { readOrderId, readPhone } from './fields.ts';
import { type Row, readBody } from './reply.ts';
import { meaningOf } from './words.ts';

/**
 * What a reply to get_number proves. A refusal needs its word, alone, from a server that did not fail or
 * send us elsewhere; a sale needs its id. The rest may have been charged.
 *
 * @param country Of the offer, for a phone that is written as at home.
 */
export function readPurchase(reply: Reply, country?: string): PurchaseOutcome {
  const body = readBody(reply, 'get_number');
  if (body.kind === 'word' && body.word !== 'CANCELED' && body.alone) {
    const { refusal } = meaningOf(body.word);
    if (refusal) return { outcome: 'rejected', code: refusal, word: body.word };
  }
  // HTTP's own word for a wrong key, unless it comes from a filter in front of the site.
  if (reply.status === 401 && body.kind === 'protocol' && !/phone|order/i.test(reply.text))
    return { outcome: 'rejected', code: 'UNAUTHORIZED', word: sampleOf(reply) };
  return (body.kind === 'data' && readSale(body.rows, country)) || unproven(reply);
}

function readSale(rows: readonly Row[], country: string | undefined): PurchaseOutcome | undefined {
  const orders = new Map<string, OrderReport>();
  for (const row of rows) {
    const id = readOrderId(row.get('order_id'));
    const phone = readPhone(row.get('phone'), country);
    // Without a phone beside it, a word would pass for an id.
    if (id === undefined || (phone === undefined && !/\d/.test(id))) continue;
    if (orders.get(id)?.phone !== undefined) continue;
    orders.set(id, { id, status: 'open', messages: [], ...(phone !== undefined && { phone }) });
  }
  const all = [...orders.values()];
  const first = all.find((order) => order.phone !== undefined) ?? all[0];
  if (!first) return undefined;
  const surplus = all.filter((order) => order !== first);
  return { outcome: 'accepted', receipt: { ...first, ...(surplus.length > 0 && { surplus }) } };
}
