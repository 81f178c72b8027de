import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type Dialect,
  NumrouteError,
  type Operation,
  stepsBelow,
  type WireReply,
  type WireRequest,
} from '@numroute/core';
import { breakReply, type Fault, send } from './faults.ts';
import { overheard, purposeOf } from './overheard.ts';
import type { World } from './world/world.ts';

/** What a simulated vendor sells, and how it talks. */
export interface SandboxOptions {
  readonly world: Pick<World, 'door'>;
  readonly dialect: Dialect;
  /** @default 0: any free one */
  readonly port?: number;
  /** Added to every request before the vendor acts. @default 0 */
  readonly latencyMs?: number;
  /** How many requests are remembered, the newest. @default all */
  readonly keep?: number;
  /** Told of each request that a fault hit, and what it was for, where the shop was asked. */
  readonly onFault?: (fault: Fault, operation: Operation | undefined) => void;
}

export interface SeenRequest extends WireRequest {
  /** When it arrived, as `performance.now()` tells it. */
  readonly at: number;
}

/** A simulated vendor that listens on 127.0.0.1. */
export interface Sandbox extends AsyncDisposable {
  /** Where the dialect listens: `http://127.0.0.1:PORT/its/path`. */
  readonly url: string;
  readonly origin: string;
  /** Everything that arrived whole and is kept, in order, wrong paths and broken replies too. */
  readonly requests: readonly SeenRequest[];
  /** How many sockets are open. */
  readonly connections: number;
  /** What left for all clients together. */
  readonly bytesSent: number;
  /** Faults wait in line: the first that matches a request hits it. */
  fault(fault: Fault): void;
  /** From now on nothing breaks. */
  clearFaults(): void;
  /** Cuts every connection, the hanging ones too. May be called twice. */
  close(): Promise<void>;
}

/** Whatever the dialect makes of it, the fault says something else. */
const notReached = new NumrouteError('UNAVAILABLE', 'A fault came before.', {});

const MAX_BODY_BYTES = 1 << 20;

/** Serves a world in a vendor's words, on this machine only. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { world, dialect, port = 0, latencyMs = 0, keep = Number.POSITIVE_INFINITY, onFault } = options;
  const requests: SeenRequest[] = [];
  let faults: { readonly fault: Fault; left: number }[] = [];
  const closing = new AbortController();

  function faultFor(request: WireRequest, isMeant: (fault: Fault) => boolean): Fault | undefined {
    const found = faults.find(
      ({ fault, left }) => left > 0 && isMeant(fault) && (fault.match?.(request) ?? true),
    );
    if (!found) return undefined;
    found.left -= 1;
    return found.fault;
  }

  const wait = (ms: number): Promise<void> => delay(ms, undefined, { signal: closing.signal });

  async function linger({ kind, until, delayMs = 200 }: Fault): Promise<void> {
    if (kind === 'slow') await (until ?? wait(delayMs));
  }

  /** The vendor's answer, and the fault that hits it. */
  async function answer(
    request: WireRequest,
  ): Promise<{ readonly reply: WireReply; readonly fault: Fault | undefined }> {
    let fault = faultFor(request, ({ operation }) => operation === undefined);
    if (fault?.when === 'before') {
      await linger(fault);
      if (fault.kind !== 'slow') {
        onFault?.(fault, undefined);
        return { reply: { body: '{"status":"success","data":[]}' }, fault };
      }
    }
    const asked: Operation[] = [];
    const hear = (operation: Operation): void => {
      asked.push(operation);
      fault ??= faultFor(request, (one) => one.when === 'before' && one.operation === operation);
      if (fault?.operation === operation && fault.kind !== 'slow') throw fault.refusal ?? notReached;
    };
    const reply = await dialect.respond(request, (key) => {
      const shop = world.door(key);
      return shop && overheard(shop, hear);
    });
    const purpose = purposeOf(asked);
    fault ??= faultFor(
      request,
      (one) => one.when === 'after' && one.operation !== undefined && one.operation === purpose,
    );
    if (fault && (fault.when === 'after' || fault.operation)) await linger(fault);
    if (fault) onFault?.(fault, purpose);
    return { reply, fault };
  }

  async function handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = performance.now();
    const body = await readBody(message);
    if (body === undefined) {
      send(response, { status: 413, headers: { connection: 'close' }, body: 'Payload Too Large' });
      return;
    }
    const request = wireRequest(message, body);
    requests.push({ ...request, at });
    if (requests.length > keep) requests.shift();
    if (latencyMs > 0) await wait(latencyMs);
    if (![dialect.path, ...(dialect.beside ?? [])].some((path) => stepsBelow(path, request.path))) {
      send(response, { status: 404, body: 'Not Found' });
      return;
    }
    const { reply, fault } = await answer(request);
    if (fault) breakReply(fault, { reply, request, response });
    else send(response, reply);
  }

  const server = createServer((message, response) => {
    handle(message, response).catch((error: unknown) => {
      if (closing.signal.aborted || response.destroyed || response.headersSent) response.destroy();
      else
        send(response, { status: 500, body: `The dialect ${dialect.id} or a fault's match threw: ${error}` });
    });
  });
  const sockets = new Set<Socket>();
  let bytesOfClosed = 0;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      bytesOfClosed += socket.bytesWritten;
    });
  });
  // Node's own limits would cut what a test holds open on purpose.
  server.requestTimeout = 0;
  server.on('clientError', (_error, socket) => socket.destroy());

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= new Promise<void>((resolve) => {
      closing.abort();
      server.close(() => resolve());
      server.closeAllConnections();
    });
    return closed;
  };

  return {
    url: origin + dialect.path,
    origin,
    requests,
    get connections() {
      return sockets.size;
    },
    get bytesSent() {
      return [...sockets].reduce((sum, { bytesWritten }) => sum + bytesWritten, bytesOfClosed);
    },
    fault: (fault) => {
      faults.push({ fault, left: fault.times ?? 1 });
    },
    clearFaults: () => {
      faults = [];
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Undefined if it is too big. */
async function readBody(message: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    message.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
      else resolve(undefined);
    });
    message.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    message.on('error', reject);
  });
}

function wireRequest(message: IncomingMessage, body: string): WireRequest {
  const [path = '/', ...query] = (message.url ?? '/').split('?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return {
    method: message.method ?? 'GET',
    path,
    query: new URLSearchParams(query.join('?')),
    headers,
    body,
  };
}
