import type { Clock } from '@numroute/core';
import type { Uptime } from '@numroute/journal';

/** What the engine runs on: it outlives the engine's crashes, and may be started anew itself. */
export class Machine {
  /** How far its wall clock is off; its owner may set it. */
  skewMs = 0;
  diskFull = false;
  #boot = 1;
  #startedAt: number;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#startedAt = clock.monotonic();
  }

  /** By the monotonic clock. */
  readonly rebootedAt: number[] = [];

  reboot(): void {
    this.rebootedAt.push(this.#clock.monotonic());
    this.#boot += 1;
    this.#startedAt = this.#clock.monotonic();
  }

  get uptime(): Uptime {
    return { boot: `boot-${this.#boot}`, ms: this.#clock.monotonic() - this.#startedAt };
  }
}
