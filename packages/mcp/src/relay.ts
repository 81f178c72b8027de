import { once } from 'node:events';
import { type JSONRPCMessage, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { aborted } from './host.ts';

/** Where a host's agents are served instead of here. */
export interface RelayOptions {
  /** Of the gateway, such as `http://127.0.0.1:8080`. */
  readonly url: URL;
  /** Of a client of the gateway. */
  readonly token: string;
  /** Ends it. */
  readonly signal: AbortSignal;
}

type Id = string | number;

/** Hands what the host that started this process says to a gateway, and back. It buys nothing by itself. */
export async function relay({ url, token, signal }: RelayOptions): Promise<void> {
  const host = new StdioServerTransport();
  const gateway = new StreamableHTTPClientTransport(new URL('mcp', withSlash(url)), {
    requestInit: { headers: { authorization: `Bearer ${token}` } },
  });
  /** Requests that wait for their answer. */
  const pending = new Map<Id, AbortController>();

  const unanswered = (id: Id, why: string): void => {
    if (!pending.delete(id)) return;
    const message = `${why}. If it was to buy, send the same call again.`;
    host.send({ jsonrpc: '2.0', id, error: { code: -32_000, message } }).catch(() => undefined);
  };
  host.onmessage = (message) => {
    const id = 'method' in message && 'id' in message ? message.id : undefined;
    if ('method' in message && message.method === 'notifications/cancelled') {
      const named = (message.params as { readonly requestId?: Id } | undefined)?.requestId;
      // Over HTTP a call is cancelled by hanging up.
      const called = named === undefined ? undefined : pending.get(named);
      if (named !== undefined) pending.delete(named);
      called?.abort();
      return;
    }
    const over = new AbortController();
    if (id !== undefined) pending.set(id, over);
    const ended = (): void => {
      if (id !== undefined) unanswered(id, 'The gateway ended without an answer');
    };
    gateway
      .send(message, { requestSignal: over.signal, onRequestStreamEnd: ended })
      .catch((error: unknown) => {
        if (id !== undefined) unanswered(id, reasonOf(error, url));
      });
  };
  gateway.onmessage = (message: JSONRPCMessage) => {
    if (!('method' in message) && message.id !== undefined) pending.delete(message.id);
    const version = 'result' in message ? message.result['protocolVersion'] : undefined;
    if (typeof version === 'string') gateway.setProtocolVersion(version);
    host.send(message).catch(() => undefined);
  };
  gateway.onerror = () => undefined;

  const ended = Promise.race([once(process.stdin, 'end'), once(process.stdin, 'close'), aborted(signal)]);
  await gateway.start();
  await host.start();
  await ended;
  await Promise.all([host.close(), gateway.close()]);
}

function reasonOf(error: unknown, url: URL): string {
  const { status, name } = error as { readonly status?: number; readonly name?: string };
  if (name === 'UnauthorizedError' || status === 401) return 'The gateway does not know this token';
  if (status === 404) return `The gateway at ${url.origin} serves no agents ("mcp": true in its config)`;
  if (status !== undefined) return `The gateway refused it (${status})`;
  return `The gateway at ${url.origin} cannot be reached`;
}

/** So that what follows is added, and not put in its place. */
function withSlash(url: URL): URL {
  return new URL(`${url.href.replace(/[?#].*$/, '').replace(/\/*$/, '')}/`);
}
