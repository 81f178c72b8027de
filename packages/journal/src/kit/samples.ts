import { money, type Offer, type Order } from '@numroute/core';
import type { AttemptEvent, Happening } from '../attempt/index.ts';

/** An offer of a provider. */
export const offerOf = (provider = 'one'): Offer => ({
  provider,
  service: 'telegram',
  country: 'EE',
  price: money('0.105', 'USD'),
  stock: null,
  successRate: { value: 0.5, source: 'vendor' },
  handle: '{"server":"7"}',
});

/** An open order of that offer. */
export const orderOf = (id: string, provider = 'one', more: Partial<Order> = {}): Order => ({
  provider,
  id,
  phone: '+3725550001',
  service: 'telegram',
  country: 'EE',
  quoted: money('0.105', 'USD'),
  paid: money('0.10', 'USD'),
  paidSource: 'vendor',
  status: 'open',
  messages: [],
  boughtAt: 1_700_000_000_500,
  refund: 'none',
  ...more,
});

/** The beginning of an attempt. */
export const intent = (want = 'want-1', provider = 'one'): Happening => ({
  kind: 'intent',
  want,
  offer: offerOf(provider),
  maxPrice: money('1', 'USD'),
});

/** Of a purchase that may be under way beside others. */
export const beside = (want: string, provider = 'one'): Happening =>
  ({ ...intent(want, provider), beside: true }) as Happening;

/** An order that the vendor sold beyond what was asked for. */
export const surplus = (order: Order): Happening => ({
  kind: 'surplus',
  offer: offerOf(order.provider),
  maxPrice: money('1', 'USD'),
  order,
});

/** The order that a purchase brought. */
export const bought = (order: Order): Happening => ({ kind: 'bought', order, adopted: false });

/** What happened to an attempt, at a time. */
export const event = (attempt: string, happening: Happening, at = 1_700_000_000_000): AttemptEvent => ({
  ...happening,
  attempt,
  at,
  up: { boot: 'a1b2c3d4', ms: 5_000 },
  by: 'buyer',
});

/** A first SMS of an order. */
export const delivered = (id: string): Happening => ({
  kind: 'reported',
  report: { id, status: 'delivered', messages: [{ code: '1' }] },
});
