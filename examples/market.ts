// Simulated vendors for the examples: real HTTP on 127.0.0.1, play money, made-up rates.
import { arzancell, arzancellDialect } from '@numroute/arzancell';
import type { Provider } from '@numroute/core';
import { createRates, type Rates } from '@numroute/router';
import { createWorld, startSandbox, type World, type WorldOffer } from '@numroute/testkit';

export interface Vendor extends AsyncDisposable {
  /** What `arzancell.create` wants to know about it. */
  readonly settings: Parameters<typeof arzancell.create>[0];
  readonly provider: Provider;
  /** The vendor from inside, for sending an SMS. */
  readonly world: World;
}

const limits = { requests: 100, perMs: 1000, concurrent: 10 };

export async function startVendor(
  id: string,
  currency: string,
  offers: readonly WorldOffer[],
): Promise<Vendor> {
  const world = createWorld({ currency, offers });
  const sandbox = await startSandbox({ world, dialect: arzancellDialect() });
  const settings = { id, apiKey: world.secret, baseUrl: sandbox.url, allowInsecureHttp: true, limits };
  return {
    settings,
    provider: arzancell.create(settings),
    world,
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}

export function startMarket(): Promise<Vendor[]> {
  return Promise.all([
    startVendor('toman-shop', 'IRT', [
      { service: 'whatsapp', country: 'EE', pool: '3', price: '5600', stock: 1400 },
      { service: 'telegram', country: 'EE', pool: '3', price: '8400', stock: 3 },
    ]),
    startVendor('dollar-shop', 'USD', [
      { service: 'telegram', country: 'EE', price: '0.11', stock: 40 },
      { service: 'telegram', country: 'GB', price: '0.42', stock: 7 },
    ]),
    startVendor('euro-shop', 'EUR', [{ service: 'telegram', country: 'EE', price: '0.08', stock: 0 }]),
  ]);
}

export const rates: Rates = createRates([
  { base: 'USD', quote: 'IRT', value: '112000', source: 'made up', asOf: '2026-11-20' },
  { base: 'EUR', quote: 'USD', value: '1.16', source: 'made up', asOf: '2026-11-20' },
]);
