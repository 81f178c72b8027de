import { balanceProves, compareMoney, formatMoney, isPriceUnproven, type Money } from '@numroute/core';
import type { Checkpoint } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import { statementOf } from './account-statement.ts';
import { askBriefly } from './ask-balance.ts';
import {
  learnPrices,
  type Reading,
  type Statement,
  steadiness,
  takeCheckpoint,
  unpriced,
} from './balance/index.ts';
import { isBelievable, isCalm } from './price-evidence.ts';
import { probe } from './probe.ts';

/** What was charged, as it seems, by attempt. */
export type Guesses = ReadonlyMap<string, Money>;

/**
 * Reads the balance right after each purchase. The difference to the reading before is the price of the
 * purchase, unless an order has ended unseen meanwhile. A price that equals the told or quoted one is
 * believed at once. Another price is believed where all open orders turn out to be open. Otherwise the
 * price stays a guess until a reading at rest confirms it.
 */
export interface PriceReads {
  /**
   * Resolves with whether all prices are clear now.
   *
   * @throws {NumrouteError} What asking for the balance throws. The signal's reason.
   */
  look(account: Account, signal: AbortSignal): Promise<boolean>;
  guesses(provider: string): Guesses;
}

/** With more attempts since the last checkpoint the price of one purchase is not computed from the balance. */
const MOST_ENTRIES = 200;
const REST_MS = 60_000;

/** With more that are open it is not asked for each of them. */
const MOST_PROBES = 10;

interface Memory {
  /** The reading before. Absent: money was moving then, or a charge was not understood. */
  readonly before?: Checkpoint;
  readonly guesses: Guesses;
  /** By the monotonic clock. */
  readonly restsUntil: number;
}

const NOTHING: Memory = { guesses: new Map(), restsUntil: Number.NEGATIVE_INFINITY };

export function createPriceReads(): PriceReads {
  const memories = new Map<string, Memory>();
  return {
    guesses: (provider) => memories.get(provider)?.guesses ?? NOTHING.guesses,
    look: async (account, signal) => {
      const { id } = account.provider.manifest;
      const { before, guesses: known, restsUntil } = memories.get(id) ?? NOTHING;
      const now = account.clock.monotonic();
      if (now < restsUntil) return false;
      // Until this reading is done, nothing is known of it.
      memories.set(id, { guesses: known, restsUntil });
      const seen = await glance(account, signal);
      if (!seen) return false;
      if (seen.statement.entries.length > MOST_ENTRIES) {
        memories.set(id, { guesses: known, restsUntil: now + REST_MS });
        return false;
      }
      const { statement, reading } = seen;
      const sinceThen = since(before, statement);
      const charges = learnPrices(sinceThen, reading);
      const open = new Set(unpriced(statement).map((entry) => entry.id));
      const guesses = new Map([...known, ...charges].filter(([attempt]) => open.has(attempt)));
      memories.set(id, { guesses, restsUntil });
      // A balance that lags behind shows no refund yet, and a charge only at the next reading.
      if (!isCalm(seen)) return open.size === 0;
      const written = await accept(account, charges, { statement: sinceThen, reading }, signal);
      const isUnderstood = unpriced(sinceThen).every((entry) => written.has(entry.id));
      const taken = isUnderstood ? takeCheckpoint(statement.entries, reading, statement.timing) : undefined;
      const through = Math.max(taken?.through ?? 0, statement.checkpoint?.through ?? 0);
      if (taken) memories.set(id, { guesses, restsUntil, before: { ...taken, through } });
      return [...open].every((attempt) => written.has(attempt));
    },
  };
}

interface Seen {
  readonly statement: Statement;
  readonly reading: Reading;
}

/** Undefined where something was written meanwhile, or the clock was set. */
async function glance(account: Account, signal: AbortSignal): Promise<Seen | undefined> {
  const { provider, log, clock } = account;
  if (!balanceProves(provider)) return undefined;
  const { version } = log;
  const isSteady = steadiness(clock);
  const askedAt = clock.now();
  const balance = await askBriefly(provider, clock, signal);
  const answeredAt = clock.now();
  const statement = await statementOf(account);
  // What could not be written yet is in no statement.
  return log.version === version && !log.isBehind && isSteady()
    ? { statement, reading: { balance, askedAt, answeredAt } }
    : undefined;
}

function since(before: Checkpoint | undefined, statement: Statement): Statement {
  const { checkpoint } = statement;
  if (!before || !checkpoint || before.at <= checkpoint.at) return statement;
  // What the journal's checkpoint was carried past is in no statement.
  return before.through < checkpoint.through ? statement : { ...statement, checkpoint: before };
}

/** Writes down what is beyond doubt; resolves with which that was. */
async function accept(
  account: Account,
  charges: Guesses,
  seen: Seen,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const { log } = account;
  const evidence = `the balance was ${formatMoney(seen.reading.balance)} right after the purchase`;
  const written = new Set<string>();
  let wereOpen: boolean | undefined;
  for (const [attempt, price] of charges) {
    const entry = await log.read(attempt);
    if (!entry?.order || !isPriceUnproven(entry.order)) continue;
    if (!isBelievable(price, entry, { ...seen, charges }, account)) continue;
    if (compareMoney(price, entry.order.paid) !== 0) {
      wereOpen ??= await wereAllOpen(account, seen, signal);
      if (!wereOpen) continue;
    }
    await log.note(attempt, 'reconciler', { kind: 'charge-seen', price, evidence });
    written.add(attempt);
  }
  return written;
}

/**
 * Whether no refund for an order that ended unseen can have been in the balance. What happened since is
 * of no matter: an order that ended does not open again.
 */
async function wereAllOpen(account: Account, { statement }: Seen, signal: AbortSignal): Promise<boolean> {
  const open = statement.entries.filter(({ state }) => state === 'open');
  if (open.length > MOST_PROBES) return false;
  const probed = await probe(account, signal).catch(() => signal.throwIfAborted());
  const held = probed?.filter(({ status }) => status === 'open' || status === 'delivered');
  return open.every(({ id }) => held?.some((one) => one.id === id));
}
