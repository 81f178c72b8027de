import { formatMoney } from '@numroute/core';
import type { Logger } from 'pino';
import type { Orders } from '../orders/orders.ts';

/** What the router does that costs or may cost, one line each; until the returned function is called. */
export function logEvents(orders: Orders, log: Logger): () => void {
  return orders.onEvent((event) => {
    switch (event.type) {
      case 'purchase-started':
        log.info({ provider: event.offer.provider, price: formatMoney(event.offer.price) }, event.type);
        return;
      case 'purchase-made':
        log.info(
          { provider: event.order.provider, order: event.order.id, paid: formatMoney(event.order.paid) },
          event.type,
        );
        return;
      case 'purchase-failed':
        log.warn({ provider: event.offer.provider, error: event.error.code }, event.type);
        return;
      case 'order-changed':
        log.info(
          { provider: event.order.provider, order: event.order.id, status: event.order.status },
          event.type,
        );
        return;
      case 'order-differs':
        log.warn({ provider: event.order.provider, order: event.order.id, what: event.what }, event.type);
        return;
      case 'account-closed':
        log.error({ provider: event.provider }, event.type);
        return;
      case 'provider-cooled':
      case 'provider-disabled':
        log.warn({ provider: event.provider, error: event.error.code }, event.type);
        return;
      default:
    }
  });
}
