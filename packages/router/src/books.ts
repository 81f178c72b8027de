import { type Clock, can, type Money, NumrouteError } from '@numroute/core';
import type { Account } from './accounts.ts';
import type { Elapsed } from './elapsed.ts';
import { look } from './follow.ts';
import type { Journal, JournalEntry } from './journal.ts';
import {
  type AcceptedReading,
  type Anchor,
  audit,
  type LedgerPage,
  pageFromJournal,
  readLedger,
  solve,
  takeAnchor,
  type Verdict,
} from './ledger/index.ts';
import { allows, type Happening } from './lifecycle/index.ts';
import type { RouterEvent } from './router.ts';
import { LIFETIME_MS } from './vendor-times.ts';

/** Asking for more orders than this, twice, only to read a balance, is not worth it. */
const MOST_PROBES = 20;

/** Holds the balances of the accounts against the journal. */
export interface Books {
  /**
   * Reads the balance when the account holds still, and writes down what it proves: refunds seen or
   * missing, purchases absent or lost. Undefined if there is nothing to read or it did not hold still.
   */
  balance(account: Account, signal: AbortSignal): Promise<readonly Verdict[] | undefined>;
  /** Attempts of which only the balance can still tell what they cost, as far as it can: since the last anchor. */
  awaited(account: Account): Promise<readonly JournalEntry[]>;
  /** Makes sure that there is a balance to count from before the first purchase. */
  open(account: Account, signal: AbortSignal): Promise<void>;
}

export interface BooksContext {
  readonly clock: Clock;
  readonly elapsed: Elapsed;
  readonly journal: Journal;
  readonly emit: (event: RouterEvent) => void;
  /** Providers at whose account others buy, too: there sums prove nothing. */
  readonly shared: ReadonlySet<string>;
}

export function createBooks(context: BooksContext): Books {
  const { clock, journal } = context;
  const opened = new Set<string>();
  return {
    balance: async (account, signal) => {
      const { provider, pen } = account;
      if (!can(provider, 'fetchBalance')) return undefined;
      const open = await journal.list({ provider: provider.manifest.id, states: ['open'] });
      if (open.length > MOST_PROBES) return undefined;
      const accepted = await readLedger(
        {
          clock,
          snapshot: async () => ({ version: pen.version, page: await pageOf(account, context) }),
          probe: (probing) => probe(account, journal, probing),
          balance: async (asking) => await provider.fetchBalance({ signal: asking }),
        },
        { signal },
      );
      return accepted && (await conclude(account, accepted, context));
    },
    awaited: async (account) => {
      if (!can(account.provider, 'fetchBalance')) return [];
      const { entries } = await since(account, context);
      return entries.filter(isAwaited);
    },
    open: async (account, signal) => {
      const { provider } = account;
      const { id } = provider.manifest;
      if (opened.has(id) || !can(provider, 'fetchBalance')) return;
      if (!(await journal.readAnchor(id))) {
        const askedAt = clock.now();
        // A balance that cannot be had is no reason not to buy; a lost purchase is then only settled later.
        const balance = await provider.fetchBalance({ signal }).catch(() => undefined);
        signal.throwIfAborted();
        if (!balance) return;
        await anchor(account, { askedAt, answeredAt: clock.now(), balance }, context);
      }
      opened.add(id);
    },
  };
}

async function probe(
  account: Account,
  journal: Journal,
  signal: AbortSignal,
): Promise<{ id: string; status: LedgerStatus }[]> {
  const open = await journal.list({ provider: account.provider.manifest.id, states: ['open'] });
  return await Promise.all(
    open.map(async (entry) => {
      const latest = await look(account, entry, signal).catch((error: unknown) => {
        // What the vendor does not know is not open; the poll that hears it twice will say so.
        if (NumrouteError.is(error, 'UNKNOWN_ORDER')) return undefined;
        throw error;
      });
      return { id: entry.id, status: latest?.order?.status ?? 'gone' };
    }),
  );
}
type LedgerStatus = NonNullable<JournalEntry['order']>['status'];

/** Whether only the balance can still tell what the attempt cost. */
export function isAwaited({ state, money }: JournalEntry): boolean {
  return money === 'due' || money === 'doubtful' || (state === 'lost' && money === 'reserved');
}

