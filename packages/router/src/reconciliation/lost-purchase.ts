import { type Clock, can } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import { type Happening, UNRESOLVED } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import { endEarlier } from '../orders/id-again.ts';
import { orderOf } from '../orders/new-order.ts';
import { EXPIRY_MARGIN_MS, LIFETIME_MS, LIST_LAG_MS, settledAfter } from '../time/vendor-times.ts';
import type { Books } from './balance-check.ts';
import { type SightContext, type Sighting, sight } from './open-orders.ts';

export interface SettleContext extends SightContext {
  readonly clock: Clock;
  readonly books: Books;
}

interface Verdict {
  readonly kind: 'absent' | 'lost' | 'disputed';
  readonly evidence: string;
}

interface Look {
  readonly entry: JournalEntry;
  /** The balance has shown the charge: it has no more to tell while the order may be alive. */
  readonly isCharged: boolean;
}

/** The balance has the last word, and may need so long for it after the order's life. */
const LAST_WORD_MS = 10 * 60_000;

const UNREAD: Sighting = { kind: 'unclear', why: 'the list of open orders cannot be read' };

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
  return (await lookFor({ entry, isCharged: false }, account, signal, context, by)).entry;
}

async function lookFor(
  before: Look,
  account: Account,
  signal: AbortSignal,
  context: SettleContext,
  by: 'list' | 'list-and-balance',
): Promise<Look> {
  const { entry } = before;
  if (!UNRESOLVED.includes(entry.state)) return before;
  await account.pen.catchUp();
  const age = context.elapsed.sent(entry).atLeast;
  const lifetime = account.provider.manifest.timing.lifetimeMs ?? LIFETIME_MS;
  // A search that fails proves nothing either way.
  const seen = await sight(account, entry, signal, context).catch(() => UNREAD);
  signal.throwIfAborted();
  // The vendor may have looked at the last moment of it, and ends an order a little before we think it does.
  const mayLive = context.elapsed.sent(entry).atMost + EXPIRY_MARGIN_MS < lifetime;
  const write = async (happening: Happening): Promise<Look> => ({
    ...before,
    entry: (await account.pen.note(entry.id, 'reconciler', happening)) ?? entry,
  });
  const settled = age >= settledAfter(entry) + LIST_LAG_MS;
  // A list that cannot be had for long leaves the balance, as where there is none.
  if (seen === UNREAD && !settled) return before;
  if (seen?.kind === 'found') {
    const { sentAt, offer } = entry;
    const { timing } = account.provider.manifest;
    const order = orderOf(offer, seen.receipt, { sentAt, boughtAt: sentAt }, timing);
    await endEarlier(account, seen.receipt);
    return await write({ kind: 'bought', order, adopted: true });
  }
  if (seen?.kind === 'several') {
    if (!settled) return before;
    return await write({
      kind: 'disputed',
      evidence: `the list of open orders has what fits, but not for certain: ${seen.ids.join(', ')}`,
    });
  }
  const isSilent = seen?.kind === 'none' && mayLive;
  if (isSilent && !settled) return before;
  if (isSilent) {
    const verdict = ofSilence(account, age, context);
    if (verdict) return await write(verdict);
  }
  if (by === 'list' || (seen && mayLive && before.isCharged)) return before;
  // A reading that fails proves nothing either.
  const verdicts = await context.books.balance(account, signal).catch(() => undefined);
  signal.throwIfAborted();
  const isCharged =
    verdicts?.some(({ id, verdict }) => id === entry.id && verdict === 'lost') ?? before.isCharged;
  const latest = { entry: (await account.pen.read(entry.id)) ?? entry, isCharged };
  if (!UNRESOLVED.includes(latest.entry.state)) return latest;
  // Old news from an earlier run has its time here, too, for the balance to come to rest.
  const watched = context.elapsed.watched(entry);
  if (age < lifetime + settledAfter(entry) + LAST_WORD_MS || watched < LAST_WORD_MS) return latest;
  // Nothing can be alive any more; what it cost, only the vendor's site can tell.
  return await write(
    seen
      ? { kind: 'disputed', evidence: `${whyOf(seen)}, but it would be over by now` }
      : { kind: 'lost', evidence: 'neither list nor balance tells; counted as charged' },
  );
}

/**
 * What follows from a whole list that does not show the purchase; undefined where the balance has to
 * agree. A list may be cut off, cached or late, so its silence counts only where there is no balance.
 */
function ofSilence({ provider }: Account, age: number, { shared }: SettleContext): Verdict | undefined {
  const silence = `not in the list of open orders ${Math.round(age / 1000)} s after it was sent`;
  // The orders of others push ours off a page, and their money makes the balance prove nothing.
  if (shared.has(provider.manifest.id))
    return { kind: 'disputed', evidence: `${silence}, which proves nothing where others buy, too` };
  return can(provider, 'fetchBalance') ? undefined : { kind: 'absent', evidence: silence };
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
  let latest: Look = { entry, isCharged: false };
  for (let looks = 0; ; looks += 1) {
    latest = await lookFor(latest, account, signal, context, 'list-and-balance');
    if (!UNRESOLVED.includes(latest.entry.state)) return latest.entry;
    await context.clock.sleep(PAUSES_MS[Math.min(looks, PAUSES_MS.length - 1)] ?? 0, signal);
    latest = { ...latest, entry: (await account.pen.read(entry.id)) ?? latest.entry };
    if (!UNRESOLVED.includes(latest.entry.state)) return latest.entry;
  }
}
