import type { Shop } from '@numroute/core';
import type { Word } from '../words.ts';

/** A body in JSON. */
export type Answer = (shop: Shop, query: URLSearchParams) => Promise<string>;

/** The vendor's own no. */
export class Refusal extends Error {
  readonly word: Word;

  constructor(word: Word) {
    super(word);
    this.word = word;
  }
}

/** @throws {Refusal} badData It is missing. */
export function parameterOf(query: URLSearchParams, name: string): string {
  const value = query.get(name);
  if (!value) throw new Refusal('badData');
  return value;
}
