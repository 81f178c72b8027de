import { money, type Order } from '@numroute/core';
import type { Intent } from '@numroute/router';

export const intentOf = (attempt: string, provider = 'one', more: Partial<Intent> = {}): Intent => ({
  attempt,
  want: 'want-1',
  offer: {
    provider,
    service: 'telegram',
    country: 'EE',
    price: money('0.105', 'USD'),
    stock: null,
    successRate: { value: 0.5, source: 'vendor' },
    handle: '{"server":"7"}',
  },
  maxPrice: money('1', 'USD'),
  at: 1_700_000_000_000,
  ...more,
});

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
