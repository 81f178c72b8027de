import type { AttemptEvent, HappeningKind } from '../attempt/index.ts';
import type { Journal } from '../contract.ts';

/** How long a lease lasts where nobody says it, in milliseconds. */
export const LEASE_MS = 20_000;

/** What is asked for when leases are taken. */
export interface LeaseTerms {
  /**
   * The name of each provider's account, by the provider's id: what is the same account at the vendor has
   * the same name wherever it is configured. Never a key; `fingerprintOf` of `@numroute/postgres` makes one.
   */
  readonly accounts: Readonly<Record<string, string>>;
  /** Where the owner can be reached, for whoever asks in vain. */
  readonly url?: string;
  /** How long a lease lasts without being renewed, in milliseconds. @default 20_000 */
  readonly ttlMs?: number;
}

/** Who holds the lease of an account. */
export interface Holder {
  readonly provider: string;
  /** As in `LeaseTerms`. */
  readonly account: string;
  /** The set of accounts that are taken together. */
  readonly house: string;
  /** Host, process and a random word; for people. */
  readonly owner: string;
  /** Rises with every owner of the account, and is never given twice. */
  readonly fence: number;
  /** Milliseconds since 1970 by the store's clock; so is `until`. */
  readonly since: number;
  readonly until: number;
  readonly url?: string;
}

/**
 * The right to act at accounts, until it runs out or another process takes it. It has a fence: what is
 * written before a request leaves is refused under an old one.
 */
export interface Lease {
  /** The highest of its accounts. */
  readonly fence: number;
  /** As it was asked for. */
  readonly ttlMs: number;
  /** The same journal, with acts under this fence. Has no `close`: the store is its owner's. */
  readonly journal: Journal;
  /**
   * Whether the lease is valid here, by the monotonic and the wall clock; asked last before a request
   * leaves. It ends here some time before it ends in the store.
   *
   * @throws {NumrouteError} NOT_OWNER It is not, or was not renewed in time: nothing may be sent.
   */
  check(): void;
  /**
   * Begins it anew, also where it ran out and nobody took it.
   *
   * @returns `yield`: somebody asks the owner to hand over.
   * @throws {NumrouteError} NOT_OWNER Another process took it; this lease is over for good.
   * @throws {NumrouteError} UNAVAILABLE The store cannot be reached; asked again, it may work.
   */
  renew(): Promise<'held' | 'yield'>;
  /** The next process may take it at once. */
  release(): Promise<void>;
}

/**
 * A journal that several processes share. By itself it reads, takes wants, and takes what vendors have
 * said from anybody. What `needsLease` says, checkpoints, notes and `forget` are
 * `NOT_OWNER` without a lease.
 */
export interface LeasingJournal extends Journal {
  /**
   * The leases of all accounts, or of none: then who is in the way.
   *
   * @throws {NumrouteError} INVALID_INPUT No account is named, or the same one twice; or the time is none.
   */
  take(terms: LeaseTerms): Promise<Lease | Holder>;
  /** Every account whose lease has not run out, by provider. */
  holders(): Promise<readonly Holder[]>;
  /** Asks the owner of this house to hand over. False: it has none. */
  askToYield(): Promise<boolean>;
  /** Tells when leases may have become free. Nothing rests on it but how soon one looks. */
  onLease?(tell: () => void): () => void;
}

/** Written before a request leaves. */
const ACTS: readonly HappeningKind[] = [
  'intent',
  'cancel-wanted',
  'cancel-asked',
  'another-asked',
  'finish-asked',
];

/**
 * Whether only the owner may write it: what is written before a request leaves, and that the run which sent a
 * purchase is over. All else is what a vendor or a person has said, and is taken from anybody.
 */
export const needsLease = ({ kind, by }: AttemptEvent): boolean =>
  ACTS.includes(kind) || (kind === 'unheard' && by === 'recovery');

/** Which of the two `take` brought. */
export const isLease = (taken: Lease | Holder): taken is Lease => 'journal' in taken;
