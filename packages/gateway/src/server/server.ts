import fastify, { type FastifyInstance, type FastifyReply, LogController } from 'fastify';
import type { Logger } from 'pino';
import type { GatewaySettings } from '../clients/settings.ts';
import { hostCheck } from './hosts.ts';
import { limits } from './limits.ts';
import { hostProblem, problemOf } from './problem.ts';

/** For what is data and no page: whatever a vendor or a stranger wrote in it, a browser runs nothing. */
const dataHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
} as const;

interface ServerOptions {
  readonly log: Logger;
  readonly maxConnections: number;
  /** Names that the server answers to, beside IP addresses. */
  readonly hosts: Iterable<string>;
  /** Whose `X-Forwarded-For` is believed. */
  readonly proxies: readonly string[];
}

/** Names that a gateway answers to, beside IP addresses. */
export const ownNames = ({
  host = '127.0.0.1',
  hosts = [],
}: Pick<GatewaySettings, 'host' | 'hosts'>): readonly string[] => ['localhost', host, ...hosts];

/** A server as the settings of a gateway say. */
export function createServerFor(
  settings: Pick<GatewaySettings, 'host' | 'hosts' | 'proxies' | 'maxConnections'>,
  log: Logger,
): FastifyInstance {
  const { proxies = [], maxConnections = 10_000 } = settings;
  return createServer({ log, maxConnections, hosts: ownNames(settings), proxies });
}

/** How many connections are open. */
export const connectionsOf = ({ server }: FastifyInstance): Promise<number> =>
  new Promise((resolve, reject) =>
    server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );

/** Fastify with every limit set. It knows no route yet. */
export function createServer({ log, maxConnections, hosts, proxies }: ServerOptions): FastifyInstance {
  const app = fastify({
    loggerInstance: log,
    // Its own lines hold the URL, and old clients put their token there.
    logController: new LogController({ disableRequestLogging: true }),
    // A logger for each request would only add a number to its one line.
    childLoggerFactory: (logger) => logger,
    // A HEAD would be answered by the GET's handler, and there a GET may buy.
    exposeHeadRoutes: false,
    trustProxy: proxies.length > 0 && [...proxies],
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    connectionTimeout: limits.idleSocketMs,
    forceCloseConnections: 'idle',
    // The framework's own answer repeats the address, and old clients put their token there.
    frameworkErrors: (error, _request, reply) => {
      const problem = problemOf(error);
      const untyped = reply as unknown as FastifyReply;
      untyped.headers(dataHeaders).code(problem.status).type('application/problem+json').send(problem);
    },
    // A word that means nothing here is a mistake to be told, above all where money is spent.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: true } },
    routerOptions: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true, maxParamLength: 64 },
    http: {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersMs,
      connectionsCheckingInterval: limits.checkMs,
    },
  }) as unknown as FastifyInstance;
  app.server.maxConnections = maxConnections;
  // The sample of ArzanCell's own page sends a GET with a body.
  app.addHttpMethod('GET', { hasBody: true, overrideExisting: true });
  readBodies(app);
  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
  });
  // With callbacks: a promise would cost every answer two turns.
  const faultOf = hostCheck(hosts);
  app.addHook('onRequest', ({ raw }, reply, done) => {
    reply.headers(dataHeaders);
    const fault = faultOf(raw);
    if (!fault) {
      done();
      return;
    }
    const problem = hostProblem(fault);
    reply.code(problem.status).type('application/problem+json').send(problem);
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    // A connection that is kept alive would keep the server alive, too.
    if (isClosing) reply.header('connection', 'close');
    done();
  });
  return app;
}

/**
 * JSON alone is read. A header that names a type does not make a body: many libraries send one with every
 * request, so an empty body is none, whatever its type.
 */
function readBodies(app: FastifyInstance): void {
  app.addHook('onRequest', ({ headers }, _reply, done) => {
    const length = headers['content-length'] ?? '0';
    if (length === '0' && headers['transfer-encoding'] === undefined) delete headers['content-type'];
    done();
  });
  const readJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    // Chunks whose sum is nothing.
    if (body === '') done(null);
    else readJson(request, String(body), done);
  });
}
