import { can, isPriceUnproven, type Money } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import { allows, type Happening, UNRESOLVED } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import type { RouterEvent } from '../router.ts';
import { LIFETIME_MS } from '../time/vendor-times.ts';
import { anchor, type PageContext, pageOf, since } from './account-page.ts';
import {
  type AcceptedReading,
  audit,
  doubtsUntil,
  learnPrices,
  readLedger,
  solve,
  type Verdict,
} from './balance/index.ts';
import type { Guesses } from './glances.ts';
import { isBelievable } from './price-evidence.ts';
import { probe } from './probe.ts';

/** Asking for more orders than this, twice, only to read a balance, is not worth it. */
const MOST_PROBES = 20;

/** While the outcome of a purchase is unknown nothing is bought at the account: then it is worth more, tried once. */
const MOST_PROBES_IN_DOUBT = 100;

/** A balance that could not be had is not asked for again before every purchase. */
const AGAIN_MS = 60_000;

/** Holds the balances of the accounts against the journal. */
export interface Books {
  /**
   * Reads the balance when the account holds still, and writes down what it proves: refunds seen or
   * missing, purchases absent or lost. Undefined if there is nothing to read or it did not hold still.
   */
  balance(
    account: Account,
    signal: AbortSignal,
    options?: BalanceOptions,
  ): Promise<readonly Verdict[] | undefined>;
  /** Attempts of which only the balance can still tell what they cost, as far as it can: since the last anchor. */
  awaited(account: Account): Promise<readonly JournalEntry[]>;
  /**
   * When the last money will not come back any more that the anchor doubts; undefined if there is none.
   * A reading afterwards gives an anchor without that doubt.
   */
  doubtsUntil(account: Account): Promise<number | undefined>;
  /** Makes sure that there is a balance to count from before the first purchase. */
  open(account: Account, signal: AbortSignal): Promise<void>;
}

export interface BalanceOptions {
  /** What was charged, as it seemed before. */
  readonly guesses?: Guesses;
  /** One try: purchases go on beside it. */
  readonly once?: boolean;
}

export interface BooksContext extends PageContext {
  readonly emit: (event: RouterEvent) => void;
}

export function createBooks(context: BooksContext): Books {
  const { clock, journal } = context;
  const opened = new Set<string>();
  /** By the monotonic clock. */
  const restsUntil = new Map<string, number>();
  return {
    balance: async (account, signal, { guesses, once = false } = {}) => {
      const { provider, pen } = account;
      if (!can(provider, 'fetchBalance')) return undefined;
      const open = await journal.list({ provider: provider.manifest.id, states: ['open'] });
      const isInDoubt = (await pen.list(UNRESOLVED)).length > 0;
      if (open.length > (isInDoubt ? MOST_PROBES_IN_DOUBT : MOST_PROBES)) return undefined;
      const accepted = await readLedger(
        {
          clock,
          snapshot: async () => ({ version: pen.version, page: await pageOf(account, context) }),
          probe: (probing) => probe(account, journal, probing),
          balance: async (asking) => await provider.fetchBalance({ signal: asking }),
        },
        { signal, ...((once || open.length > MOST_PROBES) && { attempts: 1 }) },
      );
      return accepted && (await conclude(account, accepted, guesses, context));
    },
    awaited: async (account) => {
      if (!can(account.provider, 'fetchBalance')) return [];
      const { entries } = await since(account, context);
      return entries.filter(isAwaited);
    },
    doubtsUntil: async (account) => doubtsUntil(await pageOf(account, context)),
    open: async (account, signal) => {
      const { provider } = account;
      const { id } = provider.manifest;
      if (opened.has(id) || !can(provider, 'fetchBalance')) return;
      if ((restsUntil.get(id) ?? Number.NEGATIVE_INFINITY) > clock.monotonic()) return;
      if (!(await journal.readCheckpoint(id))) {
        const askedAt = clock.now();
        // A balance that cannot be had is no reason not to buy; a lost purchase is then only settled later.
        const balance = await provider.fetchBalance({ signal }).catch(() => undefined);
        signal.throwIfAborted();
        if (!balance) {
          restsUntil.set(id, clock.monotonic() + AGAIN_MS);
          return;
        }
        await anchor(account, { askedAt, answeredAt: clock.now(), balance }, undefined, context);
      }
      opened.add(id);
    },
  };
}

/** Whether only the balance can still tell what the attempt cost. */
export function isAwaited({ state, money }: JournalEntry): boolean {
  return money === 'due' || money === 'doubtful' || (state === 'lost' && money === 'reserved');
}

async function conclude(
  account: Account,
  { page, reading, version }: AcceptedReading,
  guesses: Guesses | undefined,
  context: BooksContext,
): Promise<readonly Verdict[] | undefined> {
  const { pen, provider } = account;
  const verdicts = solve(page, reading);
  const found = audit(page, reading);
  const charges = learnPrices(page, reading, guesses);
  // What could not be written yet is on no page.
  if (pen.version !== version || pen.isBehind) return undefined;
  for (const verdict of verdicts) {
    const entry = await pen.read(verdict.id);
    // A vendor with a list names what was bought: while the order may live, it is looked for there.
    if (entry && verdict.verdict === 'lost' && isListed(account, entry, context)) continue;
    const happening = entry && happeningOf(verdict, entry, reading.balance);
    if (entry && happening && allows(entry.state, happening.kind))
      await pen.note(entry.id, 'reconciler', happening);
  }
  for (const [id, price] of charges) {
    const entry = await pen.read(id);
    if (!entry?.order || !isPriceUnproven(entry.order)) continue;
    if (!isBelievable(price, entry, { page, reading }, context)) continue;
    const evidence = `the balance of ${reading.balance.amount} ${reading.balance.currency} shows it`;
    await pen.note(id, 'reconciler', { kind: 'charge-seen', price, evidence });
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
  await anchor(account, reading, page, context);
  return verdicts;
}

function isListed({ provider }: Account, entry: JournalEntry, { elapsed }: BooksContext): boolean {
  const { lifetimeMs = LIFETIME_MS } = provider.manifest.timing;
  return can(provider, 'listOpenOrders') && elapsed.sent(entry).atMost < lifetimeMs;
}

function happeningOf(verdict: Verdict, { state }: JournalEntry, balance: Money): Happening | undefined {
  const read = `the balance of ${balance.amount} ${balance.currency}`;
  switch (verdict.verdict) {
    case 'absent':
      return { kind: 'absent', evidence: `${read} leaves no room for a charge` };
    case 'lost': {
      const { charged, assumed } = verdict;
      const how = assumed ? 'the account is shared, so it counts as charged' : `${read} shows the charge`;
      const evidence = charged ? `${how}: ${charged.amount} ${charged.currency}` : how;
      return { kind: 'lost', evidence, ...(charged && !assumed && { charged }) };
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
