import type { Shop } from '@numroute/core';
import type { Balance, Unit } from '../fields.ts';
import type { Word } from '../words.ts';
import type { Awaited } from './awaited.ts';

/** One request of one customer. */
export interface Visit {
  readonly shop: Shop;
  readonly key: string;
  readonly parameters: URLSearchParams;
  readonly unit: Unit;
  readonly balance: Balance;
  readonly awaited: Awaited;
}

/** A body in JSON, or its parts. */
export type Answer = (visit: Visit) => Promise<string | readonly string[]>;

/** The vendor's own no. */
export class Refusal extends Error {
  readonly word: Word;

  constructor(word: Word) {
    super(word);
    this.word = word;
  }
}
