import { type SimulatedVendor, simulatedSettings } from '@numroute/http';
import { smspoolDialect } from './dialect/index.ts';
import { smspool } from './plugin.ts';

/** What `numroute verify @numroute/smspool` puts to the proof, and this package's own tests. */
const subjects: { readonly smspool: SimulatedVendor } = {
  smspool: {
    market: { currency: 'USD' },
    dialect: () => smspoolDialect(),
    create: (site) => smspool.create(simulatedSettings(site)),
  },
};

export default subjects;
