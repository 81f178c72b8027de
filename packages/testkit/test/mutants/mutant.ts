import type { Provider } from '@numroute/core';
import type { Clause, Subject } from '../../src/index.ts';
import { GoodProvider, type GoodSettings } from './good-provider.ts';
import { subjectOf } from './subjects.ts';

/** A good adapter with one fault, and the case that has to find it. */
export interface Mutant {
  readonly name: string;
  readonly clause: Clause;
  readonly caughtBy: string;
  readonly subject: Subject;
}

type Build = (settings: GoodSettings) => Provider;

export function mutant(
  name: string,
  [clause, caughtBy]: readonly [Clause, string],
  Faulty: new (settings: GoodSettings) => Provider,
): Mutant {
  return { name, clause, caughtBy, subject: subjectOf((settings) => new Faulty(settings)) };
}

/** A good provider in a bad wrapper. */
export function wrapper(
  name: string,
  [clause, caughtBy]: readonly [Clause, string],
  wrap: (inner: Provider) => Provider,
): Mutant {
  const build: Build = (settings) => wrap(new GoodProvider(settings));
  return { name, clause, caughtBy, subject: subjectOf(build) };
}
