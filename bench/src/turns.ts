/** Watches how long the thread works without a pause: what else the machine does is not counted. */
export class Turns {
  #longest = 0;
  #ended = false;
  #last = process.threadCpuUsage();

  constructor() {
    const tick = (): void => {
      const now = process.threadCpuUsage();
      this.#longest = Math.max(this.#longest, now.user + now.system - this.#last.user - this.#last.system);
      this.#last = now;
      if (!this.#ended) setImmediate(tick);
    };
    setImmediate(tick);
  }

  /** The longest turn since the last question, in milliseconds of work. */
  take(): number {
    const longest = this.#longest / 1000;
    this.#longest = 0;
    return longest;
  }

  end(): void {
    this.#ended = true;
  }
}
