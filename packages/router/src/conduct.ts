import { NumrouteError, type Offer } from '@numroute/core';
import type { Account } from './accounts.ts';
import type { Journal, JournalEntry } from './journal.ts';

/** The window in which a vendor counts, as far as we know: none says it better than "a day". */
const WINDOW_MS = 24 * 60 * 60_000;

/** Of the vendor's number, after which we hold back: what is still open may fail, too. */
const MARGIN = 0.8;

/**
 * Holds a purchase back that would make the vendor shut the account for too many numbers without a
 * code.
 *
 * @throws {NumrouteError} REJECTED Nothing was sent.
 */
export async function keepConduct(
  account: Account,
  offer: Offer,
  journal: Journal,
  now: number,
): Promise<void> {
  const { id, conduct = [] } = account.provider.manifest;
  if (conduct.length === 0) return;
  const entries = await journal.list({ provider: id, sentSince: now - WINDOW_MS });
  for (const { numbers, minSuccessRate, per } of conduct) {
    const counted = entries.filter(
      (entry) => entry.order && (per === 'account' || isAlike(entry.offer, offer)),
    );
    // Those that still wait have not failed yet.
    const over = counted.filter(({ state }) => state !== 'open');
    const codes = over.filter(hasCode).length;
    if (counted.length + 1 < numbers * MARGIN || over.length === 0) continue;
    const rate = codes / over.length;
    if (rate >= minSuccessRate) continue;
    const what = per === 'account' ? 'this account' : `${offer.service} in ${offer.country}`;
    throw new NumrouteError(
      'REJECTED',
      `${id}: held back by us: ${codes} of ${over.length} numbers for ${what} got a code within a day; below ${minSuccessRate * 100} % of ${numbers} the vendor shuts the account`,
      {},
    );
  }
}

const isAlike = (left: Offer, right: Offer): boolean =>
  left.service === right.service && left.country === right.country;

const hasCode = ({ order }: JournalEntry): boolean => (order?.messages.length ?? 0) > 0;
