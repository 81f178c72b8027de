import { request } from 'node:http';

export interface Reply {
  readonly status: number;
  readonly location?: string;
  readonly text: string;
}

/** What became of a request; never an error, so that none of Node's can leak. */
export type Exchange =
  | { readonly kind: 'not-sent' }
  | { readonly kind: 'no-reply' }
  | { readonly kind: 'reply'; readonly reply: Reply };

const MAX_BYTES = 1 << 20;

export interface Limits {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** @default 1 MiB */
  readonly maxBytes?: number;
  /** A key that travels in a header. */
  readonly bearer?: string;
}

/** One request, once, on a socket of its own. */
export function exchange(
  url: URL,
  { timeoutMs, signal, maxBytes = MAX_BYTES, bearer }: Limits,
): Promise<Exchange> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let connected = false;
    const headers = { connection: 'close', ...(bearer && { authorization: `Bearer ${bearer}` }) };
    const sent = request(url, { agent: false, headers });
    const settle = (result: Exchange): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', lost);
      resolve(result);
      sent.destroy();
    };
    const lost = (): void => settle({ kind: connected ? 'no-reply' : 'not-sent' });
    const timer = setTimeout(lost, timeoutMs);
    signal?.addEventListener('abort', lost, { once: true });
    sent.on('socket', (socket) =>
      socket.on('connect', () => {
        connected = true;
      }),
    );
    sent.on('error', lost);
    sent.on('response', (response) => {
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > maxBytes) lost();
      });
      response.on('error', lost);
      response.on('aborted', lost);
      response.on('end', () => {
        if (!response.complete) return lost();
        const { statusCode: status = 0, headers } = response;
        const text = Buffer.concat(chunks).toString('utf8');
        const { location } = headers;
        settle({ kind: 'reply', reply: { status, text, ...(location !== undefined && { location }) } });
      });
    });
    sent.end();
  });
}

/** What a reply says, whatever its status; undefined: nothing that can be read. */
export function wordOf({ kind, ...rest }: Exchange): Readonly<Record<string, unknown>> | undefined {
  if (kind !== 'reply' || !('reply' in rest)) return undefined;
  try {
    return JSON.parse(rest.reply.text);
  } catch {
    return undefined;
  }
}
