import { createRates, type Rates } from '@numroute/router';

export const rates: Rates = createRates([
  // Of which hardly an amount has an equal in dollars.
  { base: 'USD', quote: 'AED', value: '3.6725', source: 'the simulation', asOf: '2026-01-01' },
  { base: 'USD', quote: 'IRT', value: '10000', source: 'the simulation', asOf: '2026-01-01' },
]);
