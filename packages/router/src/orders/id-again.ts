import type { OrderReport } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import { gone } from './heard.ts';
import { isSamePhone } from './phone.ts';

/**
 * To be called before an order is written down: a vendor that gives an id out again, with another
 * number, has ended the order that had the id before. Otherwise the two would share their reports.
 */
export async function endEarlier({ log, provider }: Account, { id, phone }: OrderReport): Promise<void> {
  const earlier = await log.find({ provider: provider.manifest.id, id }).catch(() => undefined);
  if (!phone || !earlier?.order?.phone || isSamePhone(phone, earlier.order.phone)) return;
  await log.note(earlier.id, 'reconciler', gone(id)).catch(() => undefined);
}

/** Whether the order's id is another order's by now, and so would be whatever the vendor says and does under it. */
export async function isGivenAgain({ log }: Account, { id, order }: JournalEntry): Promise<boolean> {
  const latest = order && (await log.find(order));
  return latest !== undefined && latest.id !== id;
}
