import { createHmac } from 'node:crypto';
import { request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { useAgent } from 'request-filtering-agent';
import { bytesOf } from '../clients/webhook-secret.ts';

/** Whoever takes longer has not heard. */
const PATIENCE_MS = 10_000;

/** What is to be said, and to whom. */
export interface Letter {
  readonly url: string;
  readonly secret: string;
  /** The same whenever it is sent again. */
  readonly id: string;
  readonly body: string;
  /** When it is sent, milliseconds since 1970. */
  readonly at: number;
  /** Also to addresses of this machine and its network, and without TLS. */
  readonly toPrivate: boolean;
}

/**
 * Sends it once, as Standard Webhooks says it: https://www.standardwebhooks.com. Redirects are not followed.
 *
 * @returns What was wrong; undefined: it was heard.
 */
export async function post({ url, secret, id, body, at, toPrivate }: Letter): Promise<string | undefined> {
  const { protocol } = new URL(url);
  if (protocol !== 'https:' && !toPrivate) return 'plain HTTP is for "webhooks": { "private": true } alone';
  const timestamp = String(Math.floor(at / 1_000));
  const signature = createHmac('sha256', bytesOf(secret))
    .update(`${id}.${timestamp}.${body}`)
    .digest('base64');
  const sent = (protocol === 'https:' ? request : plainRequest)(url, {
    method: 'POST',
    // Looks at the address that the name leads to, when it connects.
    agent: useAgent(url, { allowPrivateIPAddress: toPrivate, allowMetaIPAddress: toPrivate }),
    signal: AbortSignal.timeout(PATIENCE_MS),
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'numroute-gateway',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
  });
  return await new Promise((resolve) => {
    // Its own words may name what stands in the address.
    sent.once('error', (error: NodeJS.ErrnoException) => resolve(problemOf(error)));
    sent.once('response', (response) => {
      const { statusCode = 0 } = response;
      // Whatever it says beside, it is not read.
      response.destroy();
      resolve(statusCode >= 200 && statusCode < 300 ? undefined : `it answered ${statusCode}`);
    });
    sent.end(body);
  });
}

function problemOf({ name, code, message }: NodeJS.ErrnoException): string {
  if (name === 'TimeoutError' || name === 'AbortError') return `no answer in ${PATIENCE_MS / 1_000} s`;
  if (/not allowed/.test(message)) return 'its name leads to an address of a private network';
  return `no connection (${code ?? 'unexpected'})`;
}
