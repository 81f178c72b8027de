import { advance, type Order, type OrderReport } from '@numroute/core';
import type { Bought } from './moves.ts';
import { checkReport } from './reports.ts';
import type { Stage } from './stage.ts';

export const reportOf = ({ provider, call }: Stage, id: string): Promise<OrderReport> =>
  provider.fetchOrder(id, call);

/** The order as a router would keep it. */
export function orderOf({ provider }: Stage, { offer, receipt }: Bought): Order {
  const { service, country, price } = offer;
  const { id, phone = '', status, messages } = receipt;
  return {
    provider: provider.manifest.id,
    id,
    phone,
    service,
    country,
    quoted: price,
    paid: price,
    paidSource: 'offer',
    status,
    messages,
    boughtAt: 0,
    refund: 'none',
    ...(!provider.manifest.traits.refundsOnCancel && { refundsOnCancel: false }),
  };
}

/** The order after so many looks, each of them true. */
export async function follow(stage: Stage, order: Order, polls: number): Promise<Order> {
  let now = order;
  for (let n = 0; n < polls; n += 1) {
    const report = await reportOf(stage, order.id);
    checkReport(stage, report, order.id);
    now = advance(now, report);
  }
  return now;
}
