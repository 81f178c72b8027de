import { NumrouteError } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import { newOrder } from '../orders/new-order.ts';

/** What a person found out on the vendor's site. */
export type Settlement =
  | { readonly kind: 'absent'; readonly evidence: string }
  | { readonly kind: 'lost'; readonly evidence: string }
  | { readonly kind: 'refunded'; readonly evidence: string }
  | { readonly kind: 'not-refunded'; readonly evidence: string }
  | { readonly kind: 'found'; readonly id: string; readonly phone?: string };

/** @throws {NumrouteError} WRONG_STATE The attempt needs no settling, or not like this. */
export async function settleByHand(
  account: Account,
  entry: JournalEntry,
  settlement: Settlement,
): Promise<JournalEntry> {
  const { log, provider } = account;
  // What is still being sent has its outcome coming; only an earlier run's is in doubt.
  if (entry.state === 'sending') {
    throw new NumrouteError('WRONG_STATE', `attempt ${entry.number} is being sent; recover it first`, {});
  }
  switch (settlement.kind) {
    case 'absent':
    case 'lost':
      return await log.write(entry.id, 'operator', settlement);
    case 'refunded':
    case 'not-refunded': {
      const kind = settlement.kind === 'refunded' ? 'refund-seen' : 'refund-missing';
      return await log.write(entry.id, 'operator', { kind, evidence: settlement.evidence });
    }
    case 'found': {
      const { id, phone } = settlement;
      const receipt = { id, ...(phone !== undefined && { phone }), status: 'open', messages: [] } as const;
      const { offer, sentAt } = entry;
      const order = newOrder(offer, receipt, { sentAt, boughtAt: sentAt }, provider.manifest);
      return await log.write(entry.id, 'operator', { kind: 'bought', order, adopted: true });
    }
  }
}
