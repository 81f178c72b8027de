import { type Clock, NumrouteError, unlessAborted } from '@numroute/core';
import type { FetchedToken, Reply } from '../adapter.ts';
import { Secret } from '../wire/secret.ts';

/** Sends the request for a token, once. */
export type Login = () => Promise<Reply>;

/** Of its life so much is left when a token is renewed: a purchase may be on its way for a minute. */
const LEFT_MS = 90_000;
/** Of a short life at most so much is given away. */
const LEFT_SHARE = 0.25;

interface Held {
  readonly secret: Secret;
  readonly renewAt: number;
}

/** The token of one account: fetched once for all who ask, and renewed before it ends. */
export class Tokens {
  readonly #auth: FetchedToken;
  readonly #clock: Clock;
  #held: Held | undefined;
  #fetching: Promise<Held> | undefined;

  constructor(auth: FetchedToken, clock: Clock) {
    this.#auth = auth;
    this.#clock = clock;
  }

  /**
   * The token, fetched where there is none that is still good.
   *
   * @param login Called by whoever asks first, and not at all where there is one.
   * @throws {NumrouteError} As the adapter reads the reply. UNREADABLE It holds no token.
   */
  async ensure(login: Login, signal: AbortSignal): Promise<Secret> {
    const held = this.#held;
    if (held && this.#clock.monotonic() < held.renewAt) return held.secret;
    this.#fetching ??= this.#fetch(login).finally(() => {
      this.#fetching = undefined;
    });
    // Whoever hangs up leaves it to the others.
    this.#fetching.catch(() => undefined);
    return (await unlessAborted(this.#fetching, signal)).secret;
  }

  /** The vendor refused it: the next request fetches another. */
  forget(refused: Secret | undefined): void {
    if (this.#held?.secret === refused) this.#held = undefined;
  }

  async #fetch(login: Login): Promise<Held> {
    const { token, lifetimeMs } = this.#auth.read(await login());
    if (typeof token !== 'string' || !/^[\x21-\x7e]{8,8192}$/.test(token) || !(lifetimeMs > 0))
      throw new NumrouteError('UNREADABLE', 'the reply holds no token', { vendorWord: '' });
    const left = Math.min(LEFT_MS, lifetimeMs * LEFT_SHARE);
    this.#held = { secret: new Secret(token), renewAt: this.#clock.monotonic() + lifetimeMs - left };
    return this.#held;
  }
}
