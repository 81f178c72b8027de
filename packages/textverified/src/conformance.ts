import { type SimulatedVendor, simulatedVendor } from '@numroute/http';
import { textverifiedAdapter } from './adapter.ts';
import { textverifiedDialect } from './dialect/index.ts';
import { textverified } from './plugin.ts';

const settings = { username: 'user@example.com' } as const;
const isLink = 'a sale is answered with a link to the order alone: its number is told by the order';
/** The package's own tests lose a purchase to a vendor that hangs. */
const logsIn = 'the buyer of this case is new, so what hangs is its request for a token, before any purchase';

/** What `numroute verify @numroute/textverified` puts to the proof, and this package's own tests. */
const subjects: { readonly textverified: SimulatedVendor } = {
  textverified: {
    ...simulatedVendor(
      () => textverifiedDialect(),
      () => textverifiedAdapter(settings),
      {
        currency: 'USD',
        offers: [
          { service: 'telegram', country: 'US', price: '0.95', stock: 40 },
          { service: 'whatsapp', country: 'US', price: '1.25', stock: 12 },
          { service: 'google', country: 'US', price: '0.5', stock: 0 },
        ],
      },
    ),
    plugin: textverified,
    settings,
    deviations: [
      { case: 'purchase/receipt', reason: isLink },
      { case: 'purchase/at-the-same-time', reason: isLink },
      { case: 'purchase/timeout-after-the-charge', reason: logsIn },
      { case: 'purchase/timeout-before-the-charge', reason: logsIn },
      { case: 'purchase/aborted-and-lost', reason: logsIn },
    ],
  },
};

export default subjects;
