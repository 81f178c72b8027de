import type { ClientRequest, IncomingMessage } from 'node:http';
import got from 'got';
import { type Agents, CONNECT_MS } from './agents.ts';
import { onDeparture } from './departure.ts';
import { proxyWord } from './proxy.ts';
import { beginningOf, decoded, joined, LONG, longReply, type RawReply } from './reply.ts';
import type { WireRequest } from './wire.ts';

export interface ExchangeLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
  /** Reads only. A purchase is never torn: hanging up does not undo a charge. */
  readonly signal?: AbortSignal;
}

/**
 * What became of a request. `not-sent` is a proof: there was no connection to carry it, a proxy opened
 * none, or its TLS handshake was never done.
 */
export type Exchange<R = RawReply> =
  | { readonly kind: 'not-sent'; readonly why: string }
  | { readonly kind: 'no-reply'; readonly why: string; readonly status?: number; readonly partial?: string }
  | { readonly kind: 'reply'; readonly reply: R };

/**
 * Sends one request, once. The result is a value: got's errors carry the URL and all options, so
 * none of them leaves this function.
 *
 * @param left Called when bytes of the request may have left.
 */
export function exchange(
  request: WireRequest,
  agents: Agents,
  limits: ExchangeLimits,
  left?: () => void,
): Promise<Exchange> {
  return new Promise((resolve) => {
    const { signal } = limits;
    if (signal?.aborted) {
      resolve({ kind: 'no-reply', why: 'aborted' });
      return;
    }
    const stream = start(request, agents, limits.timeoutMs);
    if (!stream) {
      resolve({ kind: 'not-sent', why: 'the request is malformed' });
      return;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    let departed = false;
    let status: number | undefined;
    let headers: Record<string, string> = {};
    let openEnded = false;
    let settled = false;

    const settle = (result: Exchange): void => {
      if (settled) return;
      settled = true;
      clearTimeout(deadline);
      signal?.removeEventListener('abort', abort);
      resolve(result);
      stream.destroy();
    };
    const fail = (why: string): void => {
      const isSent = departed || status !== undefined;
      if (!isSent) settle({ kind: 'not-sent', why });
      else {
        settle({
          kind: 'no-reply',
          why,
          ...(status !== undefined && { status }),
          ...(size > 0 && { partial: beginningOf(decoded(chunks)) }),
        });
      }
    };
    const abort = (): void => fail('aborted');
    // Behind got's own: a reply that drips must end even where a phase timer was already cleared.
    const deadline = setTimeout(() => fail('too slow'), limits.timeoutMs + 250);

    signal?.addEventListener('abort', abort, { once: true });

    stream.on('request', (sent: ClientRequest) => {
      onDeparture(sent, () => {
        departed = true;
        left?.();
      });
      // As it came: got takes the length away from a reply that it unpacks.
      sent.once('response', (incoming: IncomingMessage) => {
        openEnded = isOpenEnded(incoming);
      });
    });
    stream.on('response', (response: { statusCode: number; headers: NodeJS.Dict<string | string[]> }) => {
      status = response.statusCode;
      headers = flatten(response.headers);
    });
    stream.on('data', (chunk: Buffer) => {
      if (settled) return;
      chunks.push(chunk);
      size += chunk.length;
      if (size > limits.maxBytes) fail(`a reply longer than ${limits.maxBytes} bytes`);
    });
    stream.on('end', () => {
      if (status === undefined) {
        fail('no status');
        return;
      }
      const head = { status, headers, ...(openEnded && { openEnded }) };
      const parts = decoded(chunks);
      settle({
        kind: 'reply',
        reply: size > LONG ? longReply(head, parts) : { ...head, text: joined(parts) },
      });
    });
    stream.on('error', (error: Failure) => fail(nameOf(error)));
    stream.on('close', () => fail('the connection closed'));
  });
}

/** Undefined if got refuses the request itself; its reason may hold the key. */
function start(
  request: WireRequest,
  agents: Agents,
  timeoutMs: number,
): ReturnType<typeof got.stream> | undefined {
  try {
    return got.stream(request.url, {
      method: request.method,
      headers: { ...request.headers },
      ...(request.method !== 'GET' && { body: bodyOf(request) }),
      agent: agents,
      retry: { limit: 0 },
      followRedirect: false,
      throwHttpErrors: false,
      decompress: true,
      strictContentLength: true,
      maxHeaderSize: 16_384,
      http2: false,
      timeout: {
        lookup: 5_000,
        connect: CONNECT_MS,
        secureConnect: CONNECT_MS,
        request: timeoutMs,
      },
    });
  } catch {
    return undefined;
  }
}

/** Empty where there is none: got would wait for somebody to write one. */
function bodyOf({ form, json }: WireRequest): string {
  return json ?? new URLSearchParams(form).toString();
}

/** 204 and 304 have no body, so that nothing of it can be missing. */
function isOpenEnded({ statusCode, headers }: IncomingMessage): boolean {
  const isBodiless = statusCode === 204 || statusCode === 304;
  // A packed body has a mark at its end, without which it cannot be unpacked.
  const ends = ['content-length', 'transfer-encoding', 'content-encoding'];
  return !isBodiless && ends.every((name) => headers[name] === undefined);
}

interface Failure {
  readonly code?: unknown;
  readonly message: string;
}

/** From an allow-list of shapes: an error's message may hold the URL, its code cannot. */
function nameOf({ code, message }: Failure): string {
  if (code === 'ETIMEDOUT') return 'too slow';
  const ofProxy = proxyWord(message);
  if (ofProxy !== undefined) return ofProxy;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : 'the connection failed';
}

function flatten(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}
