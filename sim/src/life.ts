import type { Clock } from '@numroute/core';

/** Of what a life guards, what leaves no trace anywhere. */
const READS: readonly PropertyKey[] = [
  'findAttempt',
  'findNumber',
  'findOrder',
  'findWant',
  'list',
  'history',
  'readCheckpoint',
];

const never = <T>(): Promise<T> => new Promise(() => undefined);

/**
 * One run of the engine, from its start to a crash or to the end. Whatever the engine waits for
 * passes through its life; a killed engine waits for ever, so that, as after SIGKILL, not a line of
 * it runs on: no `catch`, no `finally`.
 */
export class Life {
  #points = 0;
  /** What was begun, or came back, that outlives it. */
  #deeds = 0;
  #before = '';
  readonly #forks: number[] = [];
  #frozen = 0;
  /** What came back while it was frozen. */
  readonly #held: (() => void)[] = [];
  #diedAt = Number.POSITIVE_INFINITY;
  /** By the monotonic clock, as is its death. */
  readonly bornAt: number;
  readonly #killAt: number;
  readonly #clock: Clock;
  readonly #onDeath: () => void;
  readonly #world: (() => string) | undefined;

  /**
   * @param killAt The crash point that it does not survive; `Infinity` for none.
   * @param world All that outlives it, beside what it does itself. Absent: its forks are not asked for.
   */
  constructor(killAt: number, clock: Clock, onDeath: () => void, world?: () => string) {
    this.#killAt = killAt;
    this.#clock = clock;
    this.#world = world;
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

  /**
   * The crash points at which the world is not as it was at the point before. Between two of them it
   * only read and thought, and all of that dies with it, so that to die at any of those is the same.
   */
  get forks(): readonly number[] {
    return this.#forks;
  }

  /** Not a line of it runs until it is thawed as often; what it asked for happens, and it hears of it then. */
  freeze(): void {
    this.#frozen += 1;
  }

  thaw(): void {
    this.#frozen -= 1;
    if (this.#frozen > 0) return;
    for (const settle of this.#held.splice(0)) settle();
  }

  kill(): void {
    if (this.dead) return;
    this.#diedAt = this.#clock.monotonic();
    this.#onDeath();
  }

  /** There is a crash point before the act and one after it, before its result is known to anybody. */
  through<T>(act: () => Promise<T>): Promise<T> {
    return this.#call(act, [], true);
  }

  /** Time as this run sees it. */
  clock(real: Clock, jumpedMs: () => number): Clock {
    return {
      now: () => real.now() + jumpedMs(),
      monotonic: () => real.monotonic(),
      sleep: (ms, signal) => this.#call(() => real.sleep(ms, signal), [], false),
    };
  }

  /** The same object, every promise of it through this life. */
  guard<T extends object>(whole: T): T {
    const guarded: Partial<T> = {};
    for (const name of Object.keys(whole) as (keyof T)[]) {
      const part = whole[name];
      guarded[name] =
        typeof part === 'function'
          ? (((...given: unknown[]) =>
              this.#call(part.bind(whole), given, !READS.includes(name))) as T[keyof T])
          : part;
    }
    return guarded as T;
  }

  #call<R>(part: (...given: unknown[]) => R, given: unknown[], isDeed: boolean): R {
    if (this.#dies()) return never() as R;
    if (isDeed) this.#deeds += 1;
    const result = part(...given);
    if (!(result instanceof Promise)) return result;
    return new Promise((resolve, reject) => {
      const back = (settle: () => void): void => {
        if (isDeed) this.#deeds += 1;
        if (this.#dies()) return;
        if (this.#frozen > 0) this.#held.push(settle);
        else settle();
      };
      result.then(
        (value: unknown) => back(() => resolve(value)),
        (error: unknown) => back(() => reject(error)),
      );
    }) as R;
  }

  #dies(): boolean {
    if (this.dead) return true;
    this.#points += 1;
    if (this.#world) this.#note(this.#world());
    if (this.#points >= this.#killAt) this.kill();
    return this.dead;
  }

  #note(world: string): void {
    const now = `${this.#deeds} ${world}`;
    if (now !== this.#before) this.#forks.push(this.#points);
    this.#before = now;
  }
}
