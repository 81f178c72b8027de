import { NumrouteError } from '@numroute/core';

/** How long a router works: first it buys no more, then it does nothing more. */
export class Lifetime {
  readonly #buying = new AbortController();
  readonly #working = new AbortController();
  readonly #reason = new NumrouteError('CLOSED', 'the router was closed', {});

  /** Aborts when nothing more is bought. */
  get buying(): AbortSignal {
    return this.#buying.signal;
  }

  /** Aborts when nothing more is done at all. */
  get working(): AbortSignal {
    return this.#working.signal;
  }

  /**
   * The signal of one call: the caller's, or the end of the router.
   *
   * @throws {NumrouteError} CLOSED
   */
  call(signal: AbortSignal | undefined, end: AbortSignal = this.working): AbortSignal {
    end.throwIfAborted();
    return signal ? AbortSignal.any([signal, end]) : end;
  }

  stopBuying(): void {
    this.#buying.abort(this.#reason);
  }

  stopWorking(): void {
    this.#working.abort(this.#reason);
  }
}
