import { type Money, money } from '@numroute/core';
import type { Sale } from './counter.ts';
import type { Vendor } from './vendor.ts';

/** What one sale has really cost by now. */
export function costOf({ world }: Vendor, { id, price }: Sale): Money {
  const lines = world.ledger.filter(({ order }) => order === id);
  const isRefunded = lines.some(({ kind }) => kind === 'refund');
  const isCharged = lines.some(({ kind }) => kind === 'charge');
  return isCharged && !isRefunded ? price : money('0', price.currency);
}
