import type { Reply, RequestDescription, Send } from '../adapter.ts';
import { Flight } from './flight.ts';

/**
 * What a vendor tells once: a list of its ids, the unit of its prices. It is fetched by whoever asks first,
 * once for all who ask at once, and kept. A reading that failed is not kept.
 *
 * Shared is what has left, and never a wait for a turn: whoever waits for another's turn keeps a place that
 * the other may need, and whoever hangs up takes his turn with him.
 */
export class Kept<T> {
  readonly #request: RequestDescription;
  readonly #read: (reply: Reply) => T | Promise<T>;
  readonly #flight = new Flight<T>();
  #held: { readonly value: T } | undefined;

  /** @param read What is kept of the reply, or an error for all who wait for it. */
  constructor(request: RequestDescription, read: (reply: Reply) => T | Promise<T>) {
    this.#request = request;
    this.#read = read;
  }

  /** @throws {NumrouteError} As `send` and the reading throw. */
  async of(send: Send): Promise<T> {
    if (this.#held) return this.#held.value;
    const join = async (carry: () => Promise<Reply>): Promise<T> =>
      this.#held ? this.#held.value : await this.#flight.join(() => this.#fetch(carry));
    const request = this.#request;
    return await (send.shared ? send.shared(request, join) : join(() => send(request)));
  }

  /** Another reply told it, and it is what counts from now on. */
  keep(value: T): T {
    this.#held = { value };
    return value;
  }

  async #fetch(carry: () => Promise<Reply>): Promise<T> {
    return this.keep(await this.#read(await carry()));
  }
}
