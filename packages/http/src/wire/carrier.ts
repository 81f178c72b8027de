import { createAgents, destroyAgents } from './agents.ts';
import type { Exchange, ExchangeLimits } from './exchange.ts';
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

/** Over sockets, with got, which is loaded with the first request: it takes longer than all else that is imported. */
export function socketCarrier(proxy: ProxyAccess | undefined): Carrier {
  const pool = createAgents('pool', proxy);
  // A tunnel that is half built cannot be given up: through a proxy each purchase builds its own.
  const spare = proxy ? undefined : new Spare();
  let closed = false;
  return {
    async carry(request, { fresh, ...limits }) {
      // A package that was replaced under a running process cannot be loaded any more.
      const client = await import('./exchange.ts').catch(() => undefined);
      if (!client) return { kind: 'not-sent', why: 'the HTTP client cannot be loaded' };
      if (closed) return { kind: 'not-sent', why: 'it was closed' };
      const { exchange } = client;
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
      closed = true;
      spare?.close();
      destroyAgents(pool);
    },
  };
}
