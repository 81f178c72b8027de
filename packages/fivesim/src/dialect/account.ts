import type { Shop, WireReply } from '@numroute/core';
import { json, objectOf, plain } from './json.ts';

/** Where every buyer begins, and the best there is. */
const BEST_RATING = '96';

export async function showProfile(shop: Shop): Promise<WireReply> {
  const balance = await shop.fetchBalance();
  const orders = await shop.listOpenOrders();
  return json(
    objectOf([
      ['id', '1'],
      ['email', '""'],
      ['balance', plain(balance)],
      ['rating', BEST_RATING],
      ['frozen_balance', '0'],
      ['total_active_orders', String(orders.length)],
      ['default_country', '{"name":"","iso":"","prefix":""}'],
      ['default_operator', '{"name":""}'],
      ['default_forwarding_number', '""'],
    ]),
  );
}
