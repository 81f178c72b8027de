import { type Clock, can } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import { createAlarm } from '../time/alarm.ts';
import { type Due, DueHeap } from '../time/due-heap.ts';
import { deadlineAge, type Elapsed } from '../time/order-age.ts';

export interface DeadlineContext {
  readonly clock: Clock;
  readonly elapsed: Elapsed;
  /** Ends everything here. */
  readonly signal: AbortSignal;
  readonly giveUp: (account: Account, entry: JournalEntry, why: string) => Promise<JournalEntry>;
}

/**
 * Gives up in time what got no code, whoever has stopped caring about it: an order that its vendor
 * ends by itself may be paid for.
 */
export interface Deadlines {
  /** To be told of every entry that changes. */
  changed(account: Account, entry: JournalEntry): void;
}

const AGAIN_MS = 20_000;

interface Deadline extends Due {
  readonly id: string;
  readonly account: Account;
}

export function createDeadlines({ clock, elapsed, signal, giveUp }: DeadlineContext): Deadlines {
  const heap = new DueHeap<Deadline>();
  const known = new Map<string, Deadline>();

  const remember = (deadline: Deadline): void => {
    known.set(deadline.id, deadline);
    heap.add(deadline);
    alarm.by((heap.top ?? deadline).due - clock.monotonic());
  };
  const forget = (deadline: Deadline): void => {
    known.delete(deadline.id);
    heap.remove(deadline);
  };
  const cancel = async ({ id, account }: Deadline): Promise<void> => {
    const entry = await account.pen.read(id);
    if (entry?.state !== 'open' || entry.cancel?.insist) return;
    await giveUp(account, entry, 'no code came, and its time is nearly over');
  };
  const ring = (): void => {
    for (let first = heap.top; first && first.due <= clock.monotonic(); first = heap.top) {
      forget(first);
      const { id, account } = first;
      cancel(first).catch(() => {
        // The journal could not be read, or the router is closing.
        if (!signal.aborted && !known.has(id))
          remember({ id, account, due: clock.monotonic() + AGAIN_MS, place: -1 });
      });
    }
    if (heap.top) alarm.by(heap.top.due - clock.monotonic());
  };
  const alarm = createAlarm(clock, ring);
  signal.addEventListener('abort', alarm.off, { once: true });

  /** By the clock that cannot be set. */
  const dueOf = (entry: JournalEntry): number | undefined => {
    const { order, sentAt } = entry;
    if (order?.cancelBefore === undefined) return undefined;
    return clock.monotonic() + (order.cancelBefore - sentAt) - deadlineAge(elapsed.sent(entry));
  };

  return {
    changed: (account, entry) => {
      const earlier = known.get(entry.id);
      const { traits } = account.provider.manifest;
      const isMine = entry.state === 'open' && traits.refundsOnCancel && can(account.provider, 'cancelOrder');
      const due = isMine && !signal.aborted ? dueOf(entry) : undefined;
      if (due === undefined) {
        if (earlier) forget(earlier);
        return;
      }
      if (earlier) forget(earlier);
      remember({ id: entry.id, account, due, place: -1 });
    },
  };
}
