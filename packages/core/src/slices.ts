const SLICE_MS = 4;

const waiting: (() => void)[] = [];

/** One slice a turn: fourteen lists that are read at once would make a long turn of fourteen short slices. */
function goOn(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(goOn);
}

/** Lets timers, sockets and other requests have their turn, and whoever else waits for a slice. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(goOn);
  });
}

/**
 * Long work in slices of a few milliseconds. The work asks `isOver` where it may pause, and then waits
 * for `next`.
 */
export class Slices {
  #end: number = performance.now() + SLICE_MS;

  /** The slice is used up. */
  get isOver(): boolean {
    return performance.now() >= this.#end;
  }

  /** Resolves after a turn for everybody else. */
  async next(): Promise<void> {
    await nextTurn();
    this.#end = performance.now() + SLICE_MS;
  }
}

/** Does long work in slices; the work says by yielding where it may pause. */
export async function inSlices<T>(work: Iterator<unknown, T, void>): Promise<T> {
  const slices = new Slices();
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (slices.isOver) await slices.next();
  }
}

/** Looks at each of many, in slices. */
export async function eachInSlices<T>(all: Iterable<T>, look: (one: T) => void): Promise<void> {
  const slices = new Slices();
  for (const one of all) {
    look(one);
    if (slices.isOver) await slices.next();
  }
}
