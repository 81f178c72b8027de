import type { Manifest, Provider, Traits } from '@numroute/core';
import type { Subject } from '../../src/index.ts';
import type { GoodSettings } from './good-client.ts';
import { GoodProvider } from './good-provider.ts';
import { type Mutant, mutant } from './mutant.ts';
import { subjectOf } from './subjects.ts';

export function withTraits(manifest: Manifest, traits: Partial<Traits>): Manifest {
  return Object.freeze({ ...manifest, traits: Object.freeze({ ...manifest.traits, ...traits }) });
}

class KeepingProvider extends GoodProvider {
  protected override describe(): Manifest {
    return withTraits(super.describe(), { refundsOnCancel: false });
  }
}

/** At a vendor that keeps the money of a cancelled order. */
const keeping = (build: (settings: GoodSettings) => Provider): Subject => ({
  ...subjectOf(build),
  market: { refundsOnCancel: false },
});

/** What is said of the vendor's money, and is not so. */
export const traitMutants: readonly Mutant[] = [
  mutant(
    'says that the money is taken at delivery',
    ['C32', 'balance/when-charged'],
    class extends GoodProvider {
      protected override describe(): Manifest {
        return withTraits(super.describe(), { charges: 'delivery' });
      }
    },
  ),
  mutant(
    'says with a no that its zero is no price',
    ['C2', 'manifest/facts'],
    class extends GoodProvider {
      protected override describe(): Manifest {
        return withTraits(super.describe(), { free: false as never });
      }
    },
  ),
  mutant('says that a cancel brings no money back', ['C24', 'cancel/refunds'], KeepingProvider),
  {
    name: 'says that a cancel brings the money back, where the vendor keeps it',
    clause: 'C24',
    caughtBy: 'cancel/refunds',
    sound: keeping((settings) => new KeepingProvider(settings)),
    subject: keeping((settings) => new GoodProvider(settings)),
  },
];
