import { balanceProves, can, formatMoney, isPriceUnproven, type Money } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import { allows, type Happening, UNRESOLVED } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import { LIFETIME_MS } from '../time/vendor-times.ts';
import { sinceCheckpoint, statementOf, writeCheckpoint } from './account-statement.ts';
import {
  type AcceptedReading,
  audit,
  learnPrices,
  readBalance,
  solve,
  type Verdict,
} from './balance/index.ts';
import { isBelievable } from './price-evidence.ts';
import type { Guesses } from './price-reads.ts';
import { probe } from './probe.ts';

/** Asking for more orders than this, twice, only to read a balance, is not worth it. */
const MOST_PROBES = 20;

/** While the outcome of a purchase is unknown nothing is bought at the account: then it is worth more, tried once. */
const MOST_PROBES_IN_DOUBT = 100;

/** A balance that could not be had is not asked for again before every purchase. */
const AGAIN_MS = 60_000;

export interface BalanceOptions {
  /** What was charged, as it seemed before. */
  readonly guesses?: Guesses;
  /** One try: purchases go on beside it. */
  readonly once?: boolean;
}

/** Holds the balances of the accounts against the journal. */
export class BalanceCheck {
  /** Accounts that have a balance to count from. */
  readonly #opened = new Set<string>();
  /** By the monotonic clock. */
  readonly #restsUntil = new Map<string, number>();

  /**
   * Reads the balance when the account holds still, and writes down what it proves: refunds seen or
   * missing, purchases absent or lost. Undefined if there is nothing to read or it did not hold still.
   */
  async read(
    account: Account,
    signal: AbortSignal,
    { guesses, once = false }: BalanceOptions = {},
  ): Promise<readonly Verdict[] | undefined> {
    const { provider, log, clock, journal } = account;
    if (!balanceProves(provider)) return undefined;
    const most = MOST_PROBES_IN_DOUBT + 1;
    const open = await journal.list({ provider: provider.manifest.id, states: ['open'], most });
    const isInDoubt = (await log.list(UNRESOLVED)).length > 0;
    if (open.length > (isInDoubt ? MOST_PROBES_IN_DOUBT : MOST_PROBES)) return undefined;
    const accepted = await readBalance(
      {
        clock,
        snapshot: async () => ({ version: log.version, statement: await statementOf(account) }),
        probe: (probing) => probe(account, probing),
        balance: async (asking) => await provider.fetchBalance({ signal: asking }),
      },
      { signal, ...((once || open.length > MOST_PROBES) && { attempts: 1 }) },
    );
    return accepted && (await conclude(account, accepted, guesses));
  }

  /** Whether nothing has to be read before the next purchase. */
  isOpen({ provider }: Account): boolean {
    return this.#opened.has(provider.manifest.id) || !balanceProves(provider);
  }

  /** Makes sure that there is a balance to count from before the first purchase. */
  async open(account: Account, signal: AbortSignal): Promise<void> {
    const { provider, clock, journal } = account;
    const { id } = provider.manifest;
    if (!balanceProves(provider) || this.#opened.has(id)) return;
    if ((this.#restsUntil.get(id) ?? Number.NEGATIVE_INFINITY) > clock.monotonic()) return;
    if (!(await journal.readCheckpoint(id))) {
      const askedAt = clock.now();
      // A balance that cannot be had is no reason not to buy; a lost purchase is then only settled later.
      const balance = await provider.fetchBalance({ signal }).catch(() => undefined);
      signal.throwIfAborted();
      if (!balance) {
        this.#restsUntil.set(id, clock.monotonic() + AGAIN_MS);
        return;
      }
      await writeCheckpoint(account, { askedAt, answeredAt: clock.now(), balance }, undefined);
    }
    this.#opened.add(id);
  }
}

/** Attempts of which only the balance can still tell what they cost, as far as it can: since the checkpoint. */
export async function awaitedAt(account: Account): Promise<readonly JournalEntry[]> {
  if (!balanceProves(account.provider)) return [];
  const { entries } = await sinceCheckpoint(account);
  return entries.filter(isAwaited);
}

/** Whether only the balance can still tell what the attempt cost. */
export function isAwaited({ state, money }: JournalEntry): boolean {
  return money === 'due' || money === 'doubtful' || (state === 'lost' && money === 'reserved');
}

async function conclude(
  account: Account,
  { statement, reading, version }: AcceptedReading,
  guesses: Guesses | undefined,
): Promise<readonly Verdict[] | undefined> {
  const { log, provider } = account;
  const verdicts = solve(statement, reading);
  const found = audit(statement, reading);
  const charges = learnPrices(statement, reading, guesses);
  // What could not be written yet is in no statement.
  if (log.version !== version || log.isBehind) return undefined;
  for (const verdict of verdicts) {
    const entry = await log.read(verdict.id);
    // A vendor that can be asked names what was bought: while the order may live, it is looked for there.
    if (entry && verdict.verdict === 'lost' && mayBeFound(account, entry)) continue;
    const happening = entry && happeningOf(verdict, entry, reading.balance);
    if (entry && happening && allows(entry.state, happening.kind))
      await log.note(entry.id, 'reconciler', happening);
  }
  for (const [id, price] of charges) {
    const entry = await log.read(id);
    if (!entry?.order || !isPriceUnproven(entry.order)) continue;
    if (!isBelievable(price, entry, { statement, reading, charges }, account)) continue;
    const evidence = `the balance of ${formatMoney(reading.balance)} shows it`;
    await log.note(id, 'reconciler', { kind: 'charge-seen', price, evidence });
  }
  if (found.audit === 'mismatch') {
    account.emit({
      type: 'balance-unexplained',
      provider: provider.manifest.id,
      difference: found.difference,
    });
  } else if (found.audit === 'top-up') {
    account.emit({ type: 'balance-topped-up', provider: provider.manifest.id, amount: found.amount });
  }
  await writeCheckpoint(account, reading, statement);
  return verdicts;
}

function mayBeFound({ provider, ages }: Account, entry: JournalEntry): boolean {
  const { lifetimeMs = LIFETIME_MS } = provider.manifest.timing;
  const isAsked = can(provider, 'listOpenOrders') || can(provider, 'findOrder');
  return isAsked && ages.sent(entry).atMost < lifetimeMs;
}

function happeningOf(verdict: Verdict, { state }: JournalEntry, balance: Money): Happening | undefined {
  const read = `the balance of ${formatMoney(balance)}`;
  switch (verdict.verdict) {
    case 'absent':
      return { kind: 'absent', evidence: `${read} leaves no room for a charge` };
    case 'lost': {
      const { charged, assumed } = verdict;
      const how = assumed ? 'the account is shared, so it counts as charged' : `${read} shows the charge`;
      const evidence = charged ? `${how}: ${formatMoney(charged)}` : how;
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
