import { type Io, isRewritable, rewrite, short, widthOf } from '../io.ts';

const EVERY_MS = 1_000;

/**
 * How long something has been waited for, and how long at most it still will be: one line on a terminal's
 * stderr, written over each second until it is disposed of. Nothing anywhere else.
 */
export class WaitingLine implements Disposable {
  readonly #io: Io;
  readonly #what: string;
  readonly #forMs: number;
  readonly #begunAt = performance.now();
  readonly #timer: NodeJS.Timeout | undefined;

  constructor(io: Io, what: string, forMs: number) {
    this.#io = io;
    this.#what = what;
    this.#forMs = forMs;
    if (!isRewritable(io, io.stderr)) return;
    this.#timer = setInterval(() => this.#draw(), EVERY_MS);
    this.#timer.unref();
    this.#draw();
  }

  /** Prints something, with the line out of its way. */
  around(print: () => void): void {
    this.#clear();
    print();
    this.#draw();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#clear();
  }

  #draw(): void {
    if (!this.#timer) return;
    const elapsedMs = performance.now() - this.#begunAt;
    const left = clockText(Math.max(0, this.#forMs - elapsedMs));
    const text = `${this.#what}: ${clockText(elapsedMs)}, at most ${left} more`;
    rewrite(this.#io.stderr, short(text, widthOf(this.#io, this.#io.stderr) - 1));
  }

  #clear(): void {
    if (this.#timer) rewrite(this.#io.stderr);
  }
}

/** `9:48` */
function clockText(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
