import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Dialect, WireReply, WireRequest } from '@numroute/core';
import type { World } from './world/world.ts';

export type FaultKind = 'reset' | 'timeout' | 'http-500' | 'html' | 'garbage' | 'truncated' | 'slow';

/** One way for the wire to break. A `slow` one only delays: the reply comes whole. */
export interface Fault {
  /** `after`: the vendor acted, and only then it broke. */
  readonly when: 'before' | 'after';
  readonly kind: FaultKind;
  /** How many requests it hits. @default 1 */
  readonly times?: number;
  /** @default every request */
  readonly match?: (request: WireRequest) => boolean;
  /** For `slow`. @default 200 */
  readonly delayMs?: number;
}

export interface SandboxOptions {
  readonly world: World;
  readonly dialect: Dialect;
  /** @default 0: any free one */
  readonly port?: number;
  /** Added to every request before the vendor acts. @default 0 */
  readonly latencyMs?: number;
  readonly requireKeyInQuery?: never;
}

export interface SeenRequest extends WireRequest {
  /** When it arrived, as `performance.now()` tells it. */
  readonly at: number;
}

export interface Sandbox extends AsyncDisposable {
  /** Where the dialect listens: `http://127.0.0.1:PORT/its/path`. */
  readonly url: string;
  readonly origin: string;
  /** Everything that arrived whole, in order, wrong paths and broken replies too. */
  readonly requests: readonly SeenRequest[];
  /** Faults wait in line: the first that matches a request hits it. */
  fault(fault: Fault): void;
  clearFaults(): void;
  /** Cuts every connection, the hanging ones too. May be called twice. */
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 1 << 20;
const PLAIN = 'text/plain; charset=utf-8';
const BLOCK_PAGE =
  '<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1></body></html>';

/** Serves a world in a vendor's words, on this machine only. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { world, dialect, port = 0, latencyMs = 0 } = options;
  const requests: SeenRequest[] = [];
  let faults: { readonly fault: Fault; left: number }[] = [];
  const closing = new AbortController();

  function faultFor(request: WireRequest): Fault | undefined {
    const found = faults.find(({ fault, left }) => left > 0 && (fault.match?.(request) ?? true));
    if (!found) return undefined;
    found.left -= 1;
    return found.fault;
  }

  const wait = (ms: number): Promise<void> => delay(ms, undefined, { signal: closing.signal });

  async function handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = performance.now();
    const body = await readBody(message);
    if (body === undefined) {
      send(response, { status: 413, headers: { connection: 'close' }, body: 'Payload Too Large' });
      return;
    }
    const request = wireRequest(message, body);
    requests.push({ ...request, at });
    if (latencyMs > 0) await wait(latencyMs);
    if (bare(request.path) !== bare(dialect.path)) {
      send(response, { status: 404, body: 'Not Found' });
      return;
    }
    const fault = faultFor(request);
    if (fault?.when === 'before' && fault.kind === 'slow') await wait(fault.delayMs ?? 200);
    const heard = fault?.when !== 'before' || fault.kind === 'slow';
    const reply = heard
      ? await dialect.respond(request, world.door)
      : { body: '{"status":"success","data":[]}' };
    if (fault?.when === 'after' && fault.kind === 'slow') await wait(fault.delayMs ?? 200);
    if (fault && fault.kind !== 'slow') breakReply(fault.kind, reply, response);
    else send(response, reply);
  }

  const server = createServer((message, response) => {
    handle(message, response).catch((error: unknown) => {
      if (closing.signal.aborted || response.destroyed || response.headersSent) response.destroy();
      else
        send(response, { status: 500, body: `The dialect ${dialect.id} or a fault's match threw: ${error}` });
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

function bare(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

function send(response: ServerResponse, reply: WireReply): void {
  const bytes = Buffer.from(reply.body);
  response.writeHead(reply.status ?? 200, headersOf(reply, bytes.length));
  response.end(bytes);
}

function headersOf({ headers }: WireReply, length: number): Record<string, string | number> {
  const lower = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  return { 'content-type': PLAIN, ...Object.fromEntries(lower), 'content-length': length };
}

function breakReply(kind: Exclude<FaultKind, 'slow'>, reply: WireReply, response: ServerResponse): void {
  switch (kind) {
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'timeout':
      // Said nothing; the socket stays open until the client or `close` gives up.
      return;
    case 'http-500':
      send(response, { status: 500, body: 'Internal Server Error' });
      return;
    case 'html':
      send(response, { headers: { 'content-type': 'text/html; charset=utf-8' }, body: BLOCK_PAGE });
      return;
    case 'garbage': {
      // The first byte is no text in any encoding that a vendor uses.
      const bytes = Buffer.concat([Buffer.from([0xff, 0x00]), randomBytes(62)]);
      response.writeHead(200, headersOf(reply, bytes.length));
      response.end(bytes);
      return;
    }
    case 'truncated': {
      const bytes = Buffer.from(reply.body);
      response.writeHead(reply.status ?? 200, headersOf(reply, Math.max(bytes.length, 1)));
      response.flushHeaders();
      const half = bytes.subarray(0, Math.floor(bytes.length / 2));
      if (half.length === 0) setImmediate(() => response.destroy());
      else response.write(half, () => response.destroy());
    }
  }
}
