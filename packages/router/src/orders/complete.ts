import { can, isClosed, type OrderReport } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import { deadline } from '../time/deadline.ts';

/** Before each try to learn the phone of an order whose receipt tells none. */
const PAUSES_MS = [0, 1_000, 2_000, 3_000, 4_000];

/** All tries together; the vendor's answers may take long. */
const LONGEST_MS = 15_000;

export interface Completed {
  readonly entry: JournalEntry;
  /** The country that the vendor named for the order last. */
  readonly country?: string;
}

/**
 * Asks for an order whose receipt tells no phone, until a report tells it: the order alone, and where
 * there is a list of open orders its row there. Never rejects: the order is paid whatever the vendor
 * answers.
 *
 * @param told The receipt.
 */
export async function complete(
  account: Account,
  bought: JournalEntry,
  told: OrderReport | undefined,
): Promise<Completed> {
  const { clock, signal } = account;
  let entry = bought;
  let country = told?.country;
  const completed = (): Completed => ({ entry, ...(country !== undefined && { country }) });
  if (isDone(entry)) return completed();
  const note = async (report: OrderReport | undefined, aside: boolean): Promise<void> => {
    if (!report) return;
    country = report.country ?? country;
    const happening = { kind: 'reported', report, ...(aside && { aside }) } as const;
    entry = (await account.log.note(entry.id, 'poller', happening).catch(() => entry)) ?? entry;
  };
  const patience = deadline(LONGEST_MS, clock, signal);
  const asking = patience.signal;
  const id = bought.order?.id ?? '';
  for (const pause of PAUSES_MS) {
    if (isDone(entry)) break;
    if (pause > 0) await clock.sleep(pause, asking).catch(() => undefined);
    if (asking.aborted) break;
    // A vendor that does not know the order yet has only just sold it.
    await note(await account.poller.look(id, asking).catch(() => undefined), false);
    if (!isDone(entry)) await note(await rowOf(account, id, asking), true);
  }
  patience.met();
  return completed();
}

function isDone({ order }: JournalEntry): boolean {
  return order === undefined || order.phone !== '' || isClosed(order.status);
}

/** The order in the list of open orders. */
async function rowOf(
  { provider }: Account,
  id: string,
  signal: AbortSignal,
): Promise<OrderReport | undefined> {
  if (!can(provider, 'listOpenOrders')) return undefined;
  const rows = await provider.listOpenOrders({ signal }).catch(() => []);
  return rows.find((row) => row.id === id);
}
