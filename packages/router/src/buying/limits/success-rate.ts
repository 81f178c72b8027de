import { NumrouteError, type Offer } from '@numroute/core';
import type { Account } from '../../account/account.ts';
import { answered } from './answered.ts';

/** The window in which a vendor counts, as far as we know: none says it better than "a day". */
const WINDOW_MS = 24 * 60 * 60_000;

/** Of the vendor's number, after which we hold back: what is still open may fail, too. */
const MARGIN = 0.8;

/**
 * Holds back before a vendor shuts an account for too many numbers without a code.
 *
 * @param beside Purchases under way that may become numbers, too.
 * @throws {NumrouteError} REJECTED Nothing was sent.
 * @throws {NumrouteError} CLOSED The journal cannot be read. Nothing was sent.
 */
export async function keepSuccessRate(
  { provider, journal, clock, log }: Account,
  offer: Offer,
  beside: number,
): Promise<void> {
  const { id, conduct = [] } = provider.manifest;
  if (conduct.length === 0) return;
  // What the account heard and could not write: as long as it cannot, no intent can be written here either.
  await log.catchUp();
  const asked = { provider: id, since: clock.now() - WINDOW_MS };
  const { service, country } = offer;
  for (const { numbers, minSuccessRate, per } of conduct) {
    const filter = per === 'account' ? asked : { ...asked, market: { service, country } };
    const bought = await answered(() => journal.outcomes(filter));
    if (bought.numbers + beside + 1 < numbers * MARGIN || bought.over === 0) continue;
    if (bought.codes / bought.over >= minSuccessRate) continue;
    const what = per === 'account' ? 'this account' : `${service} in ${country}`;
    throw new NumrouteError(
      'REJECTED',
      `${id}: held back by us: ${bought.codes} of ${bought.over} numbers for ${what} got a code within a day; below ${minSuccessRate * 100} % of ${numbers} the vendor shuts the account`,
      {},
    );
  }
}
