import { type Money, money } from '@numroute/core';
import type { Sale } from './counter.ts';
import type { Vendor } from './vendor.ts';

/** What one sale has really cost by now. */
export function costOf({ world }: Vendor, { id, price }: Sale): Money {
  const isRefunded = world.ledger.some(({ kind, order }) => kind === 'refund' && order === id);
  return isRefunded ? money('0', price.currency) : price;
}
