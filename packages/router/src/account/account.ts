import { type AnyNumrouteError, can, isPriceUnproven, type Limits } from '@numroute/core';
import { type JournalEntry, UNRESOLVED } from '@numroute/journal';
import PQueue from 'p-queue';
import { createPoller, type Poller } from '../polling/index.ts';
import { createNotFound, type NotFound } from './not-found.ts';
import { type Change, createOrderLog, type OrderLog } from './order-log.ts';
import { PurchaseQueue } from './purchase-queue.ts';
import type { Runtime } from './runtime.ts';
import { Sending } from './sending.ts';
import type { Availability, Vendor } from './vendor.ts';

/** One account at a vendor: what was bought there, who waits for news, and whether more may be bought. */
export interface Account extends Vendor, Runtime {
  readonly purchases: PurchaseQueue;
  /**
   * How many purchases may be under way at once. One, unless a lost one can be named: by a list of open
   * orders, at a vendor whose receipts told number and price since one that was alone did.
   */
  readonly places: number;
  /** Searches for lost purchases, one by one, so that no order is taken for two of them. */
  readonly searches: PQueue;
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
  /** What this run is buying just now. */
  readonly sending: Sending;
}

export interface AccountOptions {
  readonly isShared: boolean;
  /** What the account's lane keeps. */
  readonly limits: Limits;
  /** The part of the limits for those who wait for a code. */
  readonly share: number;
  /** Purchases at once that leave room in the lane for everything else. */
  readonly places: number;
}

export function createAccount(
  vendor: Vendor,
  runtime: Runtime,
  { isShared, limits, share, places }: AccountOptions,
): Account {
  const { clock, ages, claims, emit } = runtime;
  const { provider } = vendor;
  const { id, timing } = provider.manifest;
  const inDoubt = new Set<string>();
  const reopen = (attempt: string): void => {
    if (inDoubt.delete(attempt)) emit({ type: 'account-opened', provider: id, attempt });
  };
  const log = createOrderLog(id, runtime);
  const sending = new Sending();
  const isListed = can(provider, 'listOpenOrders') && !isShared;
  let isTold = false;
  // The first to know of a change: whoever else is told finds the account shut or open by it.
  log.subscribe(({ after, before, happening, isHeard }: Change) => {
    if (!before?.order) claims.holds(after);
    // From here on it ages by the clock that cannot be set.
    ages.sent(after);
    ages.inState(after);
    // A request of another process is nobody's here to wait for.
    if (happening.kind !== 'intent') sending.answered(after.id);
    else if (!isHeard) sending.written(after.id);
    if (happening.kind === 'bought' && !happening.adopted)
      isTold = tellsAll(after) && (isTold || after.beside === undefined);
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
    get places(): number {
      return isListed && isTold ? places : 1;
    },
    searches: new PQueue({ concurrency: 1 }),
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
    sending,
  };
}

/** Whether nothing is left to find out about what was bought: what one sale lacked, the next may lack, too. */
function tellsAll({ order }: JournalEntry): boolean {
  if (!order || order.phone === '' || order.paidSource !== 'vendor') return false;
  return order.paid.currency === order.quoted.currency && !isPriceUnproven(order);
}
