import type { OrderReport } from '@numroute/core';

const MOST = 10_000;

/**
 * What the wire promises and a shop does not tell: which orders wait for one more SMS, and which were
 * reported as banned. Bounded; what is forgotten first is the oldest.
 */
export class Memory {
  readonly #notes = new Map<string, number | 'banned'>();

  /** From now on the messages that the order has are old. */
  awaits(key: string, { id, messages }: OrderReport): void {
    this.#remember(key, id, messages.length);
  }

  ban(key: string, id: string): void {
    this.#remember(key, id, 'banned');
  }

  isAwaiting(key: string, { id, messages, awaits }: OrderReport): boolean {
    const old = this.#notes.get(nameOf(key, id));
    // What the shop says outlives this process.
    return awaits === true || (typeof old === 'number' && messages.length <= old);
  }

  isBanned(key: string, id: string): boolean {
    return this.#notes.get(nameOf(key, id)) === 'banned';
  }

  #remember(key: string, id: string, note: number | 'banned'): void {
    const name = nameOf(key, id);
    this.#notes.delete(name);
    this.#notes.set(name, note);
    const oldest = this.#notes.size > MOST ? this.#notes.keys().next().value : undefined;
    if (oldest !== undefined) this.#notes.delete(oldest);
  }
}

function nameOf(key: string, id: string): string {
  return JSON.stringify([key, id]);
}
