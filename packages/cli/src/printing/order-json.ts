import type { Message, Money, Order } from '@numroute/core';
import { type Journal, type JournalEntry, refundOf } from '@numroute/journal';
import { newestSms, type Sms } from './sms.ts';

/** An order as every command prints it with `--json`; `numroute-output.schema.json` says what its fields mean. */
interface OrderDocument {
  readonly name: string;
  readonly number: number | null;
  readonly provider: string;
  readonly order: string | null;
  readonly phone: string | null;
  readonly service: string;
  readonly country: string;
  readonly pool: string | null;
  readonly quoted: Money;
  readonly paid: Money | null;
  readonly status: JournalEntry['state'];
  readonly refund: Order['refund'];
  readonly reason: string | null;
  readonly code: string | null;
  readonly text: string | null;
  readonly messages: readonly SmsDocument[];
  readonly boughtAt: string | null;
  readonly expiresAt: string | null;
}

interface SmsDocument {
  readonly code: string | null;
  readonly text: string | null;
  readonly from: string | null;
  readonly receivedAt: string | null;
}

/** An order, or a purchase that may have become one. */
export function entryJson(entry: JournalEntry): OrderDocument {
  const { number, order, offer, charged, state, sentAt, reason } = entry;
  if (order) return documentOf(order, entry);
  return {
    name: String(number),
    number,
    provider: offer.provider,
    order: null,
    phone: null,
    service: offer.service,
    country: offer.country,
    pool: offer.pool ?? null,
    quoted: offer.price,
    paid: charged ?? null,
    status: state,
    refund: refundOf(entry),
    reason: reason ?? null,
    code: null,
    text: null,
    messages: [],
    boughtAt: timeOf(sentAt),
    expiresAt: null,
  };
}

/** An order that was just asked for. A journal that cannot be read is no reason to keep its number back. */
export async function orderJson(journal: Pick<Journal, 'findOrder'>, order: Order): Promise<OrderDocument> {
  const entry = await journal.findOrder(order).catch(() => undefined);
  return documentOf(order, entry);
}

/** The event `sms` of an order. */
export function smsEvent(order: Order, { code, text }: Sms): object {
  return { ...namesOf(order), code: code ?? null, text: text ?? null };
}

/** Which order it is, as its document says it. */
export function namesOf({
  provider,
  id,
  phone,
}: Order): Pick<OrderDocument, 'name' | 'provider' | 'order' | 'phone'> {
  return { name: `${provider}/${id}`, provider, order: id, phone: phone || null };
}

function documentOf(order: Order, entry: Pick<JournalEntry, 'number' | 'reason'> | undefined): OrderDocument {
  const { service, country, pool, quoted, paid, status, refund, messages } = order;
  const { code = null, text = null } = newestSms(order) ?? {};
  return {
    ...namesOf(order),
    number: entry?.number ?? null,
    service,
    country,
    pool: pool ?? null,
    quoted,
    paid,
    status,
    refund,
    reason: entry?.reason ?? null,
    code,
    text,
    messages: messages.map(smsJson),
    boughtAt: timeOf(order.boughtAt),
    expiresAt: timeOf(order.expiresAt),
  };
}

function smsJson(message: Message): SmsDocument {
  const { code = null, text = null } = newestSms({ messages: [message] }) ?? {};
  const { from = null, receivedAt } = message;
  return { code, text, from, receivedAt: timeOf(receivedAt) };
}

/** Null where a vendor tells none that can be one. */
function timeOf(ms: number | undefined): string | null {
  const time = new Date(ms ?? Number.NaN);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
