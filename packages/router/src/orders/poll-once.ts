import { isClosed, NumrouteError, type OrderReport } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import { gone } from './heard.ts';
import { isGivenAgain } from './id-again.ts';

/**
 * Asks the vendor once for an order and writes down what the vendor says.
 *
 * @throws {NumrouteError} UNKNOWN_ORDER The vendor denies the order, and is not to be believed yet.
 */
export async function pollOnce(
  account: Account,
  entry: JournalEntry,
  signal: AbortSignal,
): Promise<JournalEntry> {
  // What a vendor seemed to have forgotten may turn up again, and its code with it.
  if (!entry.order || (isClosed(entry.order.status) && entry.state !== 'gone')) return entry;
  if (entry.state === 'gone' && (await isGivenAgain(account, entry))) return entry;
  let report: OrderReport;
  try {
    report = await account.poller.look(entry.order.id, signal);
  } catch (error) {
    if (!NumrouteError.is(error, 'UNKNOWN_ORDER')) throw error;
    if (entry.state === 'gone') return entry;
    if (!account.notFound.denied(entry)) throw error;
    return (await account.log.note(entry.id, 'poller', gone(entry.order.id))) ?? entry;
  }
  account.notFound.affirmed(entry.id);
  return (await account.log.note(entry.id, 'poller', { kind: 'reported', report })) ?? entry;
}

/** As `pollOnce`; a denial that is not to be believed yet leaves the entry as it is. */
export async function pollOrKeep(
  account: Account,
  entry: JournalEntry,
  signal: AbortSignal,
): Promise<JournalEntry> {
  try {
    return await pollOnce(account, entry, signal);
  } catch (error) {
    if (!NumrouteError.is(error, 'UNKNOWN_ORDER')) throw error;
    return entry;
  }
}
