import type { Told } from '../../../packages/router/src/polling/index.ts';
import { LAST_LOOK_MS, type OpenRoom } from './crowd.ts';

/** What a simple client does: everybody in turn, at an even pace, and a last look before the end. */
export function roundRobin(looksPerSecond: number): OpenRoom {
  return (provider, clock) => {
    const queue = new Map<string, Told>();
    const oldest: { readonly id: string; readonly lastLookAt: number }[] = [];
    const stop = new AbortController();
    let passed = 0;
    const next = (): string | undefined => {
      for (let head = oldest[passed]; head; head = oldest[passed]) {
        if (queue.has(head.id) && head.lastLookAt > clock.now()) break;
        passed += 1;
        if (queue.has(head.id)) return head.id;
      }
      return queue.keys().next().value;
    };
    const run = async (): Promise<void> => {
      for (;;) {
        await clock.sleep(1_000 / looksPerSecond, stop.signal);
        const id = next();
        const told = id === undefined ? undefined : queue.get(id);
        if (id === undefined || !told) continue;
        queue.delete(id);
        queue.set(id, told);
        told({ kind: 'report', report: await provider.fetchOrder(id, { signal: stop.signal }) });
      }
    };
    run().catch((thrown: unknown) => {
      if (!stop.signal.aborted) throw thrown;
    });
    return {
      enter: ({ id, boughtAt }, told) => {
        queue.set(id, told);
        oldest.push({ id, lastLookAt: boughtAt + LAST_LOOK_MS });
        return () => queue.delete(id);
      },
      close: () => stop.abort(),
    };
  };
}
