import { NumrouteError, type Provider, type ProviderPlugin } from '@numroute/core';
import type { Clause, Subject } from '../../src/index.ts';
import type { GoodSettings } from './good-client.ts';
import { GoodProvider } from './good-provider.ts';
import { type PlainSettings, plainPlugin } from './plain-plugin.ts';
import { good, paged, pagedSubjectOf, plugged, subjectOf } from './subjects.ts';

/** A good adapter with one fault, and the case that has to find it. */
export interface Mutant {
  readonly name: string;
  readonly clause: Clause;
  readonly caughtBy: string;
  readonly subject: Subject;
  /** The same without the fault. */
  readonly sound: Subject;
}

type Caught = readonly [Clause, string];
type Faulty = new (settings: GoodSettings) => Provider;
type Build = (settings: GoodSettings) => Provider;

export function mutant(name: string, [clause, caughtBy]: Caught, Faulty: Faulty): Mutant {
  return { name, clause, caughtBy, sound: good, subject: subjectOf((settings) => new Faulty(settings)) };
}

/** Over the wire that pages its lists and counts in cents. */
export function pagedMutant(name: string, [clause, caughtBy]: Caught, Faulty: Faulty): Mutant {
  const subject = pagedSubjectOf((settings) => new Faulty(settings));
  return { name, clause, caughtBy, sound: paged, subject };
}

/** A good provider in a bad wrapper. */
export function wrapper(
  name: string,
  [clause, caughtBy]: Caught,
  wrap: (inner: Provider) => Provider,
): Mutant {
  const build: Build = (settings) => wrap(new GoodProvider(settings));
  return { name, clause, caughtBy, sound: good, subject: subjectOf(build) };
}

/** A good provider that a bad plugin makes. */
export function pluginMutant(
  name: string,
  [clause, caughtBy]: Caught,
  fault: Partial<ProviderPlugin<PlainSettings>>,
): Mutant {
  const subject: Subject = { ...plugged, plugin: { ...plainPlugin, ...fault } };
  return { name, clause, caughtBy, sound: plugged, subject };
}

/** The vendor's no, where it said none. */
export const rejected = (): NumrouteError => new NumrouteError('REJECTED', 'plain: refused.', {});
