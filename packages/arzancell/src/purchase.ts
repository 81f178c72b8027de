import type { OrderReport } from '@numroute/core';
import type { PurchaseOutcome, Reply } from '@numroute/http';
import { classify, type Row } from './classify.ts';
import { isSuccess, sample } from './failure.ts';
import { readOrderId, readPhone } from './fields.ts';
import { meaningOf } from './words.ts';

/**
 * What a reply to get_number proves. A refusal needs its word, alone, from a server that did not
 * fail or send us elsewhere; a sale needs phone and id. The rest may have been charged.
 */
export function readPurchase(reply: Reply): PurchaseOutcome {
  const body = classify(reply.text, 'get_number');
  if (body.kind === 'word' && body.word !== 'CANCELED' && body.alone) {
    const { refusal } = meaningOf(body.word);
    const answered = isSuccess(reply) || (reply.status >= 400 && reply.status < 500);
    if (refusal && answered) return { outcome: 'rejected', code: refusal, word: body.word };
  }
  if (body.kind === 'data' && isSuccess(reply)) return readSale(body.rows) ?? unknown(reply);
  return unknown(reply);
}

function readSale(rows: readonly Row[]): PurchaseOutcome | undefined {
  const orders = new Map<string, OrderReport>();
  for (const row of rows) {
    const id = readOrderId(row.get('order_id'));
    const phone = readPhone(row.get('phone'));
    if (id === undefined || orders.get(id)?.phone !== undefined) continue;
    orders.set(id, { id, status: 'open', messages: [], ...(phone !== undefined && { phone }) });
  }
  const all = [...orders.values()];
  const first = all.find((order) => order.phone !== undefined);
  if (first?.phone === undefined) return undefined;
  const surplus = all.filter((order) => order !== first);
  return {
    outcome: 'accepted',
    receipt: { ...first, phone: first.phone, ...(surplus.length > 0 && { surplus }) },
  };
}

/** The reply itself is the evidence: an id or a phone in it is a strong lead. */
function unknown(reply: Reply): PurchaseOutcome {
  return { outcome: 'unknown', why: sample(reply.text) || 'an empty reply' };
}
