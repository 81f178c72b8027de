import { money, type Offer, type Order } from '@numroute/core';
import type { Happening } from '@numroute/journal';

const offer: Offer = {
  provider: 'acme',
  service: 'telegram',
  country: 'EE',
  price: money('0.1', 'USD'),
  stock: 1,
  handle: '',
};

/** A number that no vendor sold, for tests of what a journal tells. */
export const order: Order = {
  provider: 'acme',
  id: '7',
  phone: '+37255500001',
  service: 'telegram',
  country: 'EE',
  quoted: offer.price,
  paid: offer.price,
  paidSource: 'offer',
  status: 'open',
  messages: [],
  boughtAt: 1,
  refund: 'none',
};

/** How its purchase begins, for the want `want`. */
export const intent: Happening = {
  kind: 'intent',
  want: 'want',
  offer,
  maxPrice: money('0.2', 'USD'),
};
/** What its vendor says when it has ended without a code. */
export const over = { id: '7', status: 'cancelled', messages: [] } as const;
