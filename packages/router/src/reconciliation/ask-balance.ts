import { type Clock, type Money, NumrouteError, type Provider } from '@numroute/core';
import { deadline } from '../time/deadline.ts';

/** In a vendor's lane a purchase waits behind it, and so does the list that it is chosen from. */
const LONGEST_MS = 5_000;

/**
 * Asks for the balance beside the daily business: where it takes long it makes room.
 *
 * @throws {NumrouteError} UNAVAILABLE It took too long. What `fetchBalance` throws. The signal's reason.
 */
export async function askBriefly(
  { fetchBalance, manifest }: Provider & Required<Pick<Provider, 'fetchBalance'>>,
  clock: Clock,
  signal: AbortSignal,
): Promise<Money> {
  const late = new NumrouteError('UNAVAILABLE', `${manifest.id}: the balance takes too long`, {});
  const patience = deadline(LONGEST_MS, clock, signal, late);
  try {
    return await fetchBalance({ signal: patience.signal });
  } finally {
    patience.met();
  }
}
