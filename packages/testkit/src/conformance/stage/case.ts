import type { Capability, Shop } from '@numroute/core';
import type { World, WorldOptions } from '../../world/world.ts';
import type { Stage } from './stage.ts';

/** The number of a clause of docs/contract.md. */
export type Clause = `C${number}`;

/** One promise, put to the proof in a fresh world. Data, so that any runner can run it. */
export interface Case {
  /** `purchase/reset-after-the-charge` */
  readonly id: string;
  readonly clause: Clause;
  /** What must hold, as one line. */
  readonly title: string;
  /** Without all of these the case is absent. */
  readonly needs?: readonly Capability[];
  /** It looks at requests or breaks replies, so a provider without a wire has no part in it. */
  readonly wire?: true;
  readonly world?: Pick<WorldOptions, 'funds' | 'lifetimeMs' | 'cancelAfterMs'>;
  /** Nothing is for sale. */
  readonly empty?: true;
  /** What stands between the dialect and the world's own shop. */
  readonly shop?: (world: World) => Shop;
  /** Rejects where the provider breaks the clause. */
  run(stage: Stage): Promise<void>;
}

/** The case says nothing of this subject, for the reason given. */
export class Absent extends Error {}

/** What was to be tested did not come about, by chance; the case is run again in a new world. */
export class Inconclusive extends Error {}
