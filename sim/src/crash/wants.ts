import type { Market } from './market.ts';
import type { Setup, Word } from './plan.ts';

/** Which wants were begun and which are done, over all processes that worked on them. */
export interface Wants {
  readonly heard: (word: Word) => void;
  /** What the next process is told. */
  setup(last: boolean): Setup;
  count(): string;
}

/** @param concurrency So many purchases at once at a vendor that lists its orders. */
export function openWants({
  file,
  epoch,
  factor,
  concurrency = 3,
  market,
}: Pick<Setup, 'file' | 'epoch' | 'factor'> &
  Partial<Pick<Setup, 'concurrency'>> & { readonly market: Market }): Wants {
  const unfinished = new Set<number>();
  let next = 0;
  return {
    heard: (word) => {
      if (word.kind === 'begun') {
        unfinished.add(word.want);
        next = Math.max(next, word.want + 1);
      } else if (word.kind === 'done') unfinished.delete(word.want);
      else if (word.kind === 'failed') throw new Error(`A child failed: ${word.why}`);
    },
    setup: (last) => ({
      file,
      epoch,
      factor,
      concurrency,
      vendors: market.stalls.map(({ id, kind, sandbox, world }) => ({
        id,
        kind,
        url: sandbox.url,
        secret: world.secret,
      })),
      unfinished: [...unfinished],
      next,
      last,
    }),
    count: () => `${next} wants begun, ${unfinished.size} unfinished`,
  };
}
