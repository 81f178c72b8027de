import type { Checkpoint, Journal, JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import {
  carryPast,
  isSettled,
  mayBeCharged,
  namedBy,
  type Reading,
  type Statement,
  taintedBy,
  takeCheckpoint,
  withUnexplained,
} from './balance/index.ts';
import { statementFromJournal } from './statement-from-journal.ts';

/** With more attempts since the checkpoint it is carried past the older ones: what is read does not grow with the past. */
const MOST_SINCE = 100;

/** The latest stay: one of them is named where money is missing that nothing explains. */
const KEPT = 50;

/** With more attempts whose money is uncertain the checkpoint waits for a reading. */
const MOST_APART = 500;

/** So many entries are read without giving others a turn. */
const PAGE = 200;

interface Since {
  readonly checkpoint: Checkpoint | undefined;
  readonly entries: readonly JournalEntry[];
}

/** The last checkpoint, and every attempt that may have moved the balance since. */
export async function sinceCheckpoint(account: Account): Promise<Since> {
  const { journal, provider } = account;
  const { id } = provider.manifest;
  const last = await journal.readCheckpoint(id);
  let checkpoint = last;
  let entries = last ? await named(journal, last) : [];
  const latest: JournalEntry[] = [];
  let isFull = false;
  // The first checkpoint, too, must know the number of the last attempt, however that one ended.
  for await (const page of pagesOf(journal, id, last?.through ?? 0)) {
    latest.push(...page);
    if (isFull || latest.length <= MOST_SINCE) continue;
    const past = latest.slice(0, -KEPT);
    if (checkpoint) {
      const carried = carry(account, checkpoint, [...entries, ...past]);
      isFull = carried === undefined;
      if (!carried) continue;
      ({ checkpoint, entries } = carried);
    } else entries.push(...unsettled(account, past));
    latest.splice(0, past.length);
  }
  if (last && checkpoint && checkpoint !== last) await replace(account, last, checkpoint);
  return { checkpoint, entries: [...entries, ...latest] };
}

/** Carries the account's checkpoint, if it has one, past what is settled by now. */
export async function carryCheckpoint(account: Account): Promise<void> {
  const { journal, provider } = account;
  if (await journal.readCheckpoint(provider.manifest.id)) await sinceCheckpoint(account);
}

async function* pagesOf(
  journal: Journal,
  provider: string,
  first: number,
): AsyncGenerator<readonly JournalEntry[]> {
  for (let after = first; ; ) {
    const page = await journal.list({ provider, after, most: PAGE });
    yield page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last.number;
    await new Promise(setImmediate);
  }
}

async function named(journal: Journal, checkpoint: Checkpoint): Promise<JournalEntry[]> {
  const { shaken } = checkpoint;
  const ids = new Set([...namedBy(checkpoint), ...(shaken === undefined ? [] : [shaken])]);
  const entries = await Promise.all([...ids].map((id) => journal.findAttempt(id)));
  return entries.filter((entry) => entry !== undefined);
}

/** Past these, too; undefined where too many of them would have to be named. */
function carry(account: Account, from: Checkpoint, entries: readonly JournalEntry[]) {
  const checkpoint = carryPast(from, statementFrom(account, { checkpoint: from, entries }).entries);
  if ((checkpoint.apart?.length ?? 0) > MOST_APART) return undefined;
  const names = new Set([...namedBy(checkpoint), checkpoint.shaken]);
  return { checkpoint, entries: entries.filter(({ id }) => names.has(id)) };
}

/** Without a balance to count from there is nothing to add up, and what is settled is of no matter. */
function unsettled(account: Account, entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const lines = statementFrom(account, { checkpoint: undefined, entries }).entries;
  const ids = new Set(lines.filter((line) => !isSettled(line)).map(({ id }) => id));
  return entries.filter(({ id }) => ids.has(id));
}

/** A reading that was made meanwhile is worth more. One that could not be written is made again. */
async function replace(
  { journal, provider, checkpoints }: Account,
  last: Checkpoint,
  next: Checkpoint,
): Promise<void> {
  const { id } = provider.manifest;
  await checkpoints.add(async () => {
    const latest = await journal.readCheckpoint(id);
    if (JSON.stringify(latest) === JSON.stringify(last))
      await journal.writeCheckpoint(id, next).catch(() => undefined);
  });
}

export async function statementOf(account: Account): Promise<Statement> {
  const { checkpoint, entries } = await sinceCheckpoint(account);
  return statementFrom(account, { checkpoint, entries: entries.map((entry) => dateBy(entry, account)) });
}

function statementFrom(
  { provider: { manifest }, isShared }: Account,
  { checkpoint, entries }: Since,
): Statement {
  return statementFromJournal(manifest, entries, {
    checkpoint,
    exclusive: !isShared,
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
 * Makes a reading the new checkpoint, if no purchase, cancel or refund was under way. If one was, and
 * nothing explains the reading, the last checkpoint says so, for later readings and later runs.
 *
 * @param known The statement at the reading: what was bought since is not in the balance.
 */
export async function writeCheckpoint(
  account: Account,
  reading: Reading,
  known: Statement | undefined,
): Promise<void> {
  const { journal, provider, checkpoints } = account;
  const { id } = provider.manifest;
  const named = known && withUnexplained(known, reading);
  if (known?.checkpoint && named) await replace(account, known.checkpoint, named);
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
  await checkpoints.add(() => journal.writeCheckpoint(id, next).catch(() => undefined));
}
