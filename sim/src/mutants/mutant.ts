import type { Lean } from '../lean.ts';

export interface Change {
  /** From the repository's root. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** The engine with one of its rules taken out, in every place that keeps it. */
export interface Mutant {
  readonly name: string;
  readonly changes: readonly Change[];
  /** Where chance alone would need long to notice. */
  readonly lean?: Lean;
  /** Where it was noticed when chance alone had needed long: tried first, and others after it. */
  readonly seed?: number;
}

export interface Trial extends Omit<Mutant, 'seed'> {
  /** In this order, until one notices. */
  readonly seeds: readonly number[];
}

export interface Finding {
  readonly name: string;
  /** The rule that it broke first, and the seed; absent: nobody noticed. */
  readonly killed?: { readonly rule: string; readonly what: string; readonly seed: number };
  readonly scenarios: number;
}
