import type { RouterEvent } from '@numroute/router';
import { type Io, isRewritable, rewrite } from '../io.ts';

/** One line on a terminal's stderr that says who has answered so far. Silent anywhere else. */
export interface Progress {
  readonly onEvent: (event: RouterEvent) => void;
  start(providers: number): void;
  stop(): void;
}

export function progressOn(io: Io): Progress {
  const { stderr } = io;
  const isShown = isRewritable(io, stderr);
  let waiting = 0;
  let answered = 0;
  const draw = (): void => {
    if (waiting > 0 && isShown) rewrite(stderr, `Asking: ${answered} of ${waiting} providers answered …`);
  };
  return {
    onEvent: ({ type }) => {
      if (type !== 'offers-listed' && type !== 'offers-failed') return;
      answered = Math.min(answered + 1, waiting);
      draw();
    },
    start: (providers) => {
      waiting = providers;
      answered = 0;
      draw();
    },
    stop: () => {
      if (waiting > 0 && isShown) rewrite(stderr);
      waiting = 0;
    },
  };
}
