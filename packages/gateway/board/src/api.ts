import type { Problem, Wish } from './resources.ts';

/** A request that failed, and whether money may have moved. */
export class Failure extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }
}

const READ_MS = 30_000;
/** A vendor may take a minute to sell. */
const PURCHASE_MS = 100_000;

/** The gateway's REST, for whoever holds the token. */
export class Api {
  readonly #token: string;
  readonly #onRefused: () => void;

  /** `onRefused` hears of a token that is none. */
  constructor(token: string, onRefused: () => void) {
    this.#token = token;
    this.#onRefused = onRefused;
  }

  async get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return (await (await this.#send(path, { signal: signalOf(READ_MS, signal) })).json()) as T;
  }

  async act<T>(path: string): Promise<T> {
    const request = { method: 'POST', signal: signalOf(READ_MS) };
    return (await (await this.#send(path, request)).json()) as T;
  }

  /** Of what buys nothing. */
  async add<T>(path: string, body: object): Promise<T> {
    const reply = await this.#send(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
      signal: signalOf(READ_MS),
    });
    return (await readable(reply)) as T;
  }

  async remove(path: string): Promise<void> {
    await this.#send(path, { method: 'DELETE', signal: signalOf(READ_MS) });
  }

  /** The same key and wish get the same order, however often they are sent. */
  async buy<T>(wish: Wish, key: string): Promise<T> {
    const reply = await this.#send('orders', {
      method: 'POST',
      body: JSON.stringify(wish),
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      signal: signalOf(PURCHASE_MS),
      mayBuy: true,
    });
    return (await readable(reply)) as T;
  }

  /** The bytes of the event stream, until it breaks or the signal ends it. */
  async events(signal: AbortSignal): Promise<ReadableStream<BufferSource>> {
    const { body } = await this.#send('events', { signal });
    if (!body) throw unreachable(false);
    return body;
  }

  async #send(
    path: string,
    { mayBuy = false, ...request }: RequestInit & { readonly mayBuy?: boolean },
  ): Promise<Response> {
    const headers = { ...request.headers, authorization: `Bearer ${this.#token}` };
    let reply: Response;
    try {
      reply = await fetch(`v1/${path}`, { ...request, headers, cache: 'no-store', redirect: 'error' });
    } catch (error) {
      if (request.signal?.aborted && (error as Error).name === 'AbortError') throw error;
      throw unreachable(mayBuy);
    }
    if (reply.ok) return reply;
    if (reply.status === 401) this.#onRefused();
    throw new Failure(await problemIn(reply, mayBuy));
  }
}

/** An answer that breaks off tells nothing of what was done. */
async function readable(reply: Response): Promise<unknown> {
  try {
    return await reply.json();
  } catch {
    throw unreachable(true);
  }
}

/** Also of a proxy in between, which knows nothing of problems: then nothing is promised. */
async function problemIn(reply: Response, mayBuy: boolean): Promise<Problem> {
  const said: unknown = await reply.json().catch(() => undefined);
  const isProblem = reply.headers.get('content-type')?.startsWith('application/problem+json') ?? false;
  if (isProblem && typeof said === 'object' && said !== null && 'moneyMayHaveMoved' in said) {
    return said as Problem;
  }
  return { code: 'FAILED', title: `HTTP ${reply.status}`, detail: '', moneyMayHaveMoved: mayBuy };
}

function unreachable(moneyMayHaveMoved: boolean): Failure {
  return new Failure({ code: 'UNREACHABLE', title: '', detail: '', moneyMayHaveMoved });
}

/** `AbortSignal.any` leaves a time-out of its own running, which costs nothing. */
function signalOf(ms: number, signal?: AbortSignal): AbortSignal {
  const timeout = AbortSignal.timeout(ms);
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
}

/** The problem of whatever was thrown; undefined for what was given up on purpose. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Failure) return error.problem;
  if (error instanceof Error && error.name === 'AbortError') return undefined;
  throw error;
}
