type Run = () => Promise<unknown>;

interface Options {
  readonly priority?: number | undefined;
  readonly id?: string | undefined;
}

interface Waiting {
  readonly run: Run;
  readonly since: number;
}

/** Every so many turns the longest waiting task goes first, whatever its priority. */
const TURNS_PER_ELDER = 4;

/**
 * p-queue's queue, first in first out within a priority, highest priority first, except that
 * nothing starves: one turn in four belongs to whoever has waited longest.
 */
export class FairQueue {
  readonly #levels = new Map<number, Map<string, Waiting>>();
  #arrivals = 0;
  #turns = 0;

  get size(): number {
    let size = 0;
    for (const level of this.#levels.values()) size += level.size;
    return size;
  }

  enqueue(run: Run, { priority = 0, id = `unnamed-${this.#arrivals}` }: Partial<Options> = {}): void {
    let level = this.#levels.get(priority);
    if (!level) {
      level = new Map();
      this.#levels.set(priority, level);
    }
    level.set(id, { run, since: this.#arrivals++ });
  }

  dequeue(): Run | undefined {
    this.#turns += 1;
    const elder = this.#turns % TURNS_PER_ELDER === 0;
    let best: { priority: number; id: string; waiting: Waiting } | undefined;
    for (const [priority, level] of this.#levels) {
      const head = level.entries().next().value;
      if (!head) continue;
      const [id, waiting] = head;
      if (!best || (elder ? waiting.since < best.waiting.since : priority > best.priority)) {
        best = { priority, id, waiting };
      }
    }
    if (!best) return undefined;
    this.#levels.get(best.priority)?.delete(best.id);
    return best.waiting.run;
  }

  filter({ priority = 0 }: Readonly<Partial<Options>>): Run[] {
    return [...(this.#levels.get(priority)?.values() ?? [])].map(({ run }) => run);
  }

  setPriority(id: string, priority: number): void {
    for (const level of this.#levels.values()) {
      const waiting = level.get(id);
      if (!waiting) continue;
      level.delete(id);
      this.enqueue(waiting.run, { priority, id });
      return;
    }
    throw new ReferenceError(`No task with the id "${id}" is waiting.`);
  }

  remove(id: string): void {
    for (const level of this.#levels.values()) level.delete(id);
  }
}
