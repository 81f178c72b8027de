import { type Manifest, type Money, money, type Offer } from '@numroute/core';
import type { Parameters } from './good-client.ts';
import { GoodProvider } from './good-provider.ts';
import { type Mutant, mutant } from './mutant.ts';
import { subjectOf } from './subjects.ts';

class Unguarded extends GoodProvider {
  protected override describe(): Manifest {
    const manifest = super.describe();
    return Object.freeze({ ...manifest, traits: Object.freeze({ ...manifest.traits, priceGuard: false }) });
  }
}

/** Rightly so: its vendor is told no limit. */
class Uncapped extends Unguarded {
  protected override describePurchase(offer: Offer, maxPrice: Money): Parameters {
    const { max: _max, ...order } = super.describePurchase(offer, maxPrice);
    return order;
  }
}

/** What is said of the limit, and what is sent of it. */
export const priceGuardMutants: readonly Mutant[] = [
  {
    ...mutant(
      'says that its vendor guards no price, although it does',
      ['C16', 'manifest/price-guard'],
      Unguarded,
    ),
    sound: subjectOf((settings) => new Uncapped(settings)),
  },
  mutant(
    'says that its vendor guards the price, and sends the limit doubled',
    ['C16', 'purchase/at-the-limit'],
    class extends GoodProvider {
      protected override describePurchase(offer: Offer, { amount, currency }: Money): Parameters {
        return super.describePurchase(offer, money(String(Number(amount) * 2), currency));
      }
    },
  ),
];
