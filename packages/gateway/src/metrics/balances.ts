import { type Clock, type Money, NumrouteError } from '@numroute/core';
import type { Orders } from '../orders/orders.ts';

/** A vendor is asked no more often, however often the metrics are read. */
const REST_MS = 300_000;

/** What was last heard of a vendor's balance. */
interface Heard {
  readonly balance: Money;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What vendors hold of ours, as last heard. Who reads it never waits for a vendor. */
export class Balances {
  readonly #orders: Pick<Orders, 'providers' | 'balance'>;
  readonly #clock: Clock;
  readonly #heard = new Map<string, Heard>();
  readonly #untold = new Set<string>();
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(orders: Pick<Orders, 'providers' | 'balance'>, clock: Clock) {
    this.#orders = orders;
    this.#clock = clock;
  }

  /** What is known now. Vendors are asked anew where that is some minutes old, for whoever reads it next. */
  read(): ReadonlyMap<string, Heard> {
    const now = this.#clock.monotonic();
    if (now - this.#askedAt >= REST_MS) {
      this.#askedAt = now;
      for (const provider of this.#orders.providers) void this.#ask(provider);
    }
    return this.#heard;
  }

  async #ask(provider: string): Promise<void> {
    if (this.#untold.has(provider)) return;
    try {
      const balance = await this.#orders.balance(provider);
      this.#heard.set(provider, { balance, at: this.#clock.now() });
    } catch (error) {
      // The vendor tells none; whatever else was the matter may be over the next time.
      if (NumrouteError.is(error, 'UNSUPPORTED')) this.#untold.add(provider);
    }
  }
}
