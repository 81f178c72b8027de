import type { NumberFault } from '@numroute/core';
import { allows, type JournalEntry, type Unlike } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import { insist, type Step, step, waitFor } from './cancel.ts';
import type { OrderTasks } from './order-tasks.ts';
import { unlikeOf } from './unlike.ts';

/** Why an order is no use. */
export interface Flaw {
  readonly unlike?: Unlike;
  readonly fault?: NumberFault;
}

/** Gives orders up: writes down that the cancel is wanted, asks the vendor, and insists until the order is over. */
export class GiveUp {
  readonly #tasks: OrderTasks;

  constructor(tasks: OrderTasks) {
    this.#tasks = tasks;
  }

  /**
   * Cancels and insists; resolves with the entry after the first try.
   *
   * @param flaw What is wrong with it: not as offered, by default as its entry shows; or a bad number.
   */
  async order(account: Account, entry: JournalEntry, why: string, flaw: Flaw = {}): Promise<JournalEntry> {
    const due = await wanted(account, entry, why, flaw);
    if (due.state !== 'open') return due;
    const waitMs = waitFor(due, account);
    const next =
      waitMs > 0
        ? { entry: due, waitMs }
        : await step(account, due, account.signal).catch(() => ({ entry: due, waitMs }));
    if (next.entry.state === 'open') this.#insist(account, next);
    return next.entry;
  }

  /** Goes on with a cancel that an earlier run wrote down. */
  resume(account: Account, entry: JournalEntry): void {
    this.#insist(account, { entry, waitMs: waitFor(entry, account) });
  }

  #insist(account: Account, next: Step): void {
    this.#tasks.start('cancel', next.entry, () => insist(account, next, account.signal));
  }
}

async function wanted(
  { log, clock }: Account,
  entry: JournalEntry,
  why: string,
  flaw: Flaw,
): Promise<JournalEntry> {
  if (!allows(entry.state, 'cancel-wanted')) return entry;
  // Nobody may have judged the order yet. Under its key it must not be handed out later.
  const unlike = flaw.unlike ?? unlikeOf(entry);
  const notBefore = entry.order?.cancelAfter ?? clock.now();
  const happening = { kind: 'cancel-wanted', why, insist: true, notBefore } as const;
  return (
    (await log.note(entry.id, 'canceller', { ...happening, ...flaw, ...(unlike && { unlike }) })) ?? entry
  );
}