/** The last anchor, and all that may have moved the balance since. */
async function since(
  { provider }: Account,
  { journal }: BooksContext,
): Promise<{ readonly anchor: Anchor | undefined; readonly entries: readonly JournalEntry[] }> {
  const { id } = provider.manifest;
  const last = await journal.readAnchor(id);
  const entries = new Map<string, JournalEntry>();
  // The first anchor, too, must know the number of the last attempt, however that one ended.
  const newer = await journal.list({ provider: id, ...(last && { after: last.through }) });
  for (const entry of newer) entries.set(entry.id, entry);
  for (const attempt of [...(last?.held ?? []), ...(last?.overdue ?? [])]) {
    const entry = await journal.findAttempt(attempt);
    if (entry) entries.set(attempt, entry);
  }
  return { anchor: last, entries: [...entries.values()] };
}

async function pageOf(account: Account, context: BooksContext): Promise<LedgerPage> {
  const { manifest } = account.provider;
  const { anchor, entries } = await since(account, context);
  const dated = entries.map((entry) => dateBy(entry, context));
  return pageFromJournal(manifest, dated, { anchor, exclusive: !context.shared.has(manifest.id) });
}

/** The times of an entry by the clock of the readings, however often that was set since. */
function dateBy(entry: JournalEntry, { clock, elapsed }: BooksContext): JournalEntry {
  const now = clock.now();
  return {
    ...entry,
    sentAt: now - elapsed.sent(entry).atLeast,
    since: now - elapsed.inState(entry).atLeast,
  };
}

async function conclude(
  account: Account,
  { page, reading, version }: AcceptedReading,
  context: BooksContext,
): Promise<readonly Verdict[] | undefined> {
  const { pen, provider } = account;
  const verdicts = solve(page, reading);
  const found = audit(page, reading);
  if (pen.version !== version) return undefined;
  for (const verdict of verdicts) {
    const entry = await pen.read(verdict.id);
    // A vendor with a list names what was bought: while the order may live, it is looked for there.
    if (entry && verdict.verdict === 'lost' && isListed(account, entry, context)) continue;
    const happening = entry && happeningOf(verdict, entry, reading.balance);
    if (entry && happening && allows(entry.state, happening.kind))
      await pen.note(entry.id, 'reconciler', happening);
  }
  if (found.audit === 'mismatch') {
    context.emit({
      type: 'balance-unexplained',
      provider: provider.manifest.id,
      difference: found.difference,
    });
  } else if (found.audit === 'top-up') {
    context.emit({ type: 'balance-topped-up', provider: provider.manifest.id, amount: found.amount });
  }
  await anchor(account, reading, context);
  return verdicts;
}

function isListed({ provider }: Account, entry: JournalEntry, { elapsed }: BooksContext): boolean {
  const { lifetimeMs = LIFETIME_MS } = provider.manifest.timing;
  return can(provider, 'listOpenOrders') && elapsed.sent(entry).atMost < lifetimeMs;
}

async function anchor(
  account: Account,
  reading: AcceptedReading['reading'],
  context: BooksContext,
): Promise<void> {
  const { id } = account.provider.manifest;
  const page = await pageOf(account, context);
  const taken = takeAnchor(page.entries, reading, page.timing);
  if (!taken) return;
  // A page holds only what is newer than its anchor: where nothing is, the anchor itself knows how far it went.
  const through = Math.max(taken.through, page.anchor?.through ?? 0);
  // One that could not be written only makes the next reading harder.
  await context.journal.writeAnchor(id, { ...taken, through }).catch(() => undefined);
}

function happeningOf(verdict: Verdict, { state }: JournalEntry, balance: Money): Happening | undefined {
  const read = `the balance of ${balance.amount} ${balance.currency}`;
  switch (verdict.verdict) {
    case 'absent':
      return { kind: 'absent', evidence: `${read} leaves no room for a charge` };
    case 'lost': {
      const { charged, assumed } = verdict;
      const how = assumed ? 'the account is shared, so it counts as charged' : `${read} shows the charge`;
      return { kind: 'lost', evidence: `${how}: ${charged.amount} ${charged.currency}` };
    }
    case 'returned':
      return { kind: 'refund-seen', evidence: `${read} holds it again` };
    case 'missing':
      return { kind: 'refund-missing', evidence: `${read} lacks it` };
    case 'disputed':
      // An order that is over needs no verdict but about its money.
      return state === 'unknown' ? { kind: 'disputed', evidence: `${read}: ${verdict.why}` } : undefined;
    case 'undecided':
      return undefined;
  }
}
