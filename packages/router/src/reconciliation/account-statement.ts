import type { Checkpoint, JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import { mayBeCharged, type Reading, type Statement, taintedBy, takeCheckpoint } from './balance/index.ts';
import { statementFromJournal } from './statement-from-journal.ts';

/** The last checkpoint, and every attempt that may have moved the balance since. */
export async function sinceCheckpoint({ provider, journal }: Account): Promise<{
  readonly checkpoint: Checkpoint | undefined;
  readonly entries: readonly JournalEntry[];
}> {
  const { id } = provider.manifest;
  const last = await journal.readCheckpoint(id);
  const entries = new Map<string, JournalEntry>();
  // The first checkpoint, too, must know the number of the last attempt, however that one ended.
  const newer = await journal.list({ provider: id, ...(last && { after: last.through }) });
  for (const entry of newer) entries.set(entry.id, entry);
  for (const attempt of namedBy(last)) {
    const entry = await journal.findAttempt(attempt);
    if (entry) entries.set(attempt, entry);
  }
  return { checkpoint: last, entries: [...entries.values()] };
}

function namedBy(checkpoint: Checkpoint | undefined): readonly string[] {
  if (!checkpoint) return [];
  const { held, overdue = [], shaken } = checkpoint;
  return [...held, ...overdue, ...(shaken === undefined ? [] : [shaken])];
}

export async function statementOf(account: Account): Promise<Statement> {
  const { manifest } = account.provider;
  const { checkpoint, entries } = await sinceCheckpoint(account);
  const dated = entries.map((entry) => dateBy(entry, account));
  return statementFromJournal(manifest, dated, {
    checkpoint,
    exclusive: !account.isShared,
    chargedFor: (entry) => mayBeCharged(entry, manifest),
  });
}

/** The times of an entry by the clock of the readings, however often that clock was set since. */
function dateBy(entry: JournalEntry, { clock, ages }: Account): JournalEntry {
  const now = clock.now();
  return {
    ...entry,
    sentAt: now - ages.sent(entry).atLeast,
    since: now - ages.inState(entry).atLeast,
  };
}

/**
 * Makes a reading the new checkpoint, if no purchase, cancel or refund was under way.
 *
 * @param known The statement at the reading: what was bought since is not in the balance.
 */
export async function writeCheckpoint(
  account: Account,
  reading: Reading,
  known: Statement | undefined,
): Promise<void> {
  const { id } = account.provider.manifest;
  const statement = await statementOf(account);
  const ids = known && new Set(known.entries.map((entry) => entry.id));
  if (ids && !statement.entries.every((entry) => ids.has(entry.id))) return;
  const taken = takeCheckpoint(statement.entries, reading, statement.timing);
  if (!taken) return;
  // A statement holds only what is newer than its checkpoint: where nothing is, the checkpoint itself
  // knows how far it went.
  const through = Math.max(taken.through, statement.checkpoint?.through ?? 0);
  const shaken = known && taintedBy(known, reading);
  const next = { ...taken, through, ...(shaken !== undefined && { shaken }) };
  // A checkpoint that could not be written only makes the next reading harder.
  await account.journal.writeCheckpoint(id, next).catch(() => undefined);
}
