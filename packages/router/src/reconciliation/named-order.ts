import { can, NumrouteError, type OrderReport } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import { isHeldByNone, isInTime, type OrderEvidence } from './open-orders.ts';

/**
 * Asks for the order by the name that its purchase was given. An order that is found is the attempt's own,
 * also where it is over. Undefined where the vendor takes no names.
 *
 * @throws {NumrouteError} What `findOrder` throws but `UNKNOWN_ORDER`: it proves nothing either way.
 */
export async function findByName(
  account: Account,
  entry: JournalEntry,
  signal: AbortSignal,
): Promise<OrderEvidence | undefined> {
  const { provider } = account;
  const { id, offer } = entry;
  if (!can(provider, 'findOrder')) return undefined;
  let report: OrderReport;
  try {
    report = await provider.findOrder(id, { signal });
  } catch (error) {
    if (!NumrouteError.is(error, 'UNKNOWN_ORDER')) throw error;
    return { kind: 'none', why: 'not known by its name' };
  }
  const unclear = (what: string): OrderEvidence => ({
    kind: 'unclear',
    why: `order ${report.id}, which is found by its name, ${what}`,
  });
  const { attempt = id, service = offer.service } = report;
  if (attempt !== id) return unclear(`has the name ${attempt}`);
  if (service !== offer.service) return unclear(`is for ${service}`);
  // A vendor that does not know the question's field answers with any order of the account.
  if (report.attempt === undefined && !isInTime(report, entry)) return unclear('was made at another time');
  if (!(await isHeldByNone(account, report))) return unclear('is that of another attempt');
  return { kind: 'found', receipt: report };
}
