import { listCountries, type Offer, type Provider } from '@numroute/core';
import { UNHURRIED, waitingVendor } from '../waiting-vendor.ts';

export interface SimulatedVendor {
  readonly provider: Provider;
  /** How often its list was asked for. */
  asked(): number;
}

/** A vendor that lists telegram in so many countries; one price of ten differs from the list before. */
export function listingVendor(nth: number, countries: number): SimulatedVendor {
  const id = `vendor-${nth}`;
  const sold = listCountries().slice(0, countries);
  let asked = 0;
  const list = (): readonly Offer[] => {
    asked += 1;
    return sold.map(({ code: country }, place) => {
      const cents = 8 + ((place * 7 + nth * 13) % 60) + ((place + asked) % 10 === 0 ? 1 : 0);
      const price = { amount: (cents / 100).toFixed(2), currency: 'USD' };
      const successRate = { value: 0.5 + nth / 10, source: 'vendor' } as const;
      return { provider: id, service: 'telegram', country, price, stock: 900, successRate, handle: country };
    });
  };
  const provider = waitingVendor(id, UNHURRIED, {
    listOffers: async () => list(),
    fetchBalance: async () => ({ amount: '100', currency: 'USD' }),
  });
  return { provider, asked: () => asked };
}
