import type { OrderReport } from '@numroute/core';

const MOST = 10_000;

/** Which orders wait for one more SMS, as the wire promises and a shop may not tell. What is oldest is forgotten first. */
export class Awaited {
  /** How many messages are old. */
  readonly #old = new Map<string, number>();

  begin(key: string, { id, messages }: OrderReport): void {
    const name = nameOf(key, id);
    this.#old.delete(name);
    this.#old.set(name, messages.length);
    const [oldest] = this.#old.size > MOST ? this.#old.keys() : [];
    if (oldest !== undefined) this.#old.delete(oldest);
  }

  has(key: string, { id, messages, awaits }: OrderReport): boolean {
    return awaits === true || messages.length <= (this.#old.get(nameOf(key, id)) ?? -1);
  }
}

const nameOf = (key: string, id: string): string => JSON.stringify([key, id]);
