import { can, NumrouteError } from '@numroute/core';
import { ENDED, type JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import type { Change } from '../account/order-log.ts';
import type { Subscriber } from '../account/subscriber.ts';
import { deadlineAge } from '../time/order-age.ts';
import { isPastLife } from './cancel.ts';
import { isGivenAgain } from './id-again.ts';
import type { OrderTasks } from './order-tasks.ts';

const EVERY_MS = 60_000;

/** So often an order that is open again is given up, once its end is near. */
const AT_ITS_END_MS = 10_000;

/** Goes back to orders that their vendor denied. */
export class Revisits implements Subscriber {
  readonly #tasks: OrderTasks;

  constructor(tasks: OrderTasks) {
    this.#tasks = tasks;
  }

  start(account: Account, entry: JournalEntry): void {
    this.#tasks.start('revisit', entry, () => revisit(account, entry, account.signal));
  }

  /** Subscriber: an order that is gone by its vendor's denial is asked for again. */
  changed(account: Account, { after }: Change): void {
    if (!ENDED.includes(after.state)) return;
    if (after.state === 'gone' && account.notFound.isDenied(after.id)) this.start(account, after);
    account.notFound.affirmed(after.id);
  }
}

/**
 * Goes on asking for an order that its vendor denied, until the order's life is over: a vendor that
 * denies for minutes may know the order again, and its code with it. An order that is open again is
 * cancelled before it ends, because whoever bought it was told that it is gone. Resolves with the entry
 * as it is then.
 */
async function revisit(account: Account, entry: JournalEntry, signal: AbortSignal): Promise<JournalEntry> {
  const { provider, log, poller, clock, ages } = account;
  const { timing } = provider.manifest;
  let latest = entry;
  let isRefused = latest.cancel?.final === true;
  let isOpen = false;
  let isDue = false;
  while (latest.state === 'gone' && latest.order && !isPastLife(latest, timing, ages)) {
    await clock.sleep(isOpen && isDue ? AT_ITS_END_MS : EVERY_MS, signal);
    const { id, cancelBefore = Number.POSITIVE_INFINITY } = latest.order;
    const report = await poller.look(id, signal).catch((error: unknown) => {
      if (NumrouteError.is(error, 'UNKNOWN_ORDER')) isOpen = false;
      return undefined;
    });
    signal.throwIfAborted();
    if (report) {
      isOpen = report.status === 'open';
      latest = (await log.note(latest.id, 'poller', { kind: 'reported', report })) ?? latest;
    }
    isDue = deadlineAge(ages.sent(latest)) + EVERY_MS >= cancelBefore - latest.sentAt;
    // What was open is given up in time, also where its vendor has no answer just now.
    if (latest.state !== 'gone' || !isOpen || !isDue || isRefused || !can(provider, 'cancelOrder')) continue;
    if (await isGivenAgain(account, latest)) return latest;
    const confirmed = await provider.cancelOrder(id, { signal }).catch((error: unknown) => {
      isRefused = NumrouteError.is(error, 'WRONG_STATE') && error.details.final === true;
      return undefined;
    });
    if (confirmed?.status === 'cancelled' || confirmed?.status === 'expired')
      latest =
        (await log.note(latest.id, 'canceller', { kind: 'cancel-confirmed', report: confirmed })) ?? latest;
  }
  return latest;
}
