import type PQueue from 'p-queue';

/**
 * Adds a task that can be called off while it waits, and not once it runs. p-queue rejects a
 * *running* task too as soon as its signal aborts, which would hide an unknown outcome behind an
 * abort; so the queue's own signal ends where the task begins.
 */
export async function addTask<T>(
  queue: Pick<PQueue, 'add'>,
  signal: AbortSignal,
  task: () => Promise<T>,
  priority = 0,
): Promise<T> {
  signal.throwIfAborted();
  const waiting = new AbortController();
  const leave = (): void => waiting.abort(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  try {
    return await queue.add(
      () => {
        signal.removeEventListener('abort', leave);
        return task();
      },
      { priority, signal: waiting.signal },
    );
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
