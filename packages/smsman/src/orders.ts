import type { OrderReport } from '@numroute/core';
import { dataOf, messageIn, type Reply, refuseSaid, told, unexpected } from '@numroute/http';
import { ifTold, orderId, phone } from '@numroute/http/fields';
import * as v from 'valibot';
import { fieldsOf, saidBy } from './words.ts';

/** Beside the data as long as no code came. */
const WAITS = 'wait_sms';

const order = v.object({
  request_id: ifTold(orderId),
  number: ifTold(phone),
  sms_code: ifTold(v.string()),
});

/** The newest code. The end of an order is not told. */
export function readOrder(reply: Reply, id: string): OrderReport {
  const fields = fieldsOf(reply);
  const waits = fields?.get('error_code') === WAITS;
  const said = saidBy(reply);
  // Nothing was to be changed, so that is no answer.
  if (said?.code === 'WRONG_STATE') throw unexpected(reply);
  if (!waits) refuseSaid(reply, said, id);
  const read = v.safeParse(order, Object.fromEntries(fields ?? []));
  if (!fields || !read.success || (!waits && (fields.has('error_code') || fields.get('success') === false)))
    throw unexpected(reply);
  const { request_id, number, sms_code } = read.output;
  if (request_id !== null && request_id !== id) throw unexpected(reply, 'request_id');
  const message = messageIn(sms_code);
  if (!message && !waits) throw unexpected(reply, 'sms_code');
  if (!message) return { id, status: 'open', messages: [], ...told({ phone: number }) };
  // Beside the word for waiting stands the old code.
  return {
    id,
    status: 'delivered',
    messages: [message],
    ...(waits && { awaits: true }),
    ...told({ phone: number }),
  };
}

/** What may be asked of an order, and what it is once that was granted. */
const granted = { reject: 'cancelled', close: 'finished', ready: 'delivered' } as const;
export type Change = keyof typeof granted;

const change = v.object({ request_id: ifTold(orderId), success: v.literal(true) });

/** @throws {NumrouteError} WRONG_STATE The vendor refused. */
export function readChange(reply: Reply, id: string, asked: Change): OrderReport {
  const { request_id } = dataOf(reply, change, saidBy(reply), id);
  if (request_id !== null && request_id !== id) throw unexpected(reply, 'request_id');
  return { id, status: granted[asked], messages: [] };
}
