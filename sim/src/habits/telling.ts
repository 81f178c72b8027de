import { intercept, money, type Provider } from '@numroute/core';
import type { Site } from '../wire.ts';

/** A currency that no rate of the simulation leads from. */
const ODD = 'EUR';

/**
 * A provider whose adapter believes what a vendor says of the currency. The adapters of this repository
 * do not; a user's own may.
 */
export function telling(provider: Provider, { vendor, random, tally, trace }: Site): Provider {
  if (!vendor.habits.has('odd-currency')) return provider;
  const plain = intercept(provider, (_, call, next) => next(call));
  return {
    ...plain,
    purchase: async (offer, call) => {
      const receipt = await plain.purchase(offer, call);
      if (random.chance(0.4)) return receipt;
      tally.add('habit: odd-currency');
      trace(`${vendor.id} odd-currency: ${receipt.id}`);
      return { ...receipt, price: money(receipt.price?.amount ?? offer.price.amount, ODD) };
    },
  };
}
