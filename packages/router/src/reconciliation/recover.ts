import {
  type AnyNumrouteError,
  type Clock,
  can,
  isClosed,
  NumrouteError,
  type OrderReport,
} from '@numroute/core';
import type { Journal, JournalEntry } from '@numroute/journal';
import { type AttemptState, UNRESOLVED } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import { lookOnce } from '../orders/follow.ts';
import { orderOf } from '../orders/new-order.ts';
import type { Recovery, Settlement } from '../router.ts';
import { LIFETIME_MS } from '../time/vendor-times.ts';
import type { Books } from './balance-check.ts';

/** Everything about which something is still to be done. */
const UNFINISHED: readonly AttemptState[] = ['sending', 'unknown', 'lost', 'disputed', 'open', 'delivered'];

/**
 * Marks what an earlier run left in the middle: a purchase that was being sent is one whose outcome
 * is unknown. Resolves with all that is unfinished, refunds that nobody has seen yet included.
 */
export async function takeStock(
  journal: Journal,
  accounts: ReadonlyMap<string, Account>,
  books: Books,
  now: number,
): Promise<readonly JournalEntry[]> {
  const entries = new Map<string, JournalEntry>();
  for (const entry of await journal.list({ states: UNFINISHED })) entries.set(entry.id, entry);
  for (const [provider, account] of accounts) {
    const { lifetimeMs = LIFETIME_MS } = account.provider.manifest.timing;
    // What the vendor denied may live: it is asked for until its life is over.
    const denied = await journal.list({ provider, states: ['gone'], sentSince: now - lifetimeMs });
    for (const entry of denied) entries.set(entry.id, entry);
    for (const entry of await books.awaited(account)) entries.set(entry.id, entry);
  }
  const left = [...entries.values()].filter(
    ({ id, offer }) => !accounts.get(offer.provider)?.sending.has(id),
  );
  return await Promise.all(
    left.map(async (entry) => {
      const account = accounts.get(entry.offer.provider);
      if (!account) return entry;
      if (entry.state === 'unknown') account.shut(entry.id);
      if (entry.state !== 'sending') return entry;
      account.shut(entry.id);
      const message = 'the process ended before the reply was written down';
      return (await account.pen.note(entry.id, 'recovery', { kind: 'unheard', message })) ?? entry;
    }),
  );
}

export interface RecoveryContext {
  readonly clock: Clock;
  readonly accounts: ReadonlyMap<string, Account>;
  readonly books: Books;
  readonly settleOnce: (account: Account, entry: JournalEntry, signal: AbortSignal) => Promise<JournalEntry>;
  readonly finish: (account: Account, entry: JournalEntry) => Promise<JournalEntry>;
  readonly pursue: (account: Account, entry: JournalEntry) => void;
  /** Found again: for whoever asks for it soon. */
  readonly found: (account: Account, entry: JournalEntry) => void;
}

/** One round over everything unfinished, most urgent first: cancels, finishes, open orders, doubts, refunds. */
export async function recoverAll(
  stock: readonly JournalEntry[],
  signal: AbortSignal,
  context: RecoveryContext,
): Promise<Recovery> {
  const silent = new Map<string, AnyNumrouteError>();
  const foreign: OrderReport[] = [];
  const entries = new Map(stock.map((entry) => [entry.id, entry]));
  await Promise.all(
    [...context.accounts].map(async ([id, account]) => {
      const own = [...entries.values()].filter(({ offer }) => offer.provider === id);
      for (const entry of own.toSorted((left, right) => urgency(left) - urgency(right))) {
        try {
          entries.set(entry.id, await recoverOne(account, entry, signal, context));
        } catch (thrown) {
          signal.throwIfAborted();
          silent.set(id, NumrouteError.from(thrown, id));
        }
      }
      // Settling a purchase has read the balance already, where it had to. What a damaged journal lost
      // shows here, too.
      if (!own.some(({ state }) => UNRESOLVED.includes(state)))
        await context.books.balance(account, signal).catch(() => signal.throwIfAborted());
      foreign.push(...(await strangers(account, signal).catch(() => [])));
    }),
  );
  // Others may have found out more meanwhile: what waits in the background looks, too.
  for (const { id, offer } of [...entries.values()]) {
    const latest = await context.accounts.get(offer.provider)?.pen.read(id);
    if (latest) entries.set(id, latest);
  }
  return {
    entries: [...entries.values()],
    foreign,
    silent: [...silent].map(([provider, error]) => ({ provider, error })),
  };
}

function urgency({ state, cancel, finishAsked }: JournalEntry): number {
  if (state === 'open' && cancel) return 0;
  if (state === 'delivered') return finishAsked ? 1 : 4;
  return state === 'open' ? 2 : 3;
}

async function recoverOne(
  account: Account,
  entry: JournalEntry,
  signal: AbortSignal,
  { settleOnce, pursue, finish, found }: RecoveryContext,
): Promise<JournalEntry> {
  switch (entry.state) {
    case 'sending':
    case 'unknown': {
      const settled = await settleOnce(account, entry, signal);
      if (settled.state === 'open') found(account, settled);
      else pursue(account, settled);
      return settled;
    }
    case 'delivered':
      return entry.finishAsked ? await finish(account, entry) : entry;
    case 'open': {
      // What is denied now will be asked for again before its end.
      const now = await lookOnce(account, entry, signal);
      pursue(account, now);
      return now;
    }
    default:
      return entry;
  }
}

async function strangers(
  { provider, pen, sending }: Account,
  signal: AbortSignal,
): Promise<readonly OrderReport[]> {
  // What is being bought just now is no stranger, only not yet known.
  if (!can(provider, 'listOpenOrders') || sending.size > 0) return [];
  const found: OrderReport[] = [];
  for (const report of await provider.listOpenOrders({ signal })) {
    if (isClosed(report.status)) continue;
    if (!(await pen.find({ provider: provider.manifest.id, id: report.id }))) found.push(report);
  }
  return found;
}

/** @throws {NumrouteError} WRONG_STATE The attempt needs no settling, or not like this. */
export async function settleByHand(
  account: Account,
  entry: JournalEntry,
  settlement: Settlement,
): Promise<JournalEntry> {
  const { pen, provider } = account;
  // What is still being sent has its outcome coming; only an earlier run's is in doubt.
  if (entry.state === 'sending') {
    throw new NumrouteError('WRONG_STATE', `attempt ${entry.number} is being sent; recover it first`, {});
  }
  switch (settlement.kind) {
    case 'absent':
    case 'lost':
      return await pen.write(entry.id, 'operator', settlement);
    case 'refunded':
    case 'not-refunded': {
      const kind = settlement.kind === 'refunded' ? 'refund-seen' : 'refund-missing';
      return await pen.write(entry.id, 'operator', { kind, evidence: settlement.evidence });
    }
    case 'found': {
      const { id, phone } = settlement;
      const receipt = { id, ...(phone !== undefined && { phone }), status: 'open', messages: [] } as const;
      const { offer, sentAt } = entry;
      const order = orderOf(offer, receipt, { sentAt, boughtAt: sentAt }, provider.manifest.timing);
      return await pen.write(entry.id, 'operator', { kind: 'bought', order, adopted: true });
    }
  }
}
