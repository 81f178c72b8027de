import { type Message, NumrouteError, type OrderReport, saysNothing } from '@numroute/core';
import {
  expiryOf,
  membersOf,
  type Reply,
  readAs,
  refuseSaid,
  type Send,
  told,
  unexpected,
} from '@numroute/http';
import { ifTold, whole } from '@numroute/http/fields';
import * as v from 'valibot';
import { ORDER_ID } from './codes.ts';
import { saidBy, saidOfCancel, statusOf } from './words.ts';

const life = v.object({ orderId: v.string(), orderExpireIn: ifTold(whole) });
const withSms = v.object({ data: v.object({ ...life.entries, sms: v.optional(v.unknown()) }) });
/** Beside a status that says all there is. */
const withoutSms = v.object({ data: ifTold(life) });

/** What a delivered SMS is called. */
const sms = v.object({ code: v.nullish(v.string(), ''), fullText: v.nullish(v.string(), '') });

/**
 * The states of an order are statuses of the reply. 407: an SMS came that the balance does not pay for; it is
 * told after a deposit. 410: it is over, and nobody says how.
 */
const states: ReadonlyMap<string | undefined, 'open' | 'gone'> = new Map([
  ['202', 'open'],
  ['407', 'open'],
  ['410', 'gone'],
]);

export async function fetchOrder(send: Send, order: string): Promise<OrderReport> {
  requireId(order);
  return readOrder(await send({ path: ['sms', order] }), order);
}

/** @throws {NumrouteError} WRONG_STATE The vendor refused; of what is over, only a look may tell what became of it. */
export async function cancelOrder(send: Send, order: string): Promise<OrderReport> {
  requireId(order);
  const reply = await send({ method: 'PUT', path: ['cancelorder', order] });
  refuseSaid(reply, saidOfCancel(reply), order);
  if (statusOf(reply) !== '200') throw unexpected(reply, 'statusCode');
  const { data } = readAs(reply, cancelled);
  if (data.orderId !== order) throw unexpected(reply, 'data.orderId');
  return { id: order, status: 'cancelled', messages: [] };
}

const cancelled = v.object({ data: v.object({ orderId: v.string() }) });

/** @throws {NumrouteError} UNKNOWN_ORDER */
function requireId(order: string): void {
  if (!ORDER_ID.test(order))
    throw new NumrouteError('UNKNOWN_ORDER', 'an order of SMSPVA has a number', { id: order });
}

function readOrder(reply: Reply, id: string): OrderReport {
  const status = statusOf(reply);
  const state = states.get(status);
  if (state !== undefined) {
    const { data } = readAs(reply, withoutSms);
    return { id, status: state, messages: [], ...told({ expiresAt: endOf(data, id, reply) }) };
  }
  refuseSaid(reply, saidBy(reply), id);
  if (status !== '200') throw unexpected(reply, 'statusCode');
  const { data } = readAs(reply, withSms);
  const messages = messagesIn(data.sms, reply);
  const expiresAt = endOf(data, id, reply);
  return { id, status: messages.length > 0 ? 'delivered' : 'open', messages, ...told({ expiresAt }) };
}

function endOf(data: v.InferOutput<typeof life> | null, id: string, reply: Reply): number | undefined {
  if (data && data.orderId !== id) throw unexpected(reply, 'data.orderId');
  const lasts = data?.orderExpireIn;
  return expiryOf(lasts ? reply.at + lasts * 1000 : undefined, reply);
}

/** None as long as there is no SMS, or one without fields, which PHP writes as a list. */
function messagesIn(told: unknown, reply: Reply): readonly Message[] {
  const isList = Array.isArray(told);
  const members = membersOf(isList && told.length === 0 ? {} : (told ?? {}));
  if (members?.size === 0) return [];
  const read = v.safeParse(sms, told);
  if (isList || !read.success || !(members?.has('code') || members?.has('fullText')))
    throw unexpected(reply, 'data.sms');
  const { code, fullText } = read.output;
  const hasCode = !saysNothing(code) && code !== '0';
  const hasText = !saysNothing(fullText);
  return hasCode || hasText ? [{ ...(hasCode && { code }), ...(hasText && { text: fullText }) }] : [];
}
