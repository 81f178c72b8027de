import { money, type Offer } from '@numroute/core';
import type { RankContext } from '@numroute/router';

/** An offer of one vendor in one country; its price is in dollars. */
export const offerOf = (price: number, more: Partial<Offer> = {}): Offer => ({
  provider: 'a',
  service: 'telegram',
  country: 'EE',
  price: money(price.toFixed(6), 'USD'),
  stock: 5,
  handle: '1',
  ...more,
});

/** Everything is in dollars; every vendor cancels after a minute, and gives the money back. */
export const contextOf = (more: Partial<RankContext> = {}): RankContext => ({
  allowVirtual: false,
  charges: () => undefined,
  convert: (price) => (price.currency === 'USD' ? price : undefined),
  available: () => 'ready',
  order: (id) => id.charCodeAt(0),
  manifest: () => manifest,
  ...more,
});

const manifest = {
  timing: { pollMs: 1_000, cancelAfterMs: 60_000, lifetimeMs: 1_200_000 },
  traits: { priceGuard: true, stock: 'exact', refundsOnCancel: true },
} as const;
