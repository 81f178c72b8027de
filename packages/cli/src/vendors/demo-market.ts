import { arzancellAdapter, arzancellDialect } from '@numroute/arzancell';
import { NumrouteError, type ProviderPlugin } from '@numroute/core';
import { createHttpProvider } from '@numroute/http';
import type { Rate } from '@numroute/router';
import { createWorld, type Sandbox, startSandbox, type World, type WorldOffer } from '@numroute/testkit';
import type { Account } from '../config/plugins.ts';

interface Vendor {
  readonly id: string;
  readonly currency: string;
  readonly funds: string;
  readonly latencyMs?: number;
  readonly offers: readonly WorldOffer[];
}

interface SimulatedSettings {
  readonly id: string;
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly unit: string;
}

export interface DemoMarket extends AsyncDisposable {
  readonly accounts: readonly Account[];
  readonly rates: readonly Rate[];
  /** The vendors from inside, by provider id: for sending an SMS. */
  readonly worlds: ReadonlyMap<string, World>;
}

/** The sample rows of ArzanCell's API page. */
export const arzancellSample: readonly WorldOffer[] = [
  { service: 'viber', country: 'EE', pool: '3', price: '2800', stock: 0 },
  { service: 'whatsapp', country: 'EE', pool: '3', price: '5600', stock: 1400 },
  { service: 'telegram', country: 'EE', pool: '3', price: '8400', stock: 3 },
];

const demoRates: readonly Rate[] = [
  { base: 'USD', quote: 'IRT', value: '112000', source: 'demo', asOf: '2026-11-20' },
  { base: 'EUR', quote: 'USD', value: '1.16', source: 'demo', asOf: '2026-11-20' },
];

/** Later than this, and a vendor of the demo is silent. */
export const DEMO_PATIENCE_MS = 800;

const vendors: readonly Vendor[] = [
  { id: 'toman-sim', currency: 'IRT', funds: '500000', offers: arzancellSample },
  {
    id: 'dollar-sim',
    currency: 'USD',
    funds: '20',
    offers: [
      { service: 'telegram', country: 'EE', pool: '1', price: '0.11', stock: 40 },
      { service: 'telegram', country: 'GB', pool: '1', price: '0.42', stock: 7 },
      { service: 'whatsapp', country: 'EE', pool: '1', price: '0.06', stock: 12 },
    ],
  },
  {
    id: 'euro-sim',
    currency: 'EUR',
    funds: '20',
    latencyMs: 150,
    offers: [
      { service: 'telegram', country: 'EE', pool: '1', price: '0.08', stock: 12 },
      { service: 'telegram', country: 'DE', pool: '2', price: '0.35', stock: 260 },
    ],
  },
  {
    id: 'empty-sim',
    currency: 'USD',
    funds: '20',
    offers: [{ service: 'telegram', country: 'EE', pool: '1', price: '0.05', stock: 0 }],
  },
  {
    id: 'slow-sim',
    currency: 'USD',
    funds: '20',
    latencyMs: DEMO_PATIENCE_MS * 2,
    offers: [{ service: 'telegram', country: 'EE', pool: '1', price: '0.07', stock: 5 }],
  },
];

/** ArzanCell's adapter without the warning about plain http, which never leaves this machine here. */
const simulated: ProviderPlugin<SimulatedSettings> = {
  id: 'simulated',
  apiVersion: 1,
  parseSettings: () => {
    throw NumrouteError.input('plugin', 'a real plugin; this one belongs to the demo');
  },
  create: ({ id, apiKey, baseUrl, unit }) =>
    createHttpProvider(
      arzancellAdapter({ id, unit, limits: { requests: 200, perMs: 1000, concurrent: 20 } }),
      {
        apiKey,
        baseUrl,
        allowInsecureHttp: true,
        warn: () => {},
      },
    ),
};

/** Simulated vendors on 127.0.0.1, each behind real HTTP in ArzanCell's words. */
export async function startDemoMarket(): Promise<DemoMarket> {
  const open = await Promise.all(
    vendors.map(async ({ id, currency, funds, offers, latencyMs = 0 }) => {
      const world = createWorld({ currency, funds, offers });
      const sandbox = await startSandbox({ world, dialect: arzancellDialect(), latencyMs });
      return {
        id,
        world,
        sandbox,
        settings: { id, apiKey: world.secret, baseUrl: sandbox.url, unit: currency },
      };
    }),
  );
  return {
    accounts: open.map(({ settings }) => ({ plugin: simulated as ProviderPlugin, settings })),
    rates: demoRates,
    worlds: new Map(open.map(({ id, world }) => [id, world])),
    [Symbol.asyncDispose]: () => closeAll(open.map(({ sandbox }) => sandbox)),
  };
}

async function closeAll(sandboxes: readonly Sandbox[]): Promise<void> {
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
}
