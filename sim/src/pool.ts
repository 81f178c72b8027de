import { Worker } from 'node:worker_threads';
import type { Lean } from './lean.ts';
import type { Batch, BatchResult } from './worker.ts';

const BATCH = 8;
/** An engine that was killed in the middle leaves promises that nobody can settle; its thread takes them along. */
const SHIFT = 250;

export interface Run {
  readonly seed: number;
  readonly workers: number;
  readonly everyPoint: boolean;
  /** No more batches than these are begun. */
  readonly most: number;
  readonly lean?: Lean;
  /** Takes each result, in the order of the seeds; false: that was the last one needed. */
  took(result: BatchResult): boolean;
}

/** Keeps all cores busy; what counts is the same however many there are. */
export async function runOnAllCores({ seed, workers, everyPoint, most, lean, took }: Run): Promise<void> {
  const count = everyPoint ? 1 : BATCH;
  const early = new Map<number, BatchResult>();
  const done = Promise.withResolvers<void>();
  let next = seed;
  let awaited = seed;
  const hands = new Set<Worker>();
  const end = seed + count * most;
  const give = (hand: Worker): void => {
    if (next >= end) return;
    hand.postMessage({ from: next, count, everyPoint, ...(lean && { lean }) } satisfies Batch);
    next += count;
  };
  const hire = (): void => {
    const hand = new Worker(new URL('worker.ts', import.meta.url));
    hands.add(hand);
    let batches = 0;
    hand.on('error', done.reject);
    hand.on('message', (result: BatchResult) => {
      batches += 1;
      early.set(result.from, result);
      for (let ready = early.get(awaited); ready; ready = early.get(awaited)) {
        early.delete(awaited);
        awaited += count;
        if (!took(ready)) {
          done.resolve();
          return;
        }
      }
      if (batches < SHIFT) give(hand);
      else {
        hands.delete(hand);
        hand.terminate().then(hire, done.reject);
      }
    });
    give(hand);
  };
  for (let n = 0; n < Math.min(workers, most); n += 1) hire();
  try {
    await done.promise;
  } finally {
    await Promise.all([...hands].map((hand) => hand.terminate()));
  }
}
