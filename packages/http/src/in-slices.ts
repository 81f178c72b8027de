const SLICE_MS = 4;

/**
 * Does long work in slices of a few milliseconds, so that timers, sockets and other requests get
 * their turn between them. The work says where it may pause by yielding.
 */
export async function inSlices<T>(work: Iterator<unknown, T, void>): Promise<T> {
  for (;;) {
    const end = performance.now() + SLICE_MS;
    do {
      const step = work.next();
      if (step.done) return step.value;
    } while (performance.now() < end);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
