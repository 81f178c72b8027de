import { ok } from 'node:assert';
import type { Journal } from '../contract.ts';
import { type Holder, isLease, type Lease, type LeasingJournal } from '../lease/lease.ts';

/** A store that several processes share. Each case has one of its own. */
export interface SharedStore {
  /** As a process of its own: nothing is shared but the store. Whoever runs the case closes it. */
  open(): Promise<LeasingJournal>;
  /** Every lease that is held is over at once, as if its time had passed. */
  runOut(): Promise<void>;
  /** Breaks every connection to the store. Absent where there is none. */
  cut?(): Promise<void>;
  /** The store stops. Absent where it cannot. */
  stop?(): Promise<void>;
  /** And is there again. */
  start?(): Promise<void>;
}

/** One promise of journals that share a store; throws an AssertionError if it is broken. */
export interface LeaseCase {
  readonly name: string;
  /** What the store has to be able to. */
  readonly needs?: 'cut' | 'stop';
  /** Rejects with an AssertionError where the promise is broken. */
  run(store: SharedStore): Promise<void>;
}

export const TTL_MS = 600_000;

export const refusedWith =
  (code: string): ((error: unknown) => boolean) =>
  (error) =>
    (error as { code?: unknown }).code === code;

/** What was written of an attempt, by its kinds. */
export const written = async (journal: Journal, attempt: string): Promise<readonly string[]> =>
  (await journal.history(attempt)).map(({ kind }) => kind);

export const named = (accounts: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(accounts.map((one) => [one, `account of ${one}`]));

export async function leased(journal: LeasingJournal, accounts: readonly string[] = ['one']): Promise<Lease> {
  const taken = await journal.take({ accounts: named(accounts), ttlMs: TTL_MS });
  if (isLease(taken)) return taken;
  throw new Error(`${taken.owner} holds it`);
}

export async function inTheWay(
  journal: LeasingJournal,
  accounts: readonly string[] = ['one'],
): Promise<Holder> {
  const taken = await journal.take({ accounts: named(accounts), url: 'http://b', ttlMs: TTL_MS });
  ok(!isLease(taken), 'the lease was taken twice');
  return taken;
}

/** Waits for what another process has to hear, as long as it takes. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5));
}
