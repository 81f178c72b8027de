import { type Clock, type Money, NumrouteError, type Provider } from '@numroute/core';

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
  const late = new AbortController();
  const done = new AbortController();
  clock.sleep(LONGEST_MS, AbortSignal.any([signal, done.signal])).then(
    () => late.abort(new NumrouteError('UNAVAILABLE', `${manifest.id}: the balance takes too long`, {})),
    () => undefined,
  );
  try {
    return await fetchBalance({ signal: AbortSignal.any([signal, late.signal]) });
  } finally {
    done.abort();
  }
}
