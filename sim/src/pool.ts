import { Worker } from 'node:worker_threads';
import type { Batch, BatchResult } from './worker.ts';

const BATCH = 8;

export interface Run {
  readonly seed: number;
  readonly workers: number;
  readonly everyPoint: boolean;
  /** Takes each result, in the order of the seeds; false: that was the last one needed. */
  took(result: BatchResult): boolean;
}

/** Keeps all cores busy; what counts is the same however many there are. */
export async function runOnAllCores({ seed, workers, everyPoint, took }: Run): Promise<void> {
  const count = everyPoint ? 1 : BATCH;
  const early = new Map<number, BatchResult>();
  const done = Promise.withResolvers<void>();
  let next = seed;
  let awaited = seed;
  const hands = Array.from({ length: workers }, () => new Worker(new URL('worker.ts', import.meta.url)));
  const give = (hand: Worker): void => {
    hand.postMessage({ from: next, count, everyPoint } satisfies Batch);
    next += count;
  };
  for (const hand of hands) {
    hand.on('error', done.reject);
    hand.on('message', (result: BatchResult) => {
      early.set(result.from, result);
      for (let ready = early.get(awaited); ready; ready = early.get(awaited)) {
        early.delete(awaited);
        awaited += count;
        if (!took(ready)) {
          done.resolve();
          return;
        }
      }
      give(hand);
    });
    give(hand);
  }
  try {
    await done.promise;
  } finally {
    await Promise.all(hands.map((hand) => hand.terminate()));
  }
}
