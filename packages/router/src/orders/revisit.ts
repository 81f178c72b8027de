import { can } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import { deadlineAge } from '../time/order-age.ts';
import { type CancelContext, isPastLife } from './cancel.ts';

const EVERY_MS = 60_000;

/**
 * Goes on asking for an order that its vendor denied, until the order's life is over: a vendor that
 * denies for minutes may know the order again, and its code with it. An order that is open again is
 * cancelled before it ends, because whoever bought it was told that it is gone. Resolves with the entry
 * as it is then.
 */
export async function revisit(
  account: Account,
  entry: JournalEntry,
  signal: AbortSignal,
  { clock, elapsed }: CancelContext,
): Promise<JournalEntry> {
  const { provider, pen, room } = account;
  const { timing } = provider.manifest;
  let latest = entry;
  while (latest.state === 'gone' && latest.order && !isPastLife(latest, timing, elapsed)) {
    await clock.sleep(EVERY_MS, signal);
    const { id, cancelBefore = Number.POSITIVE_INFINITY } = latest.order;
    const report = await room.look(id, signal).catch(() => undefined);
    signal.throwIfAborted();
    if (!report) continue;
    latest = (await pen.note(latest.id, 'poller', { kind: 'reported', report })) ?? latest;
    const isDue = deadlineAge(elapsed.sent(latest)) + EVERY_MS >= cancelBefore - latest.sentAt;
    if (latest.state !== 'gone' || report.status !== 'open' || !isDue || !can(provider, 'cancelOrder'))
      continue;
    const confirmed = await provider.cancelOrder(id, { signal }).catch(() => undefined);
    if (confirmed?.status === 'cancelled' || confirmed?.status === 'expired')
      latest =
        (await pen.note(latest.id, 'canceller', { kind: 'cancel-confirmed', report: confirmed })) ?? latest;
  }
  return latest;
}
