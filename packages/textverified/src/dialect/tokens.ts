import type { Clock } from '@numroute/core';

/** As the vendor's sample says it. */
export const LIFETIME_S = 899;
const MOST = 10_000;

/** The tokens that were given for keys, each for a quarter of an hour. */
export class IssuedTokens {
  readonly #clock: Clock;
  readonly #issued = new Map<string, { readonly key: string; readonly endsAt: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(key: string): { readonly token: string; readonly endsAt: number } {
    const now = this.#clock.now();
    // The oldest stand first.
    for (const [token, { endsAt }] of this.#issued) {
      if (endsAt > now && this.#issued.size < MOST) break;
      this.#issued.delete(token);
    }
    const token = crypto.randomUUID();
    const endsAt = now + LIFETIME_S * 1000;
    this.#issued.set(token, { key, endsAt });
    return { token, endsAt };
  }

  /** Undefined: nobody was given it, or it has ended. */
  keyOf(token: string): string | undefined {
    const found = this.#issued.get(token);
    return found && found.endsAt > this.#clock.now() ? found.key : undefined;
  }
}
