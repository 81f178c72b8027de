import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { NumrouteError, Operation, WireReply, WireRequest } from '@numroute/core';

/** The ways in which a simulated vendor's wire breaks. */
export type FaultKind =
  | 'reset'
  | 'timeout'
  | 'http-500'
  | 'html'
  | 'garbage'
  | 'truncated'
  | 'slow'
  /** An error page that shows the whole request, as careless servers do: the key is in it. */
  | 'echo'
  /** A reply that never ends. */
  | 'endless'
  /** {@link Fault.reply}, whatever the vendor would have said. */
  | 'reply'
  /** The vendor refuses with {@link Fault.refusal}, in its own words. */
  | 'refusal';

/** One way for the wire to break. A `slow` one only delays: the reply comes whole. */
export interface Fault {
  /** `after`: the vendor acted, and only then it broke. */
  readonly when: 'before' | 'after';
  readonly kind: FaultKind;
  /**
   * Hits only what is asked of the shop: with `before`, where it is asked for this; with `after`, requests
   * that were for this, whatever else they read on the way. @default every request
   */
  readonly operation?: Operation;
  /** How many requests it hits. @default 1 */
  readonly times?: number;
  /** @default every request */
  readonly match?: (request: WireRequest) => boolean;
  /** For `slow`. @default 200 */
  readonly delayMs?: number;
  /** For `slow`, instead of a time: the reply waits for it. */
  readonly until?: Promise<unknown>;
  /** For `reply`. @default an empty one */
  readonly reply?: WireReply;
  /** For `refusal`, which needs `operation`, and `before`. */
  readonly refusal?: NumrouteError;
}

const PLAIN = 'text/plain; charset=utf-8';
const BLOCK_PAGE =
  '<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1></body></html>';
/** More than any reply of a vendor may have, so that a client that reads on is caught. */
const ENDLESS_BYTES = 64 << 20;

export function send(response: ServerResponse, reply: WireReply): void {
  const bytes = Buffer.from(reply.body);
  response.writeHead(reply.status ?? 200, headersOf(reply, bytes.length));
  response.end(bytes);
}

function headersOf({ headers }: WireReply, length: number): Record<string, string | number> {
  const lower = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  return { 'content-type': PLAIN, ...Object.fromEntries(lower), 'content-length': length };
}

/** What goes out instead of the reply. */
export function breakReply(
  fault: Fault,
  {
    reply,
    request,
    response,
  }: { readonly reply: WireReply; readonly request: WireRequest; readonly response: ServerResponse },
): void {
  switch (fault.kind) {
    case 'slow':
    case 'refusal':
      send(response, reply);
      return;
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
    case 'reply':
      send(response, fault.reply ?? { body: '' });
      return;
    case 'echo':
      send(response, { status: 500, body: echoOf(request) });
      return;
    case 'garbage': {
      // The first byte is no text in any encoding that a vendor uses.
      const bytes = Buffer.concat([Buffer.from([0xff, 0x00]), randomBytes(62)]);
      response.writeHead(200, headersOf(reply, bytes.length));
      response.end(bytes);
      return;
    }
    case 'truncated':
      truncate(reply, response);
      return;
    case 'endless':
      pour(response);
  }
}

function truncate(reply: WireReply, response: ServerResponse): void {
  const bytes = Buffer.from(reply.body);
  response.writeHead(reply.status ?? 200, headersOf(reply, Math.max(bytes.length, 1)));
  response.flushHeaders();
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  if (half.length === 0) setImmediate(() => response.destroy());
  else response.write(half, () => response.destroy());
}

function pour(response: ServerResponse): void {
  const chunk = Buffer.alloc(1 << 16, ' ');
  let sent = 0;
  response.writeHead(200, { 'content-type': PLAIN });
  const more = (): void => {
    while (sent < ENDLESS_BYTES && !response.destroyed) {
      sent += chunk.length;
      if (!response.write(chunk)) return;
    }
    response.end();
  };
  response.on('drain', more);
  more();
}

function echoOf({ method, path, query, headers, body }: WireRequest): string {
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return `<html><body><h1>500</h1><pre>${method} ${path}?${query}\n${fields.join('\n')}\n\n${body}</pre></body></html>`;
}
