import type { Call, OrderReport } from '@numroute/core';

/** One request for one order, under way, and everybody who wants its answer. */
export interface PollRequest {
  readonly id: string;
  readonly startedAt: number;
  readonly done: Promise<OrderReport>;
  readonly abort: AbortController;
  lookers: number;
}

type Fetch = (id: string, call: Call) => Promise<OrderReport>;

/** Requests for single orders, never two at once for one. */
export class Requests {
  readonly #fetch: Fetch;
  readonly #byId = new Map<string, PollRequest>();

  constructor(fetch: Fetch) {
    this.#fetch = fetch;
  }

  get size(): number {
    return this.#byId.size;
  }

  get(id: string): PollRequest | undefined {
    return this.#byId.get(id);
  }

  /** @param landed Hears of the answer before anybody who waits for `done`. */
  start(id: string, startedAt: number, landed: (flight: PollRequest, answer: Answer) => void): PollRequest {
    const abort = new AbortController();
    const run = async (): Promise<OrderReport> => {
      const end = (answer: Answer): void => {
        this.#byId.delete(id);
        landed(flight, answer);
      };
      try {
        // Lets `flight` be known before anything can come back.
        await undefined;
        const report = await this.#fetch(id, { signal: abort.signal });
        end({ report });
        return report;
      } catch (thrown) {
        if (this.#byId.get(id) === flight) end({ thrown });
        throw thrown;
      }
    };
    const flight: PollRequest = { id, startedAt, done: run(), abort, lookers: 0 };
    this.#byId.set(id, flight);
    flight.done.catch(() => undefined);
    return flight;
  }

  abortAll(reason: unknown): void {
    for (const { abort } of this.#byId.values()) abort.abort(reason);
  }
}

export type Answer = { readonly report: OrderReport } | { readonly thrown: unknown };
