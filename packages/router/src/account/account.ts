import {
  type AnyNumrouteError,
  type Clock,
  type Limits,
  NumrouteError,
  type Provider,
  type Query,
} from '@numroute/core';
import type { Journal, JournalEntry } from '@numroute/journal';
import { type Happening, UNRESOLVED } from '@numroute/journal';
import PQueue from 'p-queue';
import { createWaitingRoom, type WaitingRoom } from '../polling/index.ts';
import type { Exclusion } from '../quoting/rank.ts';
import type { RouterEvent } from '../router.ts';
import type { Elapsed } from '../time/order-age.ts';
import { traceOf } from '../trace.ts';
import { afterFailure, afterSuccess, availability, type Health, healthy } from './health.ts';
import { createDenials } from './not-found.ts';
import { createPen, type Pen } from './order-log.ts';

type Availability =
  | 'ready'
  | Extract<Exclusion, 'provider-cooling' | 'provider-disabled' | 'account-unresolved'>;

/** One provider's account as the router sees it: how to reach it, how well it is, whether it may be bought at. */
export interface Account {
  readonly provider: Provider;
  readonly position: number;
  /** Purchases at one account go one by one, so that at most one charge is ever in doubt. */
  readonly till: PQueue;
  readonly pen: Pen;
  /** Whoever waits for news of an order here. */
  readonly room: WaitingRoom;
  readonly availability: Availability;
  readonly cause: AnyNumrouteError | undefined;
  succeeded(): void;
  failed(error: AnyNumrouteError): void;
  /** As `failed`, but a list of one service or country that cannot be read says nothing of the other lists. */
  listFailed(query: Query, error: AnyNumrouteError): void;
  /** Why this list is not asked for just now. */
  listTrouble(query: Query): AnyNumrouteError | undefined;
  /** The vendor says that it knows no such order. Whether that is to be believed by now. */
  denied(entry: JournalEntry): boolean;
  /** Whether the vendor's latest word was a denial. */
  isDenied(attempt: string): boolean;
  affirmed(attempt: string): void;
  /** Nothing more is bought here until a purchase whose outcome is unknown is settled. */
  shut(attempt: string): void;
  /** What it was shut for has been put right. */
  reopen(attempt: string): void;
  /** Attempts that this run is sending just now: their outcome is on its way. */
  readonly sending: Set<string>;
}

export interface AccountContext {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly elapsed: Elapsed;
  readonly coolDownMs: number;
  readonly emit: (event: RouterEvent) => void;
  readonly changed: (
    account: Account,
    after: JournalEntry,
    before: JournalEntry | undefined,
    happening: Happening,
  ) => void;
  /** Ends everything here. */
  readonly signal: AbortSignal;
  /** What its lane keeps. */
  readonly limits: Limits;
  /** Of them, for those who wait. */
  readonly share: number;
}

/** So many lists that cannot be read are remembered at most. */
const MOST_UNREAD = 1_000;

export function createAccount(
  provider: Provider,
  position: number,
  { clock, journal, elapsed, coolDownMs, emit, changed, limits, share, signal }: AccountContext,
): Account {
  const { id } = provider.manifest;
  let health: Health = healthy;
  const inDoubt = new Set<string>();
  const denials = createDenials({ clock, elapsed, lifetimeMs: provider.manifest.timing.lifetimeMs });
  const reopen = (attempt: string): void => {
    if (inDoubt.delete(attempt)) emit({ type: 'account-opened', provider: id, attempt });
  };
  const pen = createPen({
    provider: id,
    journal,
    clock,
    signal,
    wrote: (after, before, happening) => {
      const { kind } = happening;
      // From here on it ages by the clock that cannot be set.
      elapsed.sent(after);
      elapsed.inState(after);
      if (kind !== 'intent' && UNRESOLVED.includes(after.state)) inDoubt.add(after.id);
      else reopen(after.id);
      emit({ type: 'attempt-written', entry: after, happening });
      changed(account, after, before, happening);
      if (before?.order && after.order && kind !== 'cancel-asked')
        emit({ type: 'order-changed', ...traceOf(after), order: after.order });
    },
    failed: (error) => emit({ type: 'journal-failed', provider: id, error: NumrouteError.from(error, id) }),
  });
  /** By query, in the order in which they were put aside. */
  const unread = new Map<string, { readonly until: number; readonly error: AnyNumrouteError }>();
  const nameOf = ({ service, country }: Query): string => JSON.stringify([service, country]);
  const account: Account = {
    provider,
    position,
    till: new PQueue({ concurrency: 1 }),
    pen,
    room: createWaitingRoom(provider, { clock, limits, share }),
    get availability(): Availability {
      return inDoubt.size > 0 ? 'account-unresolved' : availability(health, clock.now());
    },
    get cause(): AnyNumrouteError | undefined {
      return health.cause;
    },
    succeeded: () => {
      health = afterSuccess(health);
    },
    failed: (error) => {
      const before = health;
      health = afterFailure(before, error, clock.now(), coolDownMs);
      if (health.disabled && !before.disabled) emit({ type: 'provider-disabled', provider: id, error });
      else if (health.coolUntil > before.coolUntil) {
        emit({ type: 'provider-cooled', provider: id, untilMs: health.coolUntil, error });
      }
    },
    listFailed: (query, error) => {
      const isNarrow = query.service !== undefined || query.country !== undefined;
      if (error.code !== 'UNREADABLE' || !isNarrow) {
        account.failed(error);
        return;
      }
      const [oldest] = unread.keys();
      if (oldest !== undefined && unread.size >= MOST_UNREAD) unread.delete(oldest);
      unread.set(nameOf(query), { until: clock.monotonic() + coolDownMs, error });
    },
    listTrouble: (query) => {
      const trouble = unread.get(nameOf(query));
      if (!trouble || clock.monotonic() < trouble.until) return trouble?.error;
      unread.delete(nameOf(query));
      return undefined;
    },
    denied: denials.denied,
    isDenied: denials.isDenied,
    affirmed: denials.affirmed,
    shut: (attempt) => {
      inDoubt.add(attempt);
    },
    reopen,
    sending: new Set(),
  };
  return account;
}
