import { type SimulatedVendor, simulatedVendor } from '@numroute/http';
import { smspvaAdapter } from './adapter.ts';
import { smspvaDialect } from './dialect/index.ts';

const SECOND_CANCEL = 'the documents say that an order that is over is closed, and not how it ended';

/** What `numroute verify @numroute/smspva` puts to the proof, and this package's own tests. */
const subjects: { readonly smspva: SimulatedVendor } = {
  smspva: {
    ...simulatedVendor(smspvaDialect, () => smspvaAdapter(), { currency: 'USD', charges: 'delivery' }),
    deviations: [
      { case: 'purchase/wrong-key', reason: 'the documents name no answer to a wrong key' },
      { case: 'cancel/twice', reason: SECOND_CANCEL },
    ],
  },
};

export default subjects;
