import type { IncomingMessage, ServerResponse } from 'node:http';
import { NumrouteError } from '@numroute/core';
import type { Logger } from 'pino';
import type { GatewaySettings } from '../clients/settings.ts';
import { listenAt } from './listen.ts';
import { problemOf } from './problem.ts';
import { connectionsOf, createServerFor } from './server.ts';

/** A takeover takes seconds. */
const RETRY_AFTER_MS = 5_000;

type Serve = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Listens for a gateway that comes and goes: while this process stands by, all is refused with 503 and
 * `Retry-After` but `/healthz`.
 */
export interface Door extends AsyncDisposable {
  /** Where it listens, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /**
   * Requests go there from now on, until the returned function is called: that one resolves when each of them
   * was answered.
   */
  admit(serve: (request: IncomingMessage, response: ServerResponse) => void): () => Promise<void>;
  /** How many connections are open. */
  connections(): Promise<number>;
  /** Stops listening, once what was asked has been answered. */
  close(): Promise<void>;
}

/**
 * Opens a door for gateways that are started one after the other, each with it as its `door`.
 *
 * @throws {NumrouteError} INVALID_INPUT The port is taken, or the host is none of this machine.
 */
export async function openDoor(
  settings: Pick<GatewaySettings, 'host' | 'port' | 'hosts' | 'proxies' | 'maxConnections'>,
  log: Logger,
): Promise<Door> {
  const app = createServerFor(settings, log);
  let inside: { readonly serve: Serve; readonly open: Set<ServerResponse>; left?: () => void } | undefined;
  app.addHook('onRequest', (request, reply, done) => {
    const now = inside;
    if (now) {
      const { raw } = reply;
      now.open.add(raw);
      raw.once('close', () => {
        now.open.delete(raw);
        if (now.open.size === 0) now.left?.();
      });
      reply.hijack();
      now.serve(request.raw, raw);
      return;
    }
    if (request.routeOptions.url === '/healthz') {
      done();
      return;
    }
    const standsBy = new NumrouteError('NOT_OWNER', 'This gateway stands by: another one serves.', {});
    reply
      .code(503)
      .header('retry-after', RETRY_AFTER_MS / 1_000)
      .type('application/problem+json')
      .send({ ...problemOf(standsBy), retryAfterMs: RETRY_AFTER_MS });
  });
  app.get('/healthz', async () => ({ status: 'alive' }));
  const url = await listenAt(app, settings, log);
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= app.close();
    return closed;
  };
  return {
    url,
    admit: (serve) => {
      const here: NonNullable<typeof inside> = { serve, open: new Set() };
      inside = here;
      return async () => {
        if (inside === here) inside = undefined;
        if (here.open.size > 0)
          await new Promise<void>((resolve) => {
            here.left = resolve;
          });
      };
    },
    connections: () => connectionsOf(app),
    close,
    [Symbol.asyncDispose]: close,
  };
}
