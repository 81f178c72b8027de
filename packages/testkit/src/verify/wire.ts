import type { Dialect, Door, WireReply } from '@numroute/core';
import type { Fault } from '../faults.ts';
import { type SeenRequest, startSandbox } from '../sandbox.ts';

/** The line between provider and vendor, as the kit sees and breaks it. */
export interface Wire extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** What the vendor answered, before any fault. */
  readonly replies: readonly WireReply[];
  readonly connections: number;
  readonly bytesSent: number;
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
      const reply = await vendor.respond(request, to);
      replies.push(reply);
      return reply;
    },
  };
  const sandbox = await startSandbox({ world: { door }, dialect: overheard });
  return {
    url: sandbox.url,
    requests: sandbox.requests,
    replies,
    get connections() {
      return sandbox.connections;
    },
    get bytesSent() {
      return sandbox.bytesSent;
    },
    fault: sandbox.fault,
    clearFaults: sandbox.clearFaults,
    close: sandbox.close,
    [Symbol.asyncDispose]: sandbox.close,
  };
}
