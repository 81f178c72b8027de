import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { type Clock, NumrouteError, systemClock } from '@numroute/core';
import type { Logger } from 'pino';
import type { GatewaySettings } from './clients/settings.ts';
import { usable } from './clients/usable.ts';
import { serveDialects } from './dialects/dialects.ts';
import type { Bought, Orders } from './orders/orders.ts';
import { PriceKeeper } from './price-history/price-keeper.ts';
import { serveRest } from './rest/index.ts';
import { Catalogue } from './selling/catalogue.ts';
import { type Client, createClient } from './selling/client.ts';
import { ClientShop } from './selling/client-shop.ts';
import { Repeats } from './selling/repeats.ts';
import { type Endpoint, serveEndpoint } from './server/endpoint.ts';
import { createLog } from './server/log.ts';
import { logEvents } from './server/log-events.ts';
import { createMetrics } from './server/metrics.ts';
import { serveOperations } from './server/operations.ts';
import { boardIn, servePages } from './server/pages.ts';
import { plain } from './server/problem.ts';
import { createServer } from './server/server.ts';
import { TokenCheck } from './server/token-check.ts';

/** No answer waits longer for its client. */
const LONGEST_WINDOW_MS = 3_600_000;

/** What a gateway is made of. */
export interface GatewayOptions {
  readonly orders: Orders;
  readonly settings: GatewaySettings;
  /** What is served to holders of tokens beside REST and the dialects. @default nothing */
  readonly endpoints?: readonly Endpoint[];
  /** @default lines of JSON on standard output */
  readonly log?: Logger;
  /** @default systemClock */
  readonly clock?: Clock;
  /** @default crypto.randomUUID */
  readonly newId?: () => string;
}

/** A gateway that listens. */
export interface Gateway extends AsyncDisposable {
  /** Where it listens, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Takes nobody new, lets what is under way end, and leaves the router to its owner. */
  close(): Promise<void>;
}

/**
 * Starts the server: the journal is read first, so that budgets and unheard answers are as they were.
 *
 * @throws {NumrouteError} INVALID_INPUT Nobody holds a token, two clients share one, or the port is taken.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { orders, settings, clock = systemClock, newId = randomUUID } = options;
  const log = options.log ?? createLog(process.stdout);
  const clients = clientsOf(settings, orders, clock);
  const catalogue = new Catalogue(orders, settings.pricesTtlMs ?? 5_000, clock);
  const shops = clients.map(({ hash, client }) => {
    const onCodeEnd = (hasCode: boolean): void => metrics.codeEnded(client.id, hasCode);
    return [hash, new ClientShop(client, orders, catalogue, clock, onCodeEnd)] as const;
  });
  const tokens = new TokenCheck(shops, log, clock);

  const abandon = (record: Bought): void => {
    log.warn({ order: record.number, client: record.buyer }, 'nobody came for this order; it is cancelled');
    orders.cancel(record, { insist: true }).catch((error: unknown) => {
      log.warn({ order: record.number, error: codeOf(error) }, 'it could not be cancelled');
    });
  };
  const repeats =
    settings.repeats === false
      ? undefined
      : new Repeats({
          windowMs: settings.repeats?.windowMs ?? 180_000,
          clock,
          newId,
          onAbandoned: abandon,
        });

  await remember(
    clients.map(({ client }) => client),
    orders,
    repeats,
    clock,
  );
  const byId = new Map(shops.map(([, shop]) => [shop.client.id, shop]));
  const stops = [
    orders.onChange((record) => byId.get(record.buyer)?.changed(record)),
    orders.onChange((record) => repeats?.learn(record)),
    logEvents(orders, log),
  ];

  let isClosing = false;
  const { host = '127.0.0.1', port = 8080, hosts = [], proxies = [], maxConnections = 10_000 } = settings;
  const names = ['localhost', host, ...hosts];
  const app = createServer({ log, maxConnections, hosts: names, proxies });
  const metrics = createMetrics(
    orders,
    () =>
      new Promise((resolve, reject) =>
        app.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
  );
  app.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .type('application/problem+json')
      .send(plain('NOT_FOUND', 404, 'There is nothing here')),
  );
  await app.register((inner) => serveDialects(inner, { settings, tokens, repeats, metrics, newId }));
  const keeper = settings.priceHistory
    ? await PriceKeeper.open(settings.priceHistory, { orders, clock, log })
    : undefined;
  await app.register(
    (inner) => serveRest(inner, { settings, orders, catalogue, repeats, metrics, clock, tokens, keeper }),
    {
      prefix: '/v1',
    },
  );
  for (const endpoint of options.endpoints ?? []) {
    await app.register((inner) => serveEndpoint(inner, { endpoint, hosts: names, metrics, tokens }));
  }
  await app.register((inner) =>
    serveOperations(inner, { orders, metrics, isClosing: () => isClosing, tokens }),
  );
  const { pages = boardIn(log) } = settings;
  if (pages) await app.register((inner) => servePages(inner, pages));

  await app.listen({ host, port }).catch(async (error: NodeJS.ErrnoException) => {
    await keeper?.close();
    throw cannotListen(error.code ?? '', host, port);
  });
  if (!/^(?:127\.|::1$|localhost$)/.test(host)) {
    log.warn(
      { host },
      'plain HTTP beyond this machine: tokens and codes are readable on the way, unless TLS stands in front',
    );
  }
  keeper?.start();
  const address = app.server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;

  const shutDown = async (): Promise<void> => {
    isClosing = true;
    await app.close();
    await keeper?.close();
    repeats?.close();
    for (const stop of stops) stop();
    metrics.close();
  };
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= shutDown();
    return closed;
  };
  return { url: `http://${name}:${address.port}`, close, [Symbol.asyncDispose]: close };
}

function clientsOf(
  { clients }: GatewaySettings,
  orders: Orders,
  clock: Clock,
): readonly { readonly hash: string; readonly client: Client }[] {
  if (clients.length === 0) {
    throw NumrouteError.input(
      'gateway.clients',
      'at least one client with a token: without one anybody could buy',
    );
  }
  for (const part of ['id', 'tokenHash'] as const) {
    if (new Set(clients.map((client) => client[part])).size < clients.length) {
      throw NumrouteError.input(
        'gateway.clients',
        `clients whose ${part === 'id' ? 'ids' : 'tokens'} differ`,
      );
    }
  }
  clients.forEach((one, index) => {
    usable(one, `gateway.clients[${index}]`, orders);
  });
  return clients.map((settings) => ({
    hash: settings.tokenHash,
    client: createClient(settings, orders, clock),
  }));
}

function cannotListen(code: string, host: string, port: number): NumrouteError<'INVALID_INPUT'> {
  return code === 'EADDRINUSE' || code === 'EACCES'
    ? NumrouteError.input('gateway.port', 'a free port that you may use, or 0 for any', `${port} (${code})`)
    : NumrouteError.input('gateway.host', 'an address of this machine', `${JSON.stringify(host)} (${code})`);
}

/** Reads what was spent, and whose answer may not have been heard. */
async function remember(
  clients: readonly Client[],
  orders: Orders,
  repeats: Repeats | undefined,
  clock: Clock,
): Promise<void> {
  for (const { id, budget } of clients) {
    const since = Math.min(budget.periodStart(), clock.now() - LONGEST_WINDOW_MS);
    const records = await orders.list({ buyer: id, since });
    for (const record of records) budget.note(record);
    repeats?.restore(records);
  }
}

function codeOf(error: unknown): string {
  return NumrouteError.is(error) ? error.code : 'unexpected';
}
