import { createRates, type Rates } from '@numroute/router';

export const rates: Rates = createRates([
  { base: 'USD', quote: 'IRT', value: '10000', source: 'the simulation', asOf: '2026-01-01' },
]);
