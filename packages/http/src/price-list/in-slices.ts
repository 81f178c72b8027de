const SLICE_MS = 4;

/** Lets timers, sockets and other requests have their turn. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Does long work in slices of a few milliseconds, with a turn for everybody else between them. The
 * work says where it may pause by yielding.
 */
export async function inSlices<T>(work: Iterator<unknown, T, void>): Promise<T> {
  for (;;) {
    const end = performance.now() + SLICE_MS;
    do {
      const step = work.next();
      if (step.done) return step.value;
    } while (performance.now() < end);
    await nextTurn();
  }
}
