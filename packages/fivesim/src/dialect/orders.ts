import {
  codeOf,
  isClosed,
  type Message,
  NumrouteError,
  type OrderReport,
  type Shop,
  type WireReply,
} from '@numroute/core';
import { idOf, isoTime, json, objectOf, plain } from './json.ts';
import { countries, operatorOf, products } from './names.ts';
import { Refusal } from './words.ts';

const states = {
  open: 'RECEIVED',
  delivered: 'RECEIVED',
  finished: 'FINISHED',
  cancelled: 'CANCELED',
  expired: 'TIMEOUT',
  // Nothing is known of it, and 5sim knows no such state.
  gone: undefined,
} as const;

/** In the documents. */
const LIFETIME_MS = 900_000;

/** @throws {Refusal} What became of it is not known. */
export function showOrder(
  order: OrderReport,
  { as, isListed = false }: { readonly as?: 'BANNED'; readonly isListed?: boolean } = {},
): string {
  const { id, phone = '', service, country, price, orderedAt, expiresAt } = order;
  const ends = expiresAt ?? (orderedAt === undefined ? undefined : orderedAt + LIFETIME_MS);
  const state = order.status === 'open' && phone === '' ? 'PENDING' : states[order.status];
  if (state === undefined) throw new Refusal('order not found', 404);
  return objectOf([
    ['id', idOf(id)],
    ['phone', JSON.stringify(phone)],
    ['operator', JSON.stringify(operatorOf(order))],
    ...(service === undefined ? [] : [['product', JSON.stringify(products.codeOf(service))] as const]),
    ...(price ? [['price', plain(price)] as const] : []),
    ['status', JSON.stringify(as ?? state)],
    ...(ends === undefined ? [] : [['expires', isoTime(ends)] as const]),
    ['sms', isListed ? '[]' : showMessages(order)],
    ...(orderedAt === undefined ? [] : [['created_at', isoTime(orderedAt)] as const]),
    ['forwarding', 'false'],
    ['forwarding_number', '""'],
    ...(country === undefined ? [] : [['country', JSON.stringify(countries.codeOf(country))] as const]),
  ]);
}

/** While a further SMS is awaited, 5sim goes on telling all that came. */
function showMessages({ messages }: OrderReport): string {
  return messages.length === 0 ? 'null' : `[${messages.map(showMessage).join()}]`;
}

function showMessage(message: Message): string {
  const { text = '', from = '', receivedAt } = message;
  const at = receivedAt === undefined ? undefined : isoTime(receivedAt);
  return objectOf([
    ...(at === undefined ? [] : [['created_at', at] as const, ['date', at] as const]),
    ['sender', JSON.stringify(from)],
    ['text', JSON.stringify(text)],
    ['code', JSON.stringify(codeOf(message) ?? '')],
  ]);
}

export async function checkOrder(shop: Shop, id: string): Promise<WireReply> {
  try {
    return json(showOrder(await shop.fetchOrder(id)));
  } catch (error) {
    if (NumrouteError.is(error, 'UNKNOWN_ORDER')) throw new Refusal('order not found', 404);
    throw error;
  }
}

/** @param as The state that a ban has. */
export async function cancelOrder(shop: Shop, id: string, as?: 'BANNED'): Promise<WireReply> {
  const { status } = await living(shop, id);
  if (status === 'delivered') throw new Refusal('order has sms', 400);
  const report = as ? await shop.rejectNumber(id, 'refused') : await shop.cancelOrder(id);
  return json(showOrder(report, as && { as }));
}

export async function finishOrder(shop: Shop, id: string): Promise<WireReply> {
  const { status } = await living(shop, id);
  if (status === 'open') throw new Refusal('order no sms', 400);
  return json(showOrder(await shop.finishOrder(id)));
}

/** @throws {Refusal} It has ended: then 5sim does not find it, whatever it was. */
async function living(shop: Shop, id: string): Promise<OrderReport> {
  const order = await shop.fetchOrder(id);
  if (order.status === 'expired') throw new Refusal('order expired', 400);
  if (isClosed(order.status)) throw new Refusal('order not found', 400);
  return order;
}

/** 5sim lists those that ended, too; a shop tells only those that live. Its rows tell no SMS. */
export async function listOrders(shop: Shop, query: URLSearchParams): Promise<WireReply> {
  const isOurs = query.get('category') === 'activation';
  const orders = isOurs ? [...(await shop.listOpenOrders())] : [];
  const sorted = orders.sort((a, b) => Number(a.id) - Number(b.id));
  if (query.get('reverse') === 'true') sorted.reverse();
  const from = countIn(query.get('offset'), 0);
  const rows = sorted.slice(from, from + countIn(query.get('limit'), 100));
  const data = rows.map((order) => showOrder(order, { isListed: true }));
  return json(`{"Data":[${data.join()}],"ProductNames":[],"Statuses":[],"Total":999999}`);
}

const countIn = (text: string | null, usual: number): number =>
  text !== null && /^\d{1,9}$/.test(text) ? Number(text) : usual;
