import { type Clock, NumrouteError } from '@numroute/core';
import { CLOCK, closeInOrder, closesBefore, EVENTS, JOURNAL, RATES, ROUTER } from '@numroute/inversify';
import type { Journal } from '@numroute/journal';
import { createRates, type Rates, type Router } from '@numroute/router';
import { ContainerModule, type ServiceIdentifier } from 'inversify';
import type { GatewaySettings } from './clients/settings.ts';
import { type Gateway, type GatewayOptions, startGateway } from './gateway.ts';
import { routerEvents, routerOrders } from './orders/router-orders.ts';

/** A gateway that a container made: it listens when it is told to. */
export interface GatewayService {
  /**
   * Reads the journal, then listens. A second call is the first one.
   *
   * @throws {NumrouteError} As `startGateway`; CLOSED after `close`.
   */
  start(): Promise<Gateway>;
  /** Takes nobody new, lets what is under way end, and leaves the router to its owner. */
  close(): Promise<void>;
}

/** Bound by `gatewayModule`: `await container.get(GATEWAY).start()`. */
export const GATEWAY: ServiceIdentifier<GatewayService> = Symbol.for('@numroute/Gateway');

/**
 * The gateway over the router, the journal, the rates and the clock of a container. Its router closes after it.
 * Not started by itself: what fails while a container resolves it would fail again when it is unbound.
 */
export function gatewayModule(
  settings: GatewaySettings,
  options: Pick<GatewayOptions, 'endpoints' | 'door' | 'log' | 'newId'> = {},
): ContainerModule {
  return new ContainerModule(({ bind }) => {
    const events = routerEvents();
    bind(EVENTS).toConstantValue(events.tell);
    bind(GATEWAY)
      .toResolvedValue(
        (router: Router, journal: Journal, rates: Rates | undefined, clock: Clock | undefined) => {
          const time = clock && { clock };
          const start = async (): Promise<Gateway> => {
            const orders = await routerOrders({
              router,
              journal,
              rates: rates ?? createRates(),
              events,
              ...time,
            });
            return await startGateway({ ...options, ...time, orders, settings });
          };
          const service = serviceOf(start);
          closesBefore(service, router);
          return service;
        },
        [
          ROUTER,
          JOURNAL,
          { serviceIdentifier: RATES, optional: true },
          { serviceIdentifier: CLOCK, optional: true },
        ],
      )
      .inSingletonScope()
      .onDeactivation(closeInOrder);
  });
}

function serviceOf(start: () => Promise<Gateway>): GatewayService {
  let started: Promise<Gateway> | undefined;
  let isClosed = false;
  return {
    start: async () => {
      if (isClosed) throw new NumrouteError('CLOSED', 'the gateway was closed', {});
      started ??= start();
      return await started;
    },
    close: async () => {
      isClosed = true;
      // One that could not start has told so.
      const gateway = await started?.catch(() => undefined);
      await gateway?.close();
    },
  };
}
