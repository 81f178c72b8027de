import { createAgents, destroyAgents, type Exchange, type ExchangeLimits, exchange } from './exchange.ts';
import type { WireRequest } from './wire.ts';

export interface Carriage extends ExchangeLimits {
  /** On a connection of its own: on a used one, a reset proves nothing. */
  readonly fresh: boolean;
}

/**
 * Carries one request to the vendor, once, and says what became of it. It sees the key, retries
 * nothing, and never rejects.
 */
export interface Carrier {
  carry(request: WireRequest, carriage: Carriage): Promise<Exchange>;
  close(): void;
}

/** Over sockets, with got. */
export function socketCarrier(proxy: URL | undefined): Carrier {
  const pool = createAgents('pool', proxy);
  return {
    async carry(request, { fresh, ...limits }) {
      if (!fresh) return exchange(request, pool, limits);
      const once = createAgents('once', proxy);
      try {
        return await exchange(request, once, limits);
      } finally {
        destroyAgents(once);
      }
    },
    close: () => destroyAgents(pool),
  };
}
