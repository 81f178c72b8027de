import { type Message, type OrderReport, type OrderStatus, saysNothing } from '@numroute/core';
import { expiryOf, type Reply, readAs, unexpected, type VendorCodes } from '@numroute/http';
import { amountIn, ifTold, isoTime, phone } from '@numroute/http/fields';
import * as v from 'valibot';
import { failureOf } from './failure.ts';
import { isName, isOrderId } from './names.ts';

/** What an order of 5sim is read with. */
export interface Site {
  readonly id: string;
  readonly currency: string;
  readonly names: VendorCodes;
}

/**
 * The vendor's states. `RECEIVED` says that the number is there and waits, nothing of an SMS. What becomes
 * of the money after `TIMEOUT` is not documented. A ban is taken for a cancel, as clients do.
 */
const states = {
  PENDING: 'open',
  RECEIVED: 'open',
  FINISHED: 'finished',
  CANCELED: 'cancelled',
  BANNED: 'cancelled',
  TIMEOUT: 'gone',
} as const;

const state = v.picklist(Object.keys(states) as (keyof typeof states)[]);

const name = ifTold(v.pipe(v.string(), v.check(isName)));
const time = ifTold(isoTime);

const sms = v.object({
  text: v.nullish(v.string()),
  code: v.nullish(v.string()),
  sender: ifTold(v.string()),
  created_at: time,
});

/** What can be left out of an order is left out where it cannot be read: the id is all that it needs. */
const parts = (currency: string) => ({
  // One that cannot be asked about would be an order that nobody can end.
  id: v.pipe(v.string(), v.check(isOrderId)),
  phone: ifTold(phone),
  price: ifTold(amountIn(currency)),
  product: name,
  country: name,
  operator: name,
  created_at: time,
  expires: time,
});

const orderOf = (currency: string) =>
  v.object({ ...parts(currency), status: state, sms: v.nullish(v.array(sms)) });

const soldOf = (currency: string) => v.object({ ...parts(currency), status: ifTold(state) });

type Order = v.InferOutput<ReturnType<typeof orderOf>>;

/** An order as the reply to a purchase holds it. Whatever else it says, it was just sold. */
export function readSale(reply: Reply, site: Site): OrderReport {
  const sold = readAs(reply, soldOf(site.currency));
  // An id alone may be anything's.
  if (sold.status === null && sold.phone === null && sold.product === null) throw unexpected(reply);
  return { id: sold.id, status: 'open', messages: [], ...partsOf(sold, reply, site) };
}

/** @throws {NumrouteError} UNKNOWN_ORDER, WRONG_STATE, or what the status means. */
export function readOrder(reply: Reply, id: string, site: Site): OrderReport {
  const failure = failureOf(reply, id);
  if (failure) throw failure;
  const order = readAs(reply, orderOf(site.currency));
  if (order.id !== id) throw unexpected(reply, 'id');
  return reportOf(order, reply, site);
}

/** A page of the list of orders, whose rows tell no SMS. */
export function readOrders(reply: Reply, site: Site): readonly OrderReport[] {
  const failure = failureOf(reply);
  if (failure) throw failure;
  const { Data: orders } = readAs(reply, v.object({ Data: v.array(orderOf(site.currency)) }));
  return orders.map((order) => reportOf(order, reply, site));
}

function reportOf(order: Order, reply: Reply, site: Site): OrderReport {
  const messages = (order.sms ?? []).map(messageOf);
  return { id: order.id, status: statusOf(order, messages), messages, ...partsOf(order, reply, site) };
}

function statusOf({ status }: Order, messages: readonly Message[]): OrderStatus {
  const state = states[status];
  if (messages.length === 0) return state;
  if (state === 'open') return 'delivered';
  return state === 'gone' ? 'finished' : state;
}

/** Some services send a second SMS without a code: then `code` is empty. */
function messageOf({ text, code, sender, created_at: receivedAt }: v.InferOutput<typeof sms>): Message {
  const hasCode = typeof code === 'string' && !saysNothing(code);
  return {
    ...((typeof text === 'string' || !hasCode) && { text: text ?? '' }),
    ...(hasCode && { code }),
    ...(sender && { from: sender }),
    ...(receivedAt !== null && { receivedAt }),
  };
}

function partsOf(
  order: Omit<Order, 'status' | 'sms'>,
  reply: Reply,
  { names }: Site,
): Omit<OrderReport, 'id' | 'status' | 'messages'> {
  const { phone, price, product, country, operator, created_at: orderedAt, expires } = order;
  const expiresAt = expiryOf(expires, reply);
  return {
    ...(phone !== null && { phone }),
    ...(product !== null && { service: names.services.nameOf(product) }),
    ...(country !== null && { country: names.countries.nameOf(country) }),
    ...(operator !== null && { pool: operator }),
    ...(price && { price }),
    ...(orderedAt !== null && { orderedAt }),
    ...(expiresAt !== undefined && { expiresAt }),
  };
}
