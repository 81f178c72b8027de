import {
  type Message,
  money,
  type OrderReport,
  parseDecimal,
  type Shop,
  type WireReply,
} from '@numroute/core';
import { COUNTRY } from '../codes.ts';
import { services } from './names.ts';
import { objectOf, plain, refuse, show } from './reply.ts';

/** Where links lead: to this server. */
export type Links = (...steps: readonly string[]) => string;

export async function showAccount(shop: Shop): Promise<WireReply> {
  const balance = await shop.fetchBalance();
  // Its amounts have no currency: any other would be read as dollars.
  if (balance.currency !== 'USD') throw new Error('a balance in another currency');
  return show(objectOf({ username: '"user@example.com"', currentBalance: plain(balance) }));
}

/** It answers with a link to the order, and tells nothing of it. */
export async function sellNumber(
  shop: Shop,
  body: ReadonlyMap<string, unknown>,
  links: Links,
): Promise<WireReply> {
  const [name, capability, cap] = ['serviceName', 'capability', 'maxPrice'].map((one) => body.get(one));
  const isCap = cap === undefined || cap === null || (typeof cap === 'string' && parseDecimal(cap));
  if (typeof name !== 'string' || capability !== 'sms' || !isCap)
    return refuse(400, 'BadRequest', 'The request is not valid.');
  const { id } = await shop.purchase({
    service: services.nameOf(name),
    country: COUNTRY,
    ...(typeof cap === 'string' && { maxPrice: money(cap, 'USD') }),
  });
  const href = links('verifications', id);
  const sold = show(JSON.stringify({ method: 'GET', href }), 201);
  return { ...sold, headers: { ...sold.headers, location: href } };
}

const states = {
  open: 'verificationPending',
  delivered: 'verificationCompleted',
  finished: 'verificationCompleted',
  cancelled: 'verificationCanceled',
  expired: 'verificationTimedOut',
  gone: 'verificationReported',
} as const;

const json = JSON.stringify;
const link = (href: string, method = 'GET'): string => json({ method, href });
const timeOf = (at = 0): string => json(new Date(at).toISOString());

/** What a row and an order have in common. */
function membersOf(order: OrderReport, links: Links): Readonly<Record<string, string>> {
  const { id, status, phone = '', service = '', price, orderedAt } = order;
  return {
    number: json(phone.replace(/^\+1(?=\d{10}$)/, '')),
    sms: link(links('sms', `?reservationId=${encodeURIComponent(id)}`)),
    calls: link(links('calls', `?reservationId=${encodeURIComponent(id)}`)),
    ...(orderedAt !== undefined && { createdAt: timeOf(orderedAt) }),
    id: json(id),
    serviceName: json(services.codeOf(service) ?? service),
    state: json(states[status]),
    ...(price && { totalCost: plain(price) }),
  };
}

export async function showOrder(shop: Shop, id: string, links: Links): Promise<WireReply> {
  const order = await shop.fetchOrder(id);
  const { status, expiresAt } = order;
  const act = (name: string): string => link(links('verifications', id, name), 'POST');
  const isOpen = status === 'open';
  return show(
    objectOf({
      ...membersOf(order, links),
      ...(expiresAt !== undefined && { endsAt: timeOf(expiresAt) }),
      cancel: `{"canCancel":${isOpen},"link":${act('cancel')}}`,
      reactivate: `{"canReactivate":false,"link":${act('reactivate')}}`,
      report: `{"canReport":${isOpen},"link":${act('report')}}`,
      reuse: `{"link":${act('reuse')},"reusableUntil":null}`,
    }),
  );
}

/** Its current ones, on one page. */
export async function showOrders(shop: Shop, links: Links): Promise<WireReply> {
  const orders = await shop.listOpenOrders();
  const rows = orders.map((order) => {
    return objectOf({ ...membersOf(order, links), link: link(links('verifications', order.id)) });
  });
  return show(pageOf(rows, links('verifications')));
}

export async function showMessages(shop: Shop, id: string, links: Links): Promise<WireReply> {
  const { phone = '', messages, orderedAt } = await shop.fetchOrder(id);
  // With its SMS a verification is over: it gets one.
  const rows = messages.slice(0, 1).map((message: Message, n) => {
    const { text, code, from = 'unknown', receivedAt = orderedAt } = message;
    return json({
      id: message.id ?? `${id}-${n}`,
      from,
      to: phone.replace(/^\+1(?=\d{10}$)/, ''),
      createdAt: JSON.parse(timeOf(receivedAt)),
      smsContent: text ?? null,
      parsedCode: code ?? null,
      encrypted: false,
    });
  });
  return show(pageOf(rows, links('sms')));
}

function pageOf(rows: readonly string[], here: string): string {
  const links = `{"current":${link(here)},"previous":null,"next":null}`;
  return `{"data":[${rows.join()}],"hasNext":false,"hasPrevious":false,"count":${rows.length},"links":${links}}`;
}

/** A success has no body. */
export async function cancelOrder(shop: Shop, id: string): Promise<WireReply> {
  await shop.cancelOrder(id);
  return { status: 200, body: '' };
}

export async function reportNumber(shop: Shop, id: string): Promise<WireReply> {
  await shop.rejectNumber(id, 'refused');
  return { status: 200, body: '' };
}
