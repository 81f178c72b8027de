import type { Message, OrderReport, Period } from '@numroute/core';
import {
  allPages,
  type PurchaseOutcome,
  parseJson,
  type Reply,
  type Send,
  sampleOf,
  unexpected,
} from '@numroute/http';
import { ifTold, orderId, phone, unixSeconds } from '@numroute/http/fields';
import * as v from 'valibot';
import { amount, code } from './fields.ts';
import type { Names } from './names.ts';
import { dataOf, refusals, wordOf } from './words.ts';

/** The page promises the money back for the last two, so they may be called so. */
const states = {
  waiting: 'open',
  received: 'delivered',
  done: 'finished',
  cancelled: 'cancelled',
  expired: 'expired',
} as const;

/** An order is its id and its state. Whatever else cannot be read is left out, and the order is kept. */
const order = v.object({
  id: orderId,
  ref: ifTold(v.string()),
  state: v.picklist(Object.keys(states) as (keyof typeof states)[]),
  // Every SMS that came, so one that cannot be read makes all of it unreadable.
  sms: v.array(v.object({ text: v.string(), from: ifTold(v.string()), received_at: ifTold(unixSeconds) })),
  phone: ifTold(phone),
  service: ifTold(code),
  country: ifTold(code),
  cents: ifTold(amount),
  ordered_at: ifTold(unixSeconds),
  expires_at: ifTold(unixSeconds),
});

type Order = v.InferOutput<typeof order>;

/**
 * What a reply to `POST /orders` proves. A refusal needs its word, a sale needs its order; whatever is
 * neither may have been charged, and the router will look for it.
 */
export function readPurchase(reply: Reply, names: Names): PurchaseOutcome {
  const said = wordOf(reply);
  const refusal = said && refusals[said.word];
  if (refusal) return { outcome: 'rejected', code: refusal, ...said };
  const sold = v.safeParse(order, parseJson(reply.text));
  if (reply.status !== 201 || !sold.success)
    return { outcome: 'unknown', why: sampleOf(reply) || 'an empty reply' };
  return { outcome: 'accepted', receipt: reportOf(sold.output, names) };
}

/** @param id The order that was asked for: a reply about another one is no answer. */
export function readOrder(reply: Reply, id: string, names: Names): OrderReport {
  const read = dataOf(reply, order, id);
  if (read.id !== id) throw unexpected(reply, 'id');
  return reportOf(read, names);
}

/** @param ref The name that its purchase was given. */
export function readNamed(reply: Reply, ref: string, names: Names): OrderReport {
  const read = dataOf(reply, order, ref);
  if (read.ref !== ref) throw unexpected(reply, 'ref');
  return reportOf(read, names);
}

const page = v.object({ orders: v.array(order), next: v.nullish(orderId) });

export async function listOpenOrders(send: Send, names: Names): Promise<readonly OrderReport[]> {
  return (await rowsOf(send, 'orders')).map((row) => reportOf(row, names));
}

/** What an order cost that is not done came back, so it is no price. */
export async function listHistory(
  send: Send,
  { from, to }: Period,
  names: Names,
): Promise<readonly OrderReport[]> {
  const span = { from: String(Math.floor(from / 1000)), to: String(Math.ceil(to / 1000)) };
  const rows = await rowsOf(send, 'past', span);
  return rows.map((row) => reportOf(row.state === 'done' ? row : { ...row, cents: null }, names));
}

/** All pages, or an error: an order that is left out would be forgotten money. */
async function rowsOf(send: Send, step: string, query = {}): Promise<readonly Order[]> {
  return await allPages(async (after?: string) => {
    const reply = await send({ path: [step], query: { ...query, ...(after !== undefined && { after }) } });
    const { orders, next } = dataOf(reply, page);
    return { rows: orders, ...(typeof next === 'string' && { next }) };
  });
}

function reportOf(read: Order, names: Names): OrderReport {
  const { id, ref: attempt, phone, service, country, cents: price } = read;
  const { ordered_at: orderedAt, expires_at: expiresAt } = read;
  return {
    id,
    ...(attempt !== null && { attempt }),
    status: states[read.state],
    messages: read.sms.map(messageOf),
    ...(phone !== null && { phone }),
    ...(service !== null && { service: names.services.nameOf(service) }),
    ...(country !== null && { country: names.countries.nameOf(country) }),
    ...(price !== null && { price }),
    ...(orderedAt !== null && { orderedAt }),
    ...(expiresAt !== null && { expiresAt }),
  };
}

/** The text stays verbatim: whoever reads it finds the code. */
function messageOf({ text, from, received_at: receivedAt }: Order['sms'][number]): Message {
  return { text, ...(from !== null && { from }), ...(receivedAt !== null && { receivedAt }) };
}
