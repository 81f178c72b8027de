import { type Message, type OrderReport, type OrderStatus, type Receipt, saysNothing } from '@numroute/core';
import {
  dataOf,
  expiryOf,
  isSuccess,
  parseJson,
  type Reply,
  told,
  unexpected,
  type VendorCodes,
} from '@numroute/http';
import { amountIn, ifTold, isoTime, oneOf, phone } from '@numroute/http/fields';
import * as v from 'valibot';
import { NAME, ORDER_ID } from './names.ts';
import { saidBy, states } from './words.ts';

/** What an order of 5sim is read with. */
export interface Site {
  readonly currency: string;
  readonly codes: VendorCodes;
}

const state = oneOf(states);
const name = ifTold(v.pipe(v.string(), v.regex(NAME)));
const time = ifTold(isoTime);

/** What can be left out of an order is left out where it cannot be read: the id is all that it needs. */
const partsIn = (currency: string) =>
  v.object({
    // One that cannot be asked about would be an order that nobody can end.
    id: v.pipe(v.string(), v.regex(ORDER_ID)),
    phone: ifTold(phone),
    price: ifTold(amountIn(currency)),
    product: name,
    country: name,
    operator: name,
    created_at: time,
    expires: time,
  });

const sms = v.object({
  text: v.nullish(v.string()),
  code: v.nullish(v.string()),
  sender: ifTold(v.string()),
  created_at: time,
});

const orderIn = (currency: string) =>
  v.object({ ...partsIn(currency).entries, status: state, sms: v.nullish(v.array(sms)) });

type Order = v.InferOutput<ReturnType<typeof orderIn>>;

/** The order that the reply to a purchase holds. Whatever else it says, it was just sold. */
export function receiptIn(reply: Reply, site: Site): Receipt | undefined {
  const shape = v.object({ ...partsIn(site.currency).entries, status: ifTold(state) });
  const sold = isSuccess(reply) ? v.safeParse(shape, parseJson(reply.text)) : undefined;
  if (!sold?.success) return undefined;
  const { id, status, phone, product } = sold.output;
  // An id alone may be anything's.
  if (status === null && phone === null && product === null) return undefined;
  return { id, status: 'open', messages: [], ...partsOf(sold.output, reply, site) };
}

/** @throws {NumrouteError} UNKNOWN_ORDER, WRONG_STATE, or what the status means. */
export function readOrder(reply: Reply, id: string, site: Site): OrderReport {
  const order = dataOf(reply, orderIn(site.currency), saidBy(reply, id), id);
  if (order.id !== id) throw unexpected(reply, 'id');
  return reportOf(order, reply, site);
}

/** A page of the list of orders, whose rows tell no SMS. */
export function readOrders(reply: Reply, site: Site): readonly OrderReport[] {
  const { Data: orders } = dataOf(reply, v.object({ Data: v.array(orderIn(site.currency)) }), saidBy(reply));
  return orders.map((order) => reportOf(order, reply, site));
}

function reportOf(order: Order, reply: Reply, site: Site): OrderReport {
  const messages = (order.sms ?? []).map(messageOf);
  const status = messages.length === 0 ? order.status : withSms(order.status);
  return { id: order.id, status, messages, ...partsOf(order, reply, site) };
}

function withSms(status: OrderStatus): OrderStatus {
  if (status === 'open') return 'delivered';
  return status === 'gone' ? 'finished' : status;
}

/** Some services send a second SMS without a code: then `code` is empty. */
function messageOf({ text, code, sender, created_at }: v.InferOutput<typeof sms>): Message {
  const hasCode = typeof code === 'string' && !saysNothing(code);
  return {
    ...((typeof text === 'string' || !hasCode) && { text: text ?? '' }),
    ...(hasCode && { code }),
    ...told({ from: sender || null, receivedAt: created_at }),
  };
}

function partsOf(order: Omit<Order, 'status' | 'sms'>, reply: Reply, { codes }: Site) {
  const { phone, price, product, country, operator: pool, created_at: orderedAt, expires } = order;
  return told({
    phone,
    service: product && codes.services.nameOf(product),
    country: country && codes.countries.nameOf(country),
    pool,
    price,
    orderedAt,
    expiresAt: expiryOf(expires, reply),
  });
}
