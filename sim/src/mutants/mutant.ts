import type { Lean } from '../lean.ts';

/** The engine with one of its rules taken out. */
export interface Mutant {
  readonly name: string;
  /** Of the repository. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
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
