import type { Order } from '@numroute/core';
import type { AttemptRecord, AttemptState, MoneyState } from './record.ts';

/** Where no refund is spoken of: the state alone says where the money is. */
const byState: Readonly<Record<AttemptState, MoneyState>> = {
  sending: 'reserved',
  unknown: 'reserved',
  lost: 'reserved',
  disputed: 'reserved',
  refused: 'free',
  absent: 'free',
  open: 'held',
  delivered: 'spent',
  finished: 'spent',
  cancelled: 'due',
  expired: 'due',
  gone: 'doubtful',
};

const byRefund: Readonly<Record<Exclude<Order['refund'], 'none'>, MoneyState>> = {
  promised: 'due',
  unknown: 'doubtful',
  seen: 'returned',
  missing: 'missing',
};

/** Where the money of an attempt is: what its order's refund says goes before its state. */
export function moneyOf(state: AttemptState, refund: Order['refund'] = 'none'): MoneyState {
  return refund === 'none' ? byState[state] : byRefund[refund];
}

const refunds: Readonly<Record<MoneyState, Order['refund']>> = {
  reserved: 'unknown',
  free: 'none',
  held: 'none',
  spent: 'none',
  due: 'promised',
  doubtful: 'unknown',
  returned: 'seen',
  missing: 'missing',
};

/** Whether the money is back, in the words of `Order.refund`; of an attempt without an order, too. */
export function refundOf({ money }: Pick<AttemptRecord, 'money'>): Order['refund'] {
  return refunds[money];
}
