import { type Clock, can, NumrouteError, type OrderReport, type Timing } from '@numroute/core';
import type { Account } from './accounts.ts';
import type { Elapsed } from './elapsed.ts';
import type { JournalEntry } from './journal.ts';
import type { Actor } from './lifecycle/index.ts';
import type { RouterEvent } from './router.ts';
import { unsupported } from './unsupported.ts';

export interface CancelContext {
  readonly clock: Clock;
  readonly elapsed: Elapsed;
  readonly emit: (event: RouterEvent) => void;
  /** One look at the order, written down. */
  readonly look: (account: Account, entry: JournalEntry, signal: AbortSignal) => Promise<JournalEntry>;
}

/** When the vendor does not say how long, it is asked again after this. */
const AGAIN_MS = 5_000;
const LONGEST_AGAIN_MS = 60_000;
/** No vendor makes anybody wait longer for the earliest cancel. */
const LONGEST_EARLY_MS = 600_000;

/**
 * Asks once for an order to be cancelled. A refusal is no cancel and silence is none: the order is
 * asked for afterwards, and before, because a code may have come.
 *
 * @throws {NumrouteError} WRONG_STATE The vendor refused and the order is still open. Any other code:
 *   the vendor could not be asked or was not understood, and the order may be open or not.
 */
export async function cancelOnce(
  account: Account,
  entry: JournalEntry,
  by: Actor,
  signal: AbortSignal,
  context: CancelContext,
): Promise<JournalEntry> {
  const { provider, pen } = account;
  const id = entry.order?.id ?? '';
  if (!can(provider, 'cancelOrder')) throw unsupported(provider.manifest.id, 'cancelOrder');
  // The last look. Where it fails, the vendor still refuses a cancel after a code.
  const now = await context.look(account, entry, signal).catch(() => entry);
  if (now.state !== 'open') return now;
  await pen.note(entry.id, by, { kind: 'cancel-asked' });
  let report: OrderReport;
  try {
    report = await provider.cancelOrder(id, { signal });
  } catch (thrown) {
    return await unconfirmed(account, entry, by, thrown, signal, context);
  }
  const confirmed = report.status === 'cancelled' || report.status === 'expired';
  const kind = confirmed ? 'cancel-confirmed' : 'reported';
  return (await pen.note(entry.id, by, { kind, report })) ?? entry;
}

async function unconfirmed(
  account: Account,
  entry: JournalEntry,
  by: Actor,
  thrown: unknown,
  signal: AbortSignal,
  context: CancelContext,
): Promise<JournalEntry> {
  signal.throwIfAborted();
  const error = NumrouteError.from(thrown, entry.offer.provider);
  if (error.code !== 'WRONG_STATE' && error.code !== 'UNKNOWN_ORDER') {
    account.failed(error);
    throw error;
  }
  if (error.code === 'UNKNOWN_ORDER') account.denied(entry);
  const now = await context.look(account, entry, signal);
  if (now.state !== 'open') return now;
  const told = 'retryAfterMs' in error.details ? error.details.retryAfterMs : undefined;
  const earliest = entry.order?.cancelAfter ?? 0;
  const notBefore = Math.max(context.clock.now() + (told ?? AGAIN_MS), earliest);
  await account.pen.note(entry.id, by, { kind: 'cancel-refused', notBefore, message: error.message });
  throw error;
}

/** How long before the vendor may be asked. A clock that was set back must not let the order run out meanwhile. */
export function waitFor(
  entry: JournalEntry,
  { cancelAfterMs }: Timing,
  { clock, elapsed }: Pick<CancelContext, 'clock' | 'elapsed'>,
): number {
  const { order, sentAt, cancel } = entry;
  const refused = cancel?.step === 'refused' ? cancel.notBefore - clock.now() : 0;
  const age = elapsed.sent(entry).atLeast;
  // What holds at this vendor in general may not hold for this order: it is asked once all the same.
  const rule = (cancel?.asked ?? 0) > 0 ? (cancelAfterMs ?? 0) - age : 0;
  const early = order?.cancelAfter === undefined ? rule : order.cancelAfter - sentAt - age;
  return Math.max(Math.min(refused, LONGEST_AGAIN_MS), Math.min(early, LONGEST_EARLY_MS));
}

/**
 * Wants an order cancelled and insists: waits for the earliest cancel, asks, and asks again until the
 * order is over. Resolves with the entry as it is then.
 */
export async function insist(
  account: Account,
  entry: JournalEntry,
  signal: AbortSignal,
  context: CancelContext,
): Promise<JournalEntry> {
  let pause = AGAIN_MS;
  for (let latest = entry; ; ) {
    if (latest.state !== 'open') return latest;
    const { clock, emit } = context;
    const wait = waitFor(latest, account.provider.manifest.timing, context);
    if (wait > 0) await clock.sleep(wait, signal);
    try {
      latest = await cancelOnce(account, latest, 'canceller', signal, context);
    } catch (thrown) {
      signal.throwIfAborted();
      const error = NumrouteError.from(thrown, latest.offer.provider);
      if (error.code === 'UNSUPPORTED' || error.code === 'CLOSED') throw error;
      emit({
        type: 'cancel-failed',
        ref: { provider: latest.offer.provider, id: latest.order?.id ?? '' },
        error,
      });
      latest = (await account.pen.read(latest.id)) ?? latest;
      // A refusal has its own time; after silence the order may be cancelled already.
      if (latest.cancel?.step === 'refused') continue;
      await clock.sleep(pause, signal);
      pause = Math.min(pause * 2, LONGEST_AGAIN_MS);
    }
  }
}
