import { type SimulatedVendor, simulatedSettings } from '@numroute/http';
import { vaksmsDialect } from './dialect/index.ts';
import { vaksms } from './plugin.ts';

const settings = { currency: 'RUB' };

/** What `numroute verify @numroute/vaksms` puts to the proof, and this package's own tests. */
const subjects: { readonly vaksms: SimulatedVendor } = {
  vaksms: {
    market: settings,
    dialect: vaksmsDialect,
    create: (site) => vaksms.create({ ...simulatedSettings(site), ...settings }),
    plugin: vaksms,
    settings,
    deviations: [
      {
        case: 'cancel/twice',
        reason:
          'no document says what answers a second cancel, and `idNumNotFound` is the word for an order that never was, too: it proves no cancel',
      },
    ],
  },
};

export default subjects;
