import { type SimulatedVendor, simulatedSettings } from '@numroute/http';
import { onlinesimDialect } from './dialect/index.ts';
import { onlinesim } from './plugin.ts';

const settings = { currency: 'USD', balance: 'free' } as const;

/** What `numroute verify @numroute/onlinesim` puts to the proof, and this package's own tests. */
const subjects: { readonly onlinesim: SimulatedVendor } = {
  onlinesim: {
    market: { currency: 'USD', refundsOnCancel: false },
    dialect: onlinesimDialect,
    create: (site) => onlinesim.create({ ...simulatedSettings(site), ...settings }),
    plugin: onlinesim,
    settings,
    deviations: [
      {
        case: 'cancel/twice',
        reason: 'an order that is over without an SMS is in one state, however it ended',
      },
    ],
  },
};

export default subjects;
