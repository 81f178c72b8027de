import { codeOf, type Message, type Money, type Order, type OrderStatus } from '@numroute/core';
import type { OrderRecord } from '../orders/orders.ts';
import type { Client } from '../selling/client.ts';

/** An order as REST tells it. */
interface OrderResource {
  readonly id: string;
  readonly status: OrderStatus | 'in-doubt' | 'lost';
  readonly service: string;
  readonly country: string;
  readonly phone?: string;
  readonly price: Money;
  readonly refund: Order['refund'];
  readonly messages: readonly MessageResource[];
  readonly orderedAt: string;
  readonly expiresAt?: string;
  readonly cancelAfter?: string;
  readonly cancelBefore?: string;
  readonly provider?: string;
}

interface MessageResource {
  readonly code?: string;
  readonly text?: string;
  readonly from?: string;
  readonly receivedAt?: string;
}

export function orderResource(record: OrderRecord, client: Client): OrderResource {
  const { number, service, country, cost, boughtAt, order, state } = record;
  const base = {
    id: String(number),
    service,
    country,
    price: client.priceOf(cost, client.currency),
    orderedAt: timeOf(boughtAt),
  };
  if (!order) {
    const status = state === 'lost' ? 'lost' : 'in-doubt';
    return { ...base, status, refund: record.refund, messages: [] };
  }
  const { status, phone, refund, messages, expiresAt, cancelAfter, cancelBefore, provider } = order;
  return {
    ...base,
    status,
    ...(phone !== '' && { phone }),
    refund,
    messages: messages.map(messageResource),
    ...(expiresAt !== undefined && { expiresAt: timeOf(expiresAt) }),
    ...(cancelAfter !== undefined && { cancelAfter: timeOf(cancelAfter) }),
    ...(cancelBefore !== undefined && { cancelBefore: timeOf(cancelBefore) }),
    ...(client.isOperator && { provider }),
  };
}

function messageResource(message: Message): MessageResource {
  const { text, from, receivedAt } = message;
  const code = codeOf(message);
  return {
    ...(code !== undefined && { code }),
    ...(text !== undefined && { text }),
    ...(from !== undefined && { from }),
    ...(receivedAt !== undefined && { receivedAt: timeOf(receivedAt) }),
  };
}

export const timeOf = (ms: number): string => new Date(ms).toISOString();
