import { simulatedSettings } from '@numroute/http';
import type { Subject } from '@numroute/testkit';
import { dialect } from './dialect.ts';
import { plugin } from './plugin.ts';

/** What `numroute verify .` and the tests put to the proof: how to build the provider, how the vendor talks. */
const subject: Subject = {
  dialect,
  plugin,
  create: (site) => plugin.create(simulatedSettings(site)),
  market: {
    currency: 'USD',
    decimals: 2,
    offers: [
      { service: 'telegram', country: 'EE', price: '0.11', stock: 5 },
      { service: 'telegram', country: 'GB', price: '0.25', stock: 4 },
      { service: 'whatsapp', country: 'EE', price: '1.30', stock: 7 },
      // The second rung of a ladder, and one that is sold out.
      { service: 'telegram', country: 'EE', price: '0.14', stock: 40 },
      { service: 'viber', country: 'EE', price: '0.20', stock: 0 },
    ],
  },
  // What the vendor cannot keep, and why: `{ case: 'cancel/too-early', reason: '…' }`.
  deviations: [],
};

export default subject;
