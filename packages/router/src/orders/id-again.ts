import type { OrderReport } from '@numroute/core';
import type { Account } from '../account/account.ts';
import { isSamePhone } from './phone.ts';

/**
 * To be called before an order is written down: a vendor that gives an id out again, with another
 * number, has ended the order that had the id before. Otherwise the two would share their reports.
 */
export async function endEarlier({ log, provider }: Account, { id, phone }: OrderReport): Promise<void> {
  const earlier = await log.find({ provider: provider.manifest.id, id }).catch(() => undefined);
  if (!phone || !earlier?.order?.phone || isSamePhone(phone, earlier.order.phone)) return;
  const report: OrderReport = { id, status: 'gone', messages: [] };
  await log.note(earlier.id, 'reconciler', { kind: 'reported', report }).catch(() => undefined);
}
