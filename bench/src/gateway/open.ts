import type { Provider } from '@numroute/core';
import { createLog, hashToken, routerEvents, routerOrders, startGateway } from '@numroute/gateway';
import type { Journal } from '@numroute/journal';
import { createRouter, type RouterOptions } from '@numroute/router';

interface Over extends Pick<RouterOptions, 'quoteTimeoutMs'> {
  readonly providers: readonly Provider[];
  readonly journal: Journal;
  readonly rates: NonNullable<RouterOptions['rates']>;
}

/** A gateway whose one client may buy and ask as much as it likes. Resolves with its address. */
export async function openGateway(
  { providers, journal, rates, ...options }: Over,
  token: string,
): Promise<string> {
  const events = routerEvents();
  const router = createRouter({ providers, rates, journal, onEvent: events.tell, ...options });
  const { url } = await startGateway({
    orders: await routerOrders({ router, journal, rates, events }),
    log: createLog({ write: () => undefined }),
    settings: {
      port: 0,
      clients: [
        {
          id: 'bench',
          tokenHash: hashToken(token),
          budget: { amount: '1000000', currency: 'USD', per: 'total' },
          rate: { requests: 10_000_000, perMs: 1_000 },
        },
      ],
    },
  });
  return url;
}
