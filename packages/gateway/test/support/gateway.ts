import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ClientSettings,
  createLog,
  type Gateway,
  type GatewaySettings,
  hashToken,
  type Orders,
  routerEvents,
  routerOrders,
  startGateway,
} from '@numroute/gateway';
import type { Endpoint } from '@numroute/gateway/shop';
import { sqliteJournal } from '@numroute/journal';
import { createRouter } from '@numroute/router';
import { converter, providerAt, type VendorAddress } from './market.ts';

export const TOKEN = '0123456789abcdef0123456789abcdef';
export const OTHER_TOKEN = 'fedcba9876543210fedcba9876543210';
export const OPERATOR_TOKEN = 'an-operators-token-0123456789';

export const client = (settings: Partial<ClientSettings> = {}): ClientSettings => ({
  id: 'shop',
  tokenHash: hashToken(TOKEN),
  budget: { amount: '1000', currency: 'USD', per: 'total' },
  rate: { requests: 100_000, perMs: 1_000 },
  ...settings,
});

export const other: ClientSettings = client({ id: 'other', tokenHash: hashToken(OTHER_TOKEN) });

export const operator: ClientSettings = client({
  id: 'operator',
  tokenHash: hashToken(OPERATOR_TOKEN),
  operator: true,
});

export interface Running extends AsyncDisposable {
  readonly gateway: Gateway;
  readonly url: string;
  /** Every line of the log so far. */
  readonly log: readonly string[];
}

/** A gateway over a router over those vendors, with a journal in a file. `orders` may change what the router says. */
export async function openGateway(
  addresses: readonly VendorAddress[],
  settings: Partial<GatewaySettings> = {},
  file?: string,
  orders: (router: Orders) => Orders = (router) => router,
  endpoints: readonly Endpoint[] = [],
): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'numroute-gateway-'));
  const journal = sqliteJournal({ file: file ?? join(folder, 'journal.sqlite') });
  const events = routerEvents();
  const router = createRouter({
    providers: addresses.map(providerAt),
    rates: converter,
    journal,
    onEvent: events.tell,
    offersTtlMs: 50,
  });
  const log: string[] = [];
  const gateway = await startGateway({
    orders: orders(await routerOrders({ router, journal, rates: converter, events })),
    endpoints,
    settings: { port: 0, clients: [client(), other], pricesTtlMs: 50, ...settings },
    log: createLog({ write: (line: string) => void log.push(line) }, 'debug'),
  });
  return {
    gateway,
    url: gateway.url,
    log,
    [Symbol.asyncDispose]: async () => {
      await gateway.close();
      await router.close();
      await journal.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until it is true, or fails. */
export async function until(check: () => unknown, ms: number = 18_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await check())) {
    if (Date.now() > end) throw new Error('waited in vain');
    await new Promise((done) => setTimeout(done, 20));
  }
}
