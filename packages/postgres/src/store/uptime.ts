import type { Clock } from '@numroute/core';
import type { Uptime } from '@numroute/journal';

/** A clock of the database that moves so far against ours was set. */
const SET_MS = 5_000;

/**
 * The uptime of the database's server: what counts from one owner to the next, on whatever machines these are.
 * Between two answers it goes on by our monotonic clock. A server whose clock was set is another one from then
 * on, for all who share it, so that its time proves nothing of before.
 */
export class DatabaseUptime {
  readonly #clock: Clock;
  #boot: string | undefined;
  #isSet = false;
  #offset = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * @param boot Names the start of the server, and how often its clock was set since.
   * @param ms How long ago that start was, when the answer was given.
   * @param asked By our monotonic clock, before the question left.
   * @returns Whether the others have to be told that the server's clock was set.
   */
  learn(boot: string, ms: number, asked: number): boolean {
    // The answer is from between the two moments.
    const [least, most] = [ms - this.#clock.monotonic(), ms - asked];
    const isSame = this.#boot === boot;
    this.#isSet = isSame && (this.#isSet || least > this.#offset + SET_MS || most < this.#offset - SET_MS);
    if (!isSame) this.#offset = least;
    this.#boot = boot;
    return this.#isSet;
  }

  /** Undefined before the first answer, and while the server's clock cannot be believed. */
  read(): Uptime | undefined {
    if (this.#boot === undefined || this.#isSet) return undefined;
    return { boot: this.#boot, ms: Math.round(this.#clock.monotonic() + this.#offset) };
  }
}
