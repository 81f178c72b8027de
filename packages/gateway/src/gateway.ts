import { randomUUID } from 'node:crypto';
import { type Clock, NumrouteError, systemClock } from '@numroute/core';
import type { Logger } from 'pino';
import type { ClientSettings, GatewaySettings } from './clients/settings.ts';
import { serveDialects } from './dialects/dialects.ts';
import { createMetrics } from './metrics/metrics.ts';
import type { Bought, Orders } from './orders/orders.ts';
import { PriceKeeper } from './price-history/price-keeper.ts';
import { serveRest } from './rest/index.ts';
import { orderResource } from './rest/resources.ts';
import { Catalogue, PRICES_TTL_MS } from './selling/catalogue.ts';
import { ClientShop } from './selling/client-shop.ts';
import { type ClientChanges, Clientele } from './selling/clientele.ts';
import { LeftOrders } from './selling/left-orders.ts';
import { Repeats } from './selling/repeats.ts';
import type { Door } from './server/door.ts';
import { type Endpoint, serveEndpoint } from './server/endpoint.ts';
import { serveHooks } from './server/hooks.ts';
import { listenAt } from './server/listen.ts';
import { createLog } from './server/log.ts';
import { logEvents } from './server/log-events.ts';
import { serveOperations } from './server/operations.ts';
import { boardIn, servePages } from './server/pages.ts';
import { plain } from './server/problem.ts';
import { connectionsOf, createServerFor, ownNames } from './server/server.ts';
import { TokenCheck } from './server/token-check.ts';
import { Webhooks } from './webhooks/webhooks.ts';

/** No answer waits longer for its client. */
const LONGEST_WINDOW_MS = 3_600_000;

/** What a gateway is made of. */
export interface GatewayOptions {
  readonly orders: Orders;
  readonly settings: GatewaySettings;
  /** What is served to holders of tokens beside REST and the dialects. @default nothing */
  readonly endpoints?: readonly Endpoint[];
  /** Where requests come from, in the place of the settings' address: the gateway closes, and it stays open. */
  readonly door?: Door;
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
  /**
   * Serves these clients from now on, in the place of those that the settings named; others who were added
   * while it ran stay. Who is no more among them is refused at once, and its orders without a code are given
   * up. A changed budget acts at the next purchase. Nothing changes where it throws.
   *
   * @throws {NumrouteError} INVALID_INPUT As `startGateway`.
   */
  setClients(clients: readonly ClientSettings[]): Promise<ClientChanges>;
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
  const catalogue = new Catalogue(orders, settings.pricesTtlMs ?? PRICES_TTL_MS, clock);
  const giveUp = (record: Bought, why: string): void => {
    log.warn({ order: record.number, client: record.buyer }, `${why}; it is cancelled`);
    orders.cancel(record, { insist: true }).catch((error: unknown) => {
      log.warn({ order: record.number, error: codeOf(error) }, 'it could not be cancelled');
    });
  };
  const left = new LeftOrders(orders, (record) => giveUp(record, 'the client of this order is no more'));
  const clientele = new Clientele({
    orders,
    clock,
    log,
    left,
    openShop: (client) => {
      const onCodeEnd = (hasCode: boolean): void => metrics.codeEnded(client.id, hasCode);
      return new ClientShop(client, orders, catalogue, clock, onCodeEnd);
    },
  });
  const tokens = new TokenCheck((hash) => clientele.shopOf(hash), log, clock);

  const repeats =
    settings.repeats === false
      ? undefined
      : new Repeats({
          windowMs: settings.repeats?.windowMs ?? 180_000,
          clock,
          newId,
          onAbandoned: (record) => giveUp(record, 'nobody came for this order'),
        });

  const stops = [
    orders.onChange((record) => clientele.changed(record)),
    orders.onChange((record) => left.look(record)),
    orders.onChange((record) => repeats?.learn(record)),
    logEvents(orders, log),
  ];
  await clientele.configure(settings.clients);
  await left.leave([...clientele.kept.keys()].filter((id) => !clientele.member(id)));
  for (const { id } of clientele.clients)
    repeats?.restore(await orders.list({ buyer: id, since: clock.now() - LONGEST_WINDOW_MS }));

  const webhooks = new Webhooks({
    orders,
    clientele,
    clock,
    log,
    toPrivate: settings.webhooks?.private ?? false,
    describe: (record, client) =>
      record.state === 'none' ? { id: String(record.number) } : orderResource(record, client),
  });
  let isClosing = false;
  const { door } = options;
  const app = createServerFor(settings, log);
  const metrics = createMetrics({
    orders,
    clients: () => clientele.clients,
    clock,
    connections: () => (door ? door.connections() : connectionsOf(app)),
  });
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
    (inner) =>
      serveRest(inner, { orders, clientele, webhooks, catalogue, repeats, metrics, clock, tokens, keeper }),
    {
      prefix: '/v1',
    },
  );
  const { hooks } = settings;
  if (hooks) await app.register((inner) => serveHooks(inner, { orders, secret: hooks.secret, clock, log }));
  for (const endpoint of options.endpoints ?? []) {
    await app.register((inner) =>
      serveEndpoint(inner, { endpoint, hosts: ownNames(settings), clientele, metrics, tokens }),
    );
  }
  await app.register((inner) =>
    serveOperations(inner, { orders, metrics, isClosing: () => isClosing, tokens }),
  );
  const { pages = boardIn(log) } = settings;
  if (pages) await app.register((inner) => servePages(inner, pages));

  let leave: (() => Promise<void>) | undefined;
  let url: string;
  try {
    if (door) await app.ready();
    leave = door?.admit((request, response) => app.routing(request, response));
    url = door ? door.url : await listenAt(app, settings, log);
  } catch (error) {
    await keeper?.close();
    throw error;
  }
  keeper?.start();

  const shutDown = async (): Promise<void> => {
    isClosing = true;
    const answered = leave?.();
    await app.close();
    await answered;
    await keeper?.close();
    repeats?.close();
    await webhooks.close();
    for (const stop of stops) stop();
    metrics.close();
  };
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= shutDown();
    return closed;
  };
  return {
    url,
    setClients: (clients) => clientele.configure(clients),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function codeOf(error: unknown): string {
  return NumrouteError.is(error) ? error.code : 'unexpected';
}
