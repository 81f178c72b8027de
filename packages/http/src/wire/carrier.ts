import { createAgents, destroyAgents } from './agents.ts';
import { type Exchange, type ExchangeLimits, exchange } from './exchange.ts';
import type { ProxyAccess } from './proxy.ts';
import { Spare } from './spare.ts';
import type { WireRequest } from './wire.ts';

/** How one request is carried. */
export interface Carriage extends ExchangeLimits {
  /** On a connection that never carried anything: on a used one, a reset proves nothing. */
  readonly fresh: boolean;
}

/**
 * Carries one request to the vendor, once, and says what became of it. It sees the key, retries
 * nothing, and never rejects.
 */
export interface Carrier {
  /** Sends one request once. What became of it is in the exchange; nothing is thrown. */
  carry(request: WireRequest, carriage: Carriage): Promise<Exchange>;
  /** A purchase may follow soon. What can be made ready for it without sending anything may be. */
  expectPurchase?(): void;
  /** Closes its connections. */
  close(): void;
}

/** Over sockets, with got. */
export function socketCarrier(proxy: ProxyAccess | undefined): Carrier {
  const pool = createAgents('pool', proxy);
  // A tunnel that is half built cannot be given up: through a proxy each purchase builds its own.
  const spare = proxy ? undefined : new Spare();
  return {
    async carry(request, { fresh, ...limits }) {
      if (!fresh) return exchange(request, pool, limits);
      const once = createAgents('once', proxy);
      await spare?.lendTo(once, request.url);
      try {
        return await exchange(request, once, limits, () => spare?.purchaseLeft(request.url));
      } finally {
        destroyAgents(once);
      }
    },
    expectPurchase: () => spare?.open(),
    close() {
      spare?.close();
      destroyAgents(pool);
    },
  };
}
