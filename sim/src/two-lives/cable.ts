import { type Clock, NumrouteError } from '@numroute/core';
import type { Random } from '../random.ts';

/** Looks so often whether what was cut is whole again. */
const LOOK_MS = 500;

/** What lies between a process and the store. */
export class Cable {
  #cuts = 0;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #slowestMs: number;

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
    this.#slowestMs = random.pick([5, 50, 1_500]);
  }

  cut(): void {
    this.#cuts += 1;
  }

  mend(): void {
    this.#cuts -= 1;
  }

  get isCut(): boolean {
    return this.#cuts > 0;
  }

  /**
   * Over a cut cable nothing arrives. What was on its way back when it was cut arrives.
   *
   * @throws {NumrouteError} UNAVAILABLE
   */
  async carry<T>(question: () => Promise<T>): Promise<T> {
    await this.#travel();
    if (this.isCut) throw new NumrouteError('UNAVAILABLE', 'journal: its store cannot be reached', {});
    const [answer] = await Promise.allSettled([question()]);
    await this.#travel();
    if (answer.status === 'rejected') throw answer.reason;
    return answer.value;
  }

  /** What was said while it was cut is told once it is whole. */
  async bring(): Promise<void> {
    while (this.isCut) await this.#clock.sleep(LOOK_MS);
    await this.#travel();
  }

  async #travel(): Promise<void> {
    await this.#clock.sleep(this.#random.between(0.1, this.#slowestMs));
  }
}
