import { type SimulatedVendor, simulatedSettings } from '@numroute/http';
import { arzancellDialect } from './dialect/index.ts';
import { arzancell } from './plugin.ts';

/** What `numroute verify @numroute/arzancell` puts to the proof, and this package's own tests. */
const subjects: { readonly arzancell: SimulatedVendor } = {
  arzancell: {
    market: { currency: 'IRT' },
    dialect: () => arzancellDialect(),
    plugin: arzancell,
    create: (site) => arzancell.create(simulatedSettings(site)),
  },
};

export default subjects;
