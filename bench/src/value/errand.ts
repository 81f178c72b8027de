import type { Offer } from '@numroute/core';
import { cellOf } from '../../../packages/router/src/value/chain.ts';
import { DEADLINE } from './markets.ts';
import type { Want } from './wants.ts';

/** One want's way from purchase to purchase. */
export class Errand {
  readonly want: Want;
  /** Numbers in vain, by `cellOf`. */
  readonly tried = new Map<string, number>();
  readonly missing = new Set<string>();
  readonly #bought = new Map<string, number>();
  purchases = 0;

  constructor(want: Want) {
    this.want = want;
  }

  get end(): number {
    return this.want.at + DEADLINE;
  }

  /** How often it was bought before. */
  buy(handle: string): number {
    const before = this.#bought.get(handle) ?? 0;
    this.#bought.set(handle, before + 1);
    this.purchases += 1;
    return before;
  }

  failedBy(offer: Offer): void {
    const cell = cellOf(offer);
    this.tried.set(cell, (this.tried.get(cell) ?? 0) + 1);
  }
}
