import type { Clock } from '@numroute/core';
import type { Account } from './accounts.ts';
import { type SightContext, type Sighting, sight } from './adopt.ts';
import type { Books } from './books.ts';
import type { JournalEntry } from './journal.ts';
import { UNRESOLVED } from './lifecycle/index.ts';
import { orderOf } from './order-of.ts';
import { EXPIRY_MARGIN_MS, LIFETIME_MS, LIST_LAG_MS, settledAfter } from './vendor-times.ts';

export interface SettleContext extends SightContext {
  readonly clock: Clock;
  readonly books: Books;
}

interface Verdict {
  readonly kind: 'absent' | 'lost' | 'disputed';
  readonly evidence: string;
}

/** The balance has the last word, and may need so long for it after the order's life. */
const LAST_WORD_MS = 10 * 60_000;

const PAUSES_MS = [2_000, 5_000, 15_000, 30_000, 60_000];

/**
 * One look for a purchase whose reply was lost; the entry as it is then known. The list is one
 * request; the balance takes a while to read.
 */
export async function settleOnce(
  account: Account,
  entry: JournalEntry,
  signal: AbortSignal,
  context: SettleContext,
  by: 'list' | 'list-and-balance' = 'list-and-balance',
): Promise<JournalEntry> {
  if (!UNRESOLVED.includes(entry.state)) return entry;
  await account.pen.catchUp();
  const age = context.elapsed.sent(entry).atLeast;
  const lifetime = account.provider.manifest.timing.lifetimeMs ?? LIFETIME_MS;
  // A search that fails proves nothing either way.
  const seen = await sight(account, entry, signal, context).catch(() => 'unread' as const);
  signal.throwIfAborted();
  if (seen === 'unread') return entry;
  // The vendor may have looked at the last moment of it, and ends an order a little before we think it does.
  const mayLive = context.elapsed.sent(entry).atMost + EXPIRY_MARGIN_MS < lifetime;
  const write = async (verdict: Verdict): Promise<JournalEntry> =>
    (await account.pen.note(entry.id, 'reconciler', verdict)) ?? entry;
  if (seen?.kind === 'found') {
    const { sentAt, offer } = entry;
    const { timing } = account.provider.manifest;
    const order = orderOf(offer, seen.receipt, { sentAt, boughtAt: sentAt }, timing);
    return (
      (await account.pen.note(entry.id, 'reconciler', { kind: 'bought', order, adopted: true })) ?? entry
    );
  }
  const settled = age >= settledAfter(entry) + LIST_LAG_MS;
  if (seen?.kind === 'several') {
    if (!settled) return entry;
    return await write({
      kind: 'disputed',
      evidence: `the list of open orders has what fits, but not for certain: ${seen.ids.join(', ')}`,
    });
  }
  if (seen?.kind === 'none' && settled && mayLive) {
    return await write({
      kind: 'absent',
      evidence: `not in the list of open orders ${Math.round(age / 1000)} s after it was sent`,
    });
  }
  if (by === 'list') return entry;
  if (seen?.kind !== 'none' || !mayLive) {
    // A reading that fails proves nothing either.
    await context.books.balance(account, signal).catch(() => undefined);
    signal.throwIfAborted();
    const latest = (await account.pen.read(entry.id)) ?? entry;
    if (!UNRESOLVED.includes(latest.state)) return latest;
  }
  // Old news from an earlier run has its time here, too, for the balance to come to rest.
  const watched = context.elapsed.watched(entry);
  if (age < lifetime + settledAfter(entry) + LAST_WORD_MS || watched < LAST_WORD_MS) return entry;
  // Nothing can be alive any more; what it cost, only the vendor's site can tell.
  return await write(
    seen
      ? { kind: 'disputed', evidence: `${whyOf(seen)}, but it would be over by now` }
      : { kind: 'lost', evidence: 'neither list nor balance tells; counted as charged' },
  );
}

const whyOf = (seen: Sighting): string =>
  seen.kind === 'unclear' ? seen.why : 'not in the list of open orders';

/** Looks again and again until the purchase is settled. */
export async function settle(
  account: Account,
  entry: JournalEntry,
  signal: AbortSignal,
  context: SettleContext,
): Promise<JournalEntry> {
  let latest = entry;
  for (let looks = 0; ; looks += 1) {
    latest = await settleOnce(account, latest, signal, context);
    if (!UNRESOLVED.includes(latest.state)) return latest;
    await context.clock.sleep(PAUSES_MS[Math.min(looks, PAUSES_MS.length - 1)] ?? 0, signal);
    latest = (await account.pen.read(entry.id)) ?? latest;
    if (!UNRESOLVED.includes(latest.state)) return latest;
  }
}
