import type { Clock } from '@numroute/core';
import type { Checkpoint, Journal, JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import type { Elapsed } from '../time/order-age.ts';
import {
  type LedgerPage,
  mayBeCharged,
  pageFromJournal,
  type Reading,
  shakenBy,
  takeCheckpoint,
} from './balance/index.ts';

export interface PageContext {
  readonly clock: Clock;
  readonly elapsed: Elapsed;
  readonly journal: Journal;
  /** Providers at whose account others buy, too: there sums prove nothing. */
  readonly shared: ReadonlySet<string>;
}

/** The last anchor, and all that may have moved the balance since. */
export async function since(
  { provider }: Account,
  { journal }: PageContext,
): Promise<{ readonly anchor: Checkpoint | undefined; readonly entries: readonly JournalEntry[] }> {
  const { id } = provider.manifest;
  const last = await journal.readCheckpoint(id);
  const entries = new Map<string, JournalEntry>();
  // The first anchor, too, must know the number of the last attempt, however that one ended.
  const newer = await journal.list({ provider: id, ...(last && { after: last.through }) });
  for (const entry of newer) entries.set(entry.id, entry);
  for (const attempt of namedBy(last)) {
    const entry = await journal.findAttempt(attempt);
    if (entry) entries.set(attempt, entry);
  }
  return { anchor: last, entries: [...entries.values()] };
}

function namedBy(anchor: Checkpoint | undefined): readonly string[] {
  if (!anchor) return [];
  const { held, overdue = [], shaken } = anchor;
  return [...held, ...overdue, ...(shaken === undefined ? [] : [shaken])];
}

export async function pageOf(account: Account, context: PageContext): Promise<LedgerPage> {
  const { manifest } = account.provider;
  const { anchor, entries } = await since(account, context);
  const dated = entries.map((entry) => dateBy(entry, context));
  return pageFromJournal(manifest, dated, {
    anchor,
    exclusive: !context.shared.has(manifest.id),
    chargedFor: (entry) => mayBeCharged(entry, manifest),
  });
}

/** The times of an entry by the clock of the readings, however often that was set since. */
function dateBy(entry: JournalEntry, { clock, elapsed }: PageContext): JournalEntry {
  const now = clock.now();
  return {
    ...entry,
    sentAt: now - elapsed.sent(entry).atLeast,
    since: now - elapsed.inState(entry).atLeast,
  };
}

/**
 * From here on the balance is counted from this reading, if nothing was moving.
 *
 * @param known The page as it was then: what was bought since is not in the balance.
 */
export async function anchor(
  account: Account,
  reading: Reading,
  known: LedgerPage | undefined,
  context: PageContext,
): Promise<void> {
  const { id } = account.provider.manifest;
  const page = await pageOf(account, context);
  const ids = known && new Set(known.entries.map((entry) => entry.id));
  if (ids && !page.entries.every((entry) => ids.has(entry.id))) return;
  const taken = takeCheckpoint(page.entries, reading, page.timing);
  if (!taken) return;
  // A page holds only what is newer than its anchor: where nothing is, the anchor itself knows how far it went.
  const through = Math.max(taken.through, page.anchor?.through ?? 0);
  const shaken = known && shakenBy(known, reading);
  const next = { ...taken, through, ...(shaken !== undefined && { shaken }) };
  // One that could not be written only makes the next reading harder.
  await context.journal.writeCheckpoint(id, next).catch(() => undefined);
}
