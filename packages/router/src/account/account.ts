import type { AnyNumrouteError, Limits } from '@numroute/core';
import { UNRESOLVED } from '@numroute/journal';
import PQueue from 'p-queue';
import { createPoller, type Poller } from '../polling/index.ts';
import { createNotFound, type NotFound } from './not-found.ts';
import { type Change, createOrderLog, type OrderLog } from './order-log.ts';
import { PurchaseQueue } from './purchase-queue.ts';
import type { Runtime } from './runtime.ts';
import type { Availability, Vendor } from './vendor.ts';

/** One account at a vendor: what was bought there, who waits for news, and whether more may be bought. */
export interface Account extends Vendor, Runtime {
  readonly purchases: PurchaseQueue;
  /** Checkpoints are written one by one, so that none replaces a later one. */
  readonly checkpoints: PQueue;
  readonly log: OrderLog;
  /** Asks the vendor for the orders that somebody waits for. */
  readonly poller: Poller;
  /** What the vendor says of orders that it does not know. */
  readonly notFound: NotFound;
  /** Others buy at this account, too: its balance proves nothing. */
  readonly isShared: boolean;
  /** Nothing more is bought here until the attempt, whose outcome is unknown, is settled. */
  shut(attempt: string): void;
  /** What the account was shut for has been put right. */
  reopen(attempt: string): void;
  /** Attempts that this run is sending just now: their outcome is on its way. */
  readonly sending: Set<string>;
}

export interface AccountOptions {
  readonly isShared: boolean;
  /** What the account's lane keeps. */
  readonly limits: Limits;
  /** The part of the limits for those who wait for a code. */
  readonly share: number;
}

export function createAccount(
  vendor: Vendor,
  runtime: Runtime,
  { isShared, limits, share }: AccountOptions,
): Account {
  const { clock, ages, claims, emit } = runtime;
  const { provider } = vendor;
  const { id, timing } = provider.manifest;
  const inDoubt = new Set<string>();
  const reopen = (attempt: string): void => {
    if (inDoubt.delete(attempt)) emit({ type: 'account-opened', provider: id, attempt });
  };
  const log = createOrderLog(id, runtime);
  // The first to know of a change: whoever else is told finds the account shut or open by it.
  log.subscribe(({ after, before, happening }: Change) => {
    if (!before?.order) claims.holds(after);
    // From here on it ages by the clock that cannot be set.
    ages.sent(after);
    ages.inState(after);
    if (happening.kind !== 'intent' && UNRESOLVED.includes(after.state)) inDoubt.add(after.id);
    else reopen(after.id);
  });
  const { position, succeeded, failed, listFailed, listTrouble } = vendor;
  return {
    ...runtime,
    provider,
    position,
    succeeded,
    failed,
    listFailed,
    listTrouble,
    purchases: new PurchaseQueue(clock),
    checkpoints: new PQueue({ concurrency: 1 }),
    log,
    poller: createPoller(provider, { clock, limits, share }),
    notFound: createNotFound(runtime, timing.lifetimeMs),
    isShared,
    get availability(): Availability {
      return inDoubt.size > 0 ? 'account-unresolved' : vendor.availability;
    },
    get cause(): AnyNumrouteError | undefined {
      return vendor.cause;
    },
    shut: (attempt) => {
      inDoubt.add(attempt);
    },
    reopen,
    sending: new Set(),
  };
}
