import type { Clock } from '@numroute/core';

const never = <T>(): Promise<T> => new Promise(() => undefined);

/**
 * One run of the engine, from its start to a crash or to the end. Whatever the engine waits for
 * passes through its life; a killed engine waits for ever, so that, as after SIGKILL, not a line of
 * it runs on: no `catch`, no `finally`.
 */
export class Life {
  #points = 0;
  #diedAt = Number.POSITIVE_INFINITY;
  /** By the monotonic clock, as is its death. */
  readonly bornAt: number;
  readonly #killAt: number;
  readonly #clock: Clock;
  readonly #onDeath: () => void;

  /** @param killAt The crash point that it does not survive; `Infinity` for none. */
  constructor(killAt: number, clock: Clock, onDeath: () => void) {
    this.#killAt = killAt;
    this.#clock = clock;
    this.bornAt = clock.monotonic();
    this.#onDeath = onDeath;
  }

  get dead(): boolean {
    return this.#diedAt !== Number.POSITIVE_INFINITY;
  }

  get diedAt(): number {
    return this.#diedAt;
  }

  /** Crash points passed so far. */
  get points(): number {
    return this.#points;
  }

  kill(): void {
    if (this.dead) return;
    this.#diedAt = this.#clock.monotonic();
    this.#onDeath();
  }

  /** There is a crash point before the act and one after it, before its result is known to anybody. */
  through<T>(act: () => Promise<T>): Promise<T> {
    if (this.#dies()) return never();
    return new Promise((resolve, reject) => {
      act().then(
        (value) => {
          if (!this.#dies()) resolve(value);
        },
        (error: unknown) => {
          if (!this.#dies()) reject(error);
        },
      );
    });
  }

  /** Time as this run sees it. */
  clock(real: Clock, jumpedMs: () => number): Clock {
    return {
      now: () => real.now() + jumpedMs(),
      monotonic: () => real.monotonic(),
      sleep: (ms, signal) => this.through(() => real.sleep(ms, signal)),
    };
  }

  /** The same object, every promise of it through this life. */
  guard<T extends object>(whole: T): T {
    const guarded: Partial<T> = {};
    for (const name of Object.keys(whole) as (keyof T)[]) {
      const part = whole[name];
      guarded[name] =
        typeof part === 'function'
          ? (((...given: unknown[]) => this.#call(part.bind(whole), given)) as T[keyof T])
          : part;
    }
    return guarded as T;
  }

  #call(part: (...given: unknown[]) => unknown, given: unknown[]): unknown {
    if (this.#dies()) return never();
    const result = part(...given);
    if (!(result instanceof Promise)) return result;
    return new Promise((resolve, reject) => {
      result.then(
        (value) => {
          if (!this.#dies()) resolve(value);
        },
        (error: unknown) => {
          if (!this.#dies()) reject(error);
        },
      );
    });
  }

  #dies(): boolean {
    if (this.dead) return true;
    this.#points += 1;
    if (this.#points >= this.#killAt) this.kill();
    return this.dead;
  }
}
