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
}

export interface Trial extends Mutant {
  readonly seed: number;
  /** Scenarios before it counts as unnoticed. */
  readonly most: number;
}

export interface Finding {
  readonly name: string;
  /** The rule that it broke first, and the seed; absent: nobody noticed. */
  readonly killed?: { readonly rule: string; readonly what: string; readonly seed: number };
  readonly scenarios: number;
}
