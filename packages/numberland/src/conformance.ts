import type { Dialect, Provider } from '@numroute/core';
import { createHttpProvider, type SimulatedSite, simulatedSettings } from '@numroute/http';
import { numberlandAdapter } from './adapter.ts';
import { numberlandDialect } from './dialect/index.ts';

interface Goods {
  readonly service: string;
  readonly country: string;
  readonly pool: string;
  readonly price: string;
  readonly stock: number;
}

interface NumberlandSubject {
  readonly market: {
    readonly currency: string;
    readonly decimals: number;
    readonly offers: readonly Goods[];
  };
  readonly dialect: () => Dialect;
  readonly create: (site: SimulatedSite) => Provider;
}

/** What `numroute verify @numroute/numberland` puts to the proof, and this package's own tests. */
const subjects: { readonly numberland: NumberlandSubject } = {
  numberland: {
    market: {
      currency: 'IRT',
      decimals: 0,
      offers: [
        { service: 'telegram', country: 'RU', pool: '1', price: '22000', stock: 1087 },
        { service: 'telegram', country: 'RU', pool: '2', price: '29500', stock: 40 },
        { service: 'telegram', country: 'EE', pool: '1', price: '31000', stock: 5 },
        { service: 'whatsapp', country: 'EE', pool: '4', price: '17000', stock: 7 },
        { service: 'viber', country: 'EE', pool: '1', price: '9000', stock: 0 },
      ],
    },
    dialect: () => numberlandDialect(),
    create: (site) => createHttpProvider(numberlandAdapter(), simulatedSettings(site)),
  },
};

export default subjects;
