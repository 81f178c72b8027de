import type { Provider } from '@numroute/core';
import {
  type ClientSettings,
  createLog,
  type GatewaySettings,
  hashToken,
  type RouterEvents,
  routerEvents,
  routerOrders,
  startGateway,
} from '@numroute/gateway';
import type { Journal } from '@numroute/journal';
import { createRates, createRouter, type RouterOptions } from '@numroute/router';

interface Over
  extends Pick<RouterOptions, 'offersTtlMs' | 'quoteTimeoutMs' | 'rates'>,
    Pick<GatewaySettings, 'pages' | 'priceHistory'> {
  readonly providers: readonly Provider[];
  readonly journal: Journal;
  readonly clients: readonly ClientSettings[];
}

/** A gateway over a router of its own. Both end with it; the journal ends with its owner. */
interface BenchGateway extends AsyncDisposable {
  readonly url: string;
  readonly events: RouterEvents;
}

/** Somebody who may buy and ask as much as they like. */
export function unhurriedClient(token: string, more: Partial<ClientSettings> = {}): ClientSettings {
  return {
    id: 'bench',
    tokenHash: hashToken(token),
    budget: { amount: '1000000', currency: 'USD', per: 'total' },
    rate: { requests: 10_000_000, perMs: 1_000 },
    ...more,
  };
}

/** A gateway on a free port that logs nothing. */
export async function openGateway(over: Over): Promise<BenchGateway> {
  const { clients, pages, priceHistory, rates = createRates(), ...options } = over;
  const events = routerEvents();
  const router = createRouter({ ...options, rates, onEvent: events.tell });
  const gateway = await startGateway({
    orders: await routerOrders({ router, journal: options.journal, rates, events }),
    log: createLog({ write: () => undefined }),
    settings: {
      port: 0,
      clients,
      ...(pages !== undefined && { pages }),
      ...(priceHistory && { priceHistory }),
    },
  });
  return {
    url: gateway.url,
    events,
    async [Symbol.asyncDispose]() {
      await gateway.close();
      await router.close();
    },
  };
}
