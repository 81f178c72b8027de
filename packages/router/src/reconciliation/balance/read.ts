import { type Clock, type Money, money, NumrouteError, type OrderStatus } from '@numroute/core';
import type { Reading, Statement } from './statement.ts';

/** The statement, with a mark that changes at every write of the account's journal. */
export interface Snapshot {
  readonly version: number | string;
  readonly statement: Statement;
}

/** What the vendor says of one live order. */
export interface Probed {
  readonly id: string;
  readonly status: OrderStatus;
}

/** What a reading needs of the engine. Whatever they reject with, they may be called again. */
export interface LedgerSources {
  snapshot(): Promise<Snapshot>;
  /** Asks the status of every live order of the account, by attempt id, and writes down what is new. */
  probe(signal: AbortSignal): Promise<readonly Probed[]>;
  balance(signal: AbortSignal): Promise<Money>;
  readonly clock: Clock;
}

export interface ReadOptions {
  readonly signal: AbortSignal;
  /** How often it is tried before it is given up. Default 3. */
  readonly attempts?: number;
}

export interface AcceptedReading {
  readonly statement: Statement;
  readonly reading: Reading;
  /** Write a verdict only if the journal still has this version. */
  readonly version: Snapshot['version'];
}

/** Between the first probe and the balance, so that a vendor's caches agree. */
const PAUSE_MS = 5_000;
const ATTEMPTS = 3;
/** More than this between the two clocks, and one of them stepped. */
const CLOCK_STEP_MS = 2_000;

/**
 * Reads the balance at a moment in which the journal is known to be right: snapshot, probe, pause,
 * balance, probe, snapshot; accepted only if both probes agree with each other and with the journal,
 * and nothing was written meanwhile. Undefined if the account did not hold still.
 *
 * @throws {NumrouteError} What the last attempt failed with, if it failed; at once where asking
 *   again is useless. The signal's reason.
 */
export async function readBalance(
  sources: LedgerSources,
  { signal, attempts = ATTEMPTS }: ReadOptions,
): Promise<AcceptedReading | undefined> {
  for (let left = attempts; ; left -= 1) {
    signal.throwIfAborted();
    try {
      const accepted = await readOnce(sources, signal);
      if (accepted || left <= 1) return accepted;
    } catch (error) {
      signal.throwIfAborted();
      if (left <= 1 || !mayPass(error)) throw error;
    }
    await sources.clock.sleep(PAUSE_MS, signal);
  }
}

/** A wrong key does not get right by asking again, and a bug is not the vendor's silence. */
export function mayPass(error: unknown): boolean {
  return NumrouteError.is(error) && !NumrouteError.is(error, 'UNAUTHORIZED', 'UNSUPPORTED', 'CLOSED');
}

async function readOnce(
  { snapshot, probe, balance, clock }: LedgerSources,
  signal: AbortSignal,
): Promise<AcceptedReading | undefined> {
  const isSteady = steadiness(clock);
  const first = await snapshot();
  const before = await probe(signal);
  await clock.sleep(PAUSE_MS, signal);
  const askedAt = clock.now();
  const said = await balance(signal);
  const answeredAt = clock.now();
  const after = await probe(signal);
  const { version, statement } = await snapshot();
  if (version !== first.version) return undefined;
  if (!agree(before, after) || !confirms(after, statement)) return undefined;
  if (!isSteady()) return undefined;
  return { statement, version, reading: { balance: money(said.amount, said.currency), askedAt, answeredAt } };
}

/** Tells later whether the wall clock was set meanwhile. */
export function steadiness(clock: Clock): () => boolean {
  const lag = clock.now() - clock.monotonic();
  return () => Math.abs(clock.now() - clock.monotonic() - lag) <= CLOCK_STEP_MS;
}

function agree(before: readonly Probed[], after: readonly Probed[]): boolean {
  const statuses = new Map(before.map(({ id, status }) => [id, status]));
  return statuses.size === after.length && after.every(({ id, status }) => statuses.get(id) === status);
}

/** An order that the journal calls open is in the balance only if the vendor calls it open, too. */
function confirms(probed: readonly Probed[], { entries }: Statement): boolean {
  const open = new Set(probed.filter(({ status }) => status === 'open').map(({ id }) => id));
  return entries.every(({ id, state }) => state !== 'open' || open.has(id));
}
