import type { Provider } from '@numroute/core';
import type { Accounts } from './account/accounts.ts';
import type { Runtime } from './account/runtime.ts';
import type { Lanes } from './lane/lanes.ts';
import type { Attendance } from './orders/attendance.ts';
import type { GiveUp } from './orders/give-up.ts';
import type { OrderTasks } from './orders/order-tasks.ts';
import type { Charges } from './reconciliation/charges.ts';
import type { Refunds } from './reconciliation/refunds.ts';
import type { Lifetime } from './time/lifetime.ts';

/** What becomes of open orders when the router is closed. */
export interface CloseOptions {
  /**
   * `cancel`: orders without a code that this router bought or was asked about are given up first, as
   * far as the vendor lets us now. What cannot be cancelled yet is cancelled by the next run.
   *
   * @default 'keep'; `await using` cancels
   */
  readonly open?: 'keep' | 'cancel';
}

/** What is closed with a router. */
export interface Closable {
  readonly lifetime: Lifetime;
  readonly accounts: Accounts;
  readonly journal: Runtime['journal'];
  readonly lanes: Lanes;
  readonly providers: readonly Provider[];
  readonly tasks: OrderTasks;
  readonly attendance: Attendance;
  readonly giveUp: GiveUp;
  readonly refunds: Refunds;
  readonly charges: Charges;
}

/** Closes everything in the order that loses nothing: purchases end, orders are given up, what is known is written. */
export async function shutDown({ open = 'keep' }: CloseOptions, closable: Closable): Promise<void> {
  const { lifetime, accounts, lanes, providers, tasks, refunds, charges } = closable;
  lifetime.stopBuying();
  try {
    // A purchase under way is waited for: its reply is worth more than a quick exit.
    await Promise.all([...accounts].map(({ purchases }) => purchases.idle()));
    if (open === 'cancel') await giveUpAttended(closable);
  } finally {
    lifetime.stopWorking();
    for (const { poller } of accounts) poller.close();
    await Promise.all([tasks.idle(), refunds.idle(), charges.idle()]);
    await Promise.all([...accounts].map(({ log }) => log.idle()));
    lanes.close();
    await Promise.all(providers.map((provider) => provider.close?.()));
  }
}

/** What this run bought or was asked about; the rest is for whoever takes it up. */
async function giveUpAttended({ accounts, journal, attendance, giveUp }: Closable): Promise<void> {
  const entries = await journal.list({ states: ['open'] });
  await Promise.all(
    entries.map(async (entry) => {
      const account = accounts.ofEntry(entry);
      if (account && attendance.isAttended(entry))
        await giveUp.order(account, entry, 'the router was closed');
    }),
  );
}
