import { formatMoney, NumrouteError, type Order } from '@numroute/core';
import type { ClientShop, OrderRecord } from '@numroute/gateway/shop';
import { toldOf } from './sms.ts';
import { isOpen, isWaiting, wantOf } from './standing.ts';

/** An order as a model is told of it. */
export interface OrderView {
  readonly order_id: string;
  readonly status:
    | 'waiting'
    | 'received'
    | 'finished'
    | 'cancelled'
    | 'expired'
    | 'gone'
    | 'in-doubt'
    | 'lost';
  readonly service: string;
  readonly country: string;
  readonly phone?: string;
  readonly price: string;
  readonly refund: Order['refund'];
  readonly code?: string;
  readonly text_from_sms?: string;
  readonly expires_at?: string;
  readonly cancel_from?: string;
  readonly giving_up?: true;
  /** What to do, in one sentence. */
  readonly next?: string;
}

export interface ViewOptions {
  /** Shows the text of the SMS beside its code. @default false */
  readonly withText?: boolean;
  /** Said in place of what the order's state says. */
  readonly next?: string;
  /** Says nothing of what to do. @default false */
  readonly isRow?: boolean;
}

/** @throws {NumrouteError} UNKNOWN_ORDER Nothing was bought. */
export async function viewOf(
  shop: ClientShop,
  record: OrderRecord,
  { withText = false, next, isRow = false }: ViewOptions = {},
): Promise<OrderView> {
  const { number, service, country, cost, order, refund, state } = record;
  if (state === 'none')
    throw new NumrouteError('UNKNOWN_ORDER', 'There is no such order.', { id: String(number) });
  const { client } = shop;
  const base = {
    order_id: String(number),
    service,
    country,
    price: formatMoney(client.priceOf(cost, client.currency)),
    refund,
  };
  if (!order) {
    const status = state === 'lost' ? 'lost' : 'in-doubt';
    return { ...base, status, ...(!isRow && { next: next ?? nexts[status] }) };
  }
  const { phone, expiresAt, cancelAfter } = order;
  const status = statusOf(record);
  const from = cancelAfter === undefined ? undefined : timeOf(cancelAfter);
  const message = isOpen(record) ? undefined : order.messages.at(-1);
  // A row needs its want only to say that it is being given up, which is said of what waits alone.
  const want = isRow && !isWaiting(record) ? undefined : await wantOf(shop, record);
  const numbers = want?.numbers ?? [];
  const mine = numbers.find((one) => one.record.number === number);
  const isGivenUp = isWaiting(record) && mine?.why !== undefined;
  const after = numbers.findLast((one) => one.nth > (mine?.nth ?? Number.POSITIVE_INFINITY));
  const said = after
    ? `Order ${after.record.number} took its place.`
    : isGivenUp
      ? `It is being cancelled, without your help${from ? `; its vendor allows that from ${from}` : ''}.`
      : nexts[status];
  return {
    ...base,
    status,
    ...(phone !== '' && { phone }),
    ...(message && toldOf(message, withText)),
    ...(status === 'waiting' && expiresAt !== undefined && { expires_at: timeOf(expiresAt) }),
    ...(isWaiting(record) && from !== undefined && { cancel_from: from }),
    ...(isGivenUp && { giving_up: true as const }),
    ...(!isRow && { next: next ?? said }),
  };
}

/** Orders as a list shows them. */
export async function rowsOf(
  shop: ClientShop,
  records: readonly OrderRecord[],
): Promise<{ readonly orders: readonly OrderView[] }> {
  return { orders: await Promise.all(records.map((record) => viewOf(shop, record, { isRow: true }))) };
}

function statusOf(record: OrderRecord): Exclude<OrderView['status'], 'in-doubt' | 'lost'> {
  if (isOpen(record)) return 'waiting';
  const status = record.order?.status ?? 'gone';
  return status === 'delivered' || status === 'open' ? 'received' : status;
}

const nexts: Readonly<Record<OrderView['status'], string>> = {
  waiting: 'Have the code sent to this phone, then call wait_for_code.',
  received: 'Use the code. If the service sends a further one to this phone, call request_another_code.',
  finished: 'It is over; its code was delivered.',
  cancelled: 'It is over. For another number call buy_number with its quote and instead_of.',
  expired: 'Its time is over. For another number call buy_number with its quote and instead_of.',
  gone: 'Its vendor does not know it any more. compare_prices gives a new quote.',
  'in-doubt':
    'It may have been bought, and is being looked for. Do not buy again: send the same quote later.',
  lost: 'It may have been charged, and its number cannot be told. compare_prices gives a new quote.',
};

const timeOf = (ms: number): string => new Date(ms).toISOString();
