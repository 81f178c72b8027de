import { get } from 'node:http';
import type { Dialect, Door, WireReply, WireRequest } from '@numroute/core';
import type { Fault } from '../../faults.ts';
import { type SeenRequest, startSandbox } from '../../sandbox.ts';
import type { Mutable } from '../../world/mutable.ts';

const PING = '/kit/ping';

/** A request, and what became of it. */
export interface Exchange {
  readonly request: WireRequest;
  /** What the vendor answered, before any fault. Absent: nobody asked it. */
  readonly reply?: WireReply;
  /** The kind of the fault that hit it. */
  readonly fault?: string;
  /** The dialect threw instead of answering. */
  readonly threw?: true;
}

type Fate = Mutable<Omit<Exchange, 'request'>>;

/** The line between provider and vendor, as the kit sees and breaks it. */
export interface Wire extends AsyncDisposable {
  readonly url: string;
  /** Where the dialect listens. */
  readonly path: string;
  readonly requests: readonly SeenRequest[];
  /** What the vendor answered, twisted, and before any fault. */
  readonly replies: readonly WireReply[];
  readonly last: Exchange | undefined;
  /** What the dialect threw instead of answering. */
  readonly thrown: readonly unknown[];
  readonly connections: number;
  readonly bytesSent: number;
  /** Goes there and back, so that whatever was sent before has arrived. Leaves no trace. */
  ping(): Promise<void>;
  /** Hits the next request, and only that one. */
  fault(fault: Fault): void;
  /** Hits the `n`th request from now on, the next being 1, and only that one. */
  faultAt(n: number, fault: Fault): void;
  clearFaults(): void;
  /** The vendor acts on the `n`th request from now on, the next being 1, and says something else. */
  twistAt(n: number, change: (reply: WireReply) => WireReply): void;
  /** From now on nobody listens. */
  close(): Promise<void>;
}

export async function openWire(dialect: Dialect | (() => Dialect), door: Door): Promise<Wire> {
  const vendor = typeof dialect === 'function' ? dialect() : dialect;
  const replies: WireReply[] = [];
  const thrown: unknown[] = [];
  // A request is known by its query, which every copy of it shares.
  const fates = new Map<URLSearchParams, Fate>();
  const fateOf = ({ query }: WireRequest): Fate => {
    const fate = fates.get(query) ?? {};
    fates.set(query, fate);
    return fate;
  };
  let twist = (reply: WireReply): WireReply => reply;
  const overheard: Dialect = {
    id: vendor.id,
    path: vendor.path,
    ...(vendor.beside && { beside: vendor.beside }),
    async respond(request, to) {
      if (request.path === PING) return { body: '' };
      try {
        const reply = twist(await vendor.respond(request, to));
        replies.push(reply);
        fateOf(request).reply = reply;
        return reply;
      } catch (error) {
        thrown.push(error);
        fateOf(request).threw = true;
        throw error;
      }
    },
  };
  const sandbox = await startSandbox({ world: { door }, dialect: overheard });
  const fault = (one: Fault): void =>
    sandbox.fault({
      ...one,
      match: (request) => {
        const isHit = request.path !== PING && (one.match?.(request) ?? true);
        if (isHit) fateOf(request).fault = one.kind;
        return isHit;
      },
    });
  const requests = (): readonly SeenRequest[] => sandbox.requests.filter(({ path }) => path !== PING);
  return {
    url: sandbox.url,
    path: vendor.path,
    get requests() {
      return requests();
    },
    replies,
    get last() {
      const request = requests().at(-1);
      return request && { request, ...fates.get(request.query) };
    },
    thrown,
    get connections() {
      return sandbox.connections;
    },
    get bytesSent() {
      return sandbox.bytesSent;
    },
    ping: () =>
      new Promise((resolve, reject) => {
        const sent = get(sandbox.origin + PING, { agent: false, headers: { connection: 'close' } });
        sent.on('response', (response) => response.resume().on('end', resolve));
        sent.on('error', reject);
      }),
    fault,
    faultAt(n, one) {
      let seen = 0;
      fault({
        ...one,
        match: () => {
          seen += 1;
          return seen === n;
        },
      });
    },
    clearFaults: sandbox.clearFaults,
    twistAt(n, change) {
      let seen = 0;
      twist = (reply) => {
        seen += 1;
        return seen === n ? change(reply) : reply;
      };
    },
    close: sandbox.close,
    [Symbol.asyncDispose]: sandbox.close,
  };
}
