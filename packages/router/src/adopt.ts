import { can, compareMoney, isClosed, type OrderReport, type Receipt } from '@numroute/core';
import type { Account } from './accounts.ts';
import type { JournalEntry } from './journal.ts';

/** What a vendor's list of open orders says of a purchase whose reply was lost. */
export type Sighting =
  | { readonly kind: 'found'; readonly receipt: Receipt }
  | { readonly kind: 'several'; readonly ids: readonly string[] }
  | { readonly kind: 'none' };

/** Our clock and the vendor's may differ by so much when an order is looked for by its time. */
const CLOCK_SKEW_MS = 120_000;

/** Orders that nobody knows and that fit the attempt. Undefined where the vendor has no list. */
export async function sight(
  account: Account,
  entry: JournalEntry,
  signal: AbortSignal,
): Promise<Sighting | undefined> {
  const { provider, pen } = account;
  if (!can(provider, 'listOpenOrders')) return undefined;
  const candidates: Receipt[] = [];
  for (const report of await provider.listOpenOrders({ signal })) {
    const { phone } = report;
    if (phone === undefined || !fits(report, entry)) continue;
    // An order that was handed out before is never adopted.
    if (await pen.find({ provider: provider.manifest.id, id: report.id })) continue;
    candidates.push({ ...report, phone });
  }
  const [only, ...more] = candidates;
  if (only === undefined) return { kind: 'none' };
  return more.length === 0
    ? { kind: 'found', receipt: only }
    : { kind: 'several', ids: candidates.map(({ id }) => id) };
}

/** What a list leaves out cannot speak against an order. */
function fits(report: OrderReport, { offer, maxPrice, sentAt }: JournalEntry): boolean {
  const { status, service, country, pool, price, orderedAt } = report;
  if (isClosed(status)) return false;
  if (service !== undefined && service !== offer.service) return false;
  if (country !== undefined && country !== offer.country) return false;
  if (pool !== undefined && offer.pool !== undefined && pool !== offer.pool) return false;
  if (orderedAt !== undefined && orderedAt < sentAt - CLOCK_SKEW_MS) return false;
  return !(price && price.currency === maxPrice.currency && compareMoney(price, maxPrice) > 0);
}
