import { paperProvider, pooledOffers } from '../src/index.ts';
import { verifyProvider } from '../src/vitest.ts';

verifyProvider('paper', { create: ({ world }) => paperProvider(world, { id: 'paper' }) });
verifyProvider('paper that can do the least', {
  create: ({ world }) =>
    paperProvider(world, {
      id: 'paper',
      priceGuard: false,
      capabilities: [],
      traits: { messages: 'many' },
    }),
});
verifyProvider('paper that charges at delivery', {
  market: { charges: 'delivery' },
  create: ({ world }) => paperProvider(world, { id: 'paper', traits: { charges: 'delivery' } }),
});
verifyProvider('paper that keeps the money of a cancel', {
  market: { refundsOnCancel: false },
  create: ({ world }) => paperProvider(world, { id: 'paper', traits: { refundsOnCancel: false } }),
});
verifyProvider('paper with pools', {
  market: { offers: pooledOffers },
  create: ({ world }) => paperProvider(world, { id: 'paper' }),
});
