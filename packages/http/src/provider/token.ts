import { type Clock, NumrouteError, unlessAborted } from '@numroute/core';
import type { FetchedToken, Reply } from '../adapter.ts';
import { Secret } from '../wire/secret.ts';
import { Flight } from './flight.ts';

/** Sends when there is a place for one more request. */
export type InTurn = <T>(send: () => Promise<T>) => Promise<T>;

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
  readonly #flight = new Flight<Secret>();
  #held: Held | undefined;

  constructor(auth: FetchedToken, clock: Clock) {
    this.#auth = auth;
    this.#clock = clock;
  }

  /** Undefined: there is none that is still good. */
  get held(): Secret | undefined {
    const held = this.#held;
    return held && this.#clock.monotonic() < held.renewAt ? held.secret : undefined;
  }

  /**
   * The token, fetched where there is none that is still good. Shared is what has left, and never a wait
   * for a turn: whoever waits for another's turn keeps a place that the other may need, and whoever hangs
   * up takes his turn with him.
   *
   * @param login Called by whoever has a turn first, and not at all where there is a token by then.
   * @throws {NumrouteError} As the adapter reads the reply. UNREADABLE It holds no token.
   */
  async ensure(login: Login, inTurn: InTurn, signal: AbortSignal): Promise<Secret> {
    const once = async (): Promise<Secret> =>
      this.held ?? (await this.#flight.join(() => this.#fetch(login)));
    return await unlessAborted(inTurn(once), signal);
  }

  /** The vendor refused it: the next request fetches another. */
  forget(refused: Secret | undefined): void {
    if (this.#held?.secret === refused) this.#held = undefined;
  }

  async #fetch(login: Login): Promise<Secret> {
    const { token, lifetimeMs } = this.#read(await login());
    if (typeof token !== 'string' || !/^[\x21-\x7e]{8,8192}$/.test(token) || !(lifetimeMs > 0))
      throw noToken();
    const left = Math.min(LEFT_MS, lifetimeMs * LEFT_SHARE);
    const secret = new Secret(token);
    this.#held = { secret, renewAt: this.#clock.monotonic() + lifetimeMs - left };
    return secret;
  }

  #read(reply: Reply): ReturnType<FetchedToken['read']> {
    try {
      return this.#auth.read(reply);
    } catch (error) {
      if (NumrouteError.is(error) && error.code !== 'UNREADABLE') throw error;
      // What an error shows of a reply that is not understood may be the token.
      throw noToken();
    }
  }
}

const noToken = (): NumrouteError =>
  new NumrouteError('UNREADABLE', 'the reply holds no token', { vendorWord: '' });
