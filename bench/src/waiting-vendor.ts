import type { Limits, Provider } from '@numroute/core';

/** What a bench lets ask as much as it likes. */
export const UNHURRIED: Limits = { requests: 10_000, perMs: 1_000, concurrent: 100 };

/**
 * A vendor in memory that sells nothing and whose orders wait for ever, so that it costs nothing itself.
 *
 * @param more What it does beyond that, or instead.
 */
export function waitingVendor(
  id: string,
  limits: Limits,
  more: Partial<Omit<Provider, 'manifest'>> = {},
): Provider {
  return {
    manifest: {
      id,
      apiVersion: 1,
      limits,
      traits: { priceGuard: true, stock: 'exact', refundsOnCancel: true },
      timing: { pollMs: 5_000 },
    },
    listOffers: async () => [],
    purchase: () => Promise.reject(new Error('sells nothing')),
    fetchOrder: async (order) => ({ id: order, status: 'open', messages: [] }),
    ...more,
  };
}
