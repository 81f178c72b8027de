import { type SimulatedVendor, simulatedVendor } from '@numroute/http';
import { numberlandAdapter } from './adapter.ts';
import { numberlandDialect } from './dialect/index.ts';

/** What `numroute verify @numroute/numberland` puts to the proof, and this package's own tests. */
const subjects: { readonly numberland: SimulatedVendor } = {
  numberland: simulatedVendor(numberlandDialect, () => numberlandAdapter(), {
    currency: 'IRT',
    decimals: 0,
    offers: [
      { service: 'telegram', country: 'RU', pool: '1', price: '22000', stock: 1087 },
      { service: 'telegram', country: 'RU', pool: '2', price: '29500', stock: 40 },
      { service: 'telegram', country: 'EE', pool: '1', price: '31000', stock: 5 },
      { service: 'whatsapp', country: 'EE', pool: '4', price: '17000', stock: 7 },
      { service: 'viber', country: 'EE', pool: '1', price: '9000', stock: 0 },
    ],
  }),
};

export default subjects;
