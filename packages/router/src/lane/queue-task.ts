import type PQueue from 'p-queue';

/**
 * Adds a task that can be called off while it waits, and not once it runs. p-queue rejects a
 * *running* task too as soon as its signal aborts, which would hide an unknown outcome behind an
 * abort; so the queue's own signal ends where the task begins.
 *
 * @param all Holds the task as long as it waits, for whoever calls off all that wait.
 */
export async function addTask<T>(
  queue: Pick<PQueue, 'add'>,
  signal: AbortSignal,
  task: () => Promise<T>,
  priority = 0,
  all?: Set<AbortController>,
): Promise<T> {
  signal.throwIfAborted();
  const waiting = new AbortController();
  const leave = (): void => waiting.abort(signal.reason);
  const over = (): void => {
    signal.removeEventListener('abort', leave);
    all?.delete(waiting);
  };
  signal.addEventListener('abort', leave, { once: true });
  all?.add(waiting);
  try {
    return await queue.add(
      () => {
        over();
        return task();
      },
      { priority, signal: waiting.signal },
    );
  } finally {
    over();
  }
}
