import { get } from 'node:http';
import type { Dialect, Door, WireReply } from '@numroute/core';
import type { Fault } from '../../faults.ts';
import { type SeenRequest, startSandbox } from '../../sandbox.ts';

const PING = '/kit/ping';

/** The line between provider and vendor, as the kit sees and breaks it. */
export interface Wire extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** What the vendor answered, before any fault. */
  readonly replies: readonly WireReply[];
  readonly connections: number;
  readonly bytesSent: number;
  /** Goes there and back, so that whatever was sent before has arrived. Leaves no trace. */
  ping(): Promise<void>;
  /** Hits the next request, and only that one. */
  fault(fault: Fault): void;
  clearFaults(): void;
  /** From now on nobody listens. */
  close(): Promise<void>;
}

export async function openWire(dialect: Dialect | (() => Dialect), door: Door): Promise<Wire> {
  const vendor = typeof dialect === 'function' ? dialect() : dialect;
  const replies: WireReply[] = [];
  const overheard: Dialect = {
    id: vendor.id,
    path: vendor.path,
    async respond(request, to) {
      if (request.path === PING) return { body: '' };
      const reply = await vendor.respond(request, to);
      replies.push(reply);
      return reply;
    },
  };
  const sandbox = await startSandbox({ world: { door }, dialect: overheard });
  return {
    url: sandbox.url,
    get requests() {
      return sandbox.requests.filter(({ path }) => path !== PING);
    },
    replies,
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
    fault: (fault) =>
      sandbox.fault({
        ...fault,
        match: (request) => request.path !== PING && (fault.match?.(request) ?? true),
      }),
    clearFaults: sandbox.clearFaults,
    close: sandbox.close,
    [Symbol.asyncDispose]: sandbox.close,
  };
}
