import type { Shop } from '@numroute/core';
import type { Word } from '../words.ts';
import type { Memory } from './memory.ts';

/** One request of one customer. */
export interface Visit {
  readonly shop: Shop;
  readonly key: string;
  readonly parameters: URLSearchParams;
  readonly memory: Memory;
}

/** A body in JSON. */
export type Answer = (visit: Visit) => Promise<string>;

/** The vendor's own no. */
export class Refusal extends Error {
  readonly word: Word;

  constructor(word: Word) {
    super(word);
    this.word = word;
  }
}

/** @throws {Refusal} -202 It is missing. */
export function parameterOf({ parameters }: Visit, name: string): string {
  const value = parameters.get(name);
  if (!value) throw new Refusal('-202');
  return value;
}
