/** Watches how long the thread works in one turn: what else the machine does is not counted. */
export class Turns {
  #longest = 0;
  #hasEnded = false;
  #last = process.threadCpuUsage();

  constructor() {
    const tick = (): void => {
      this.#look();
      if (!this.#hasEnded) setImmediate(tick);
    };
    setImmediate(tick);
  }

  /** The longest turn since the last question, in milliseconds of work. */
  take(): number {
    this.#look();
    const longest = this.#longest / 1000;
    this.#longest = 0;
    return longest;
  }

  end(): void {
    this.#hasEnded = true;
  }

  #look(): void {
    const now = process.threadCpuUsage();
    this.#longest = Math.max(this.#longest, now.user + now.system - this.#last.user - this.#last.system);
    this.#last = now;
  }
}

/** The most that the thread worked in one turn meanwhile, in milliseconds. */
export async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  const turns = new Turns();
  await work();
  turns.end();
  return turns.take();
}
