import { arzancell, arzancellDialect } from '@numroute/arzancell';
import { findCountry, type Provider } from '@numroute/core';
import { createRates, type Rate } from '@numroute/router';
import { type ProfileName, profiles, smsActivate, smsActivateDialect } from '@numroute/sms-activate';
import { createWorld, type Sandbox, startSandbox, type World, type WorldOptions } from '@numroute/testkit';

const limits = { requests: 1_000, perMs: 1_000, concurrent: 50 };

export const rates: readonly Rate[] = [
  { base: 'USD', quote: 'IRT', value: '112000', source: 'test', asOf: '2026-11-20' },
  { base: 'USD', quote: 'RUB', value: '80', source: 'test', asOf: '2026-11-20' },
];

export const converter = createRates(rates);

/** One simulated vendor behind a real socket. */
export interface SimulatedVendor {
  readonly id: string;
  readonly world: World;
  readonly sandbox: Sandbox;
}

/** Where a vendor is, so that another process can buy there, too. */
export interface VendorAddress {
  readonly id: string;
  readonly profile: ProfileName | 'arzancell';
  readonly url: string;
  readonly apiKey: string;
  readonly currency: string;
  /** It says that it keeps the money of a number without a code. */
  readonly keepsMoney?: true;
}

export interface Market extends AsyncDisposable {
  readonly vendors: readonly [SimulatedVendor, SimulatedVendor, SimulatedVendor];
  readonly addresses: readonly VendorAddress[];
  /** The one that holds this vendor's order. */
  worldOf(provider: string): World;
  charges(): number;
}

const listings = [
  { id: 'toman', profile: 'arzancell', currency: 'IRT', prices: { EE: '8400', US: '11200' } },
  { id: 'dollar', profile: 'herosms', currency: 'USD', prices: { EE: '0.11', US: '0.2' } },
  { id: 'rouble', profile: 'smshub', currency: 'RUB', prices: { EE: '9.6', US: '20' } },
] as const;

/** Three vendors, three dialects, three currencies; the cheapest telegram in EE costs 0.075 USD at `toman`. */
export async function openMarket(
  behaviour: Pick<WorldOptions, 'cancelAfterMs' | 'lifetimeMs'> = {},
): Promise<Market> {
  const [first, second, third] = listings.map(
    async ({ id, profile, currency, prices }, nth): Promise<SimulatedVendor> => {
      const pool = profile === 'arzancell' ? { pool: '3' } : {};
      const world = createWorld({
        currency,
        offers: [
          { service: 'telegram', country: 'EE', ...pool, price: prices.EE, stock: 100_000 },
          { service: 'telegram', country: 'US', ...pool, price: prices.US, stock: 100_000 },
          { service: 'whatsapp', country: 'EE', ...pool, price: prices.US, stock: 5 },
        ],
        funds: '100000000000',
        ...behaviour,
        // No two vendors have the same number, nor one that ends alike.
        phones: (country, n) =>
          `+${findCountry(country)?.callingCode ?? ''}5${String(n).padStart(8, '0')}${nth}`,
      });
      const dialect = profile === 'arzancell' ? arzancellDialect() : smsActivateDialect(profiles[profile]);
      return { id, world, sandbox: await startSandbox({ world, dialect }) };
    },
  );
  if (!first || !second || !third) throw new Error('the market has three vendors');
  const vendors = [await first, await second, await third] as const;
  return {
    vendors,
    addresses: vendors.map(({ id, world, sandbox }, n) => ({
      id,
      profile: listings[n]?.profile ?? 'arzancell',
      url: sandbox.url,
      apiKey: world.secret,
      currency: world.currency,
    })),
    worldOf: (provider) => {
      const vendor = vendors.find(({ id }) => id === provider);
      if (!vendor) throw new Error(`no vendor ${provider}`);
      return vendor.world;
    },
    charges: () =>
      vendors.reduce((n, { world }) => n + world.ledger.filter(({ kind }) => kind === 'charge').length, 0),
    [Symbol.asyncDispose]: async () => {
      for (const { sandbox } of vendors) await sandbox.close();
    },
  };
}

/** A provider for a vendor, as a config file would make it. */
export function providerAt(address: VendorAddress): Provider {
  const provider = pluggedIn(address);
  const { manifest } = provider;
  if (!address.keepsMoney) return provider;
  return { ...provider, manifest: { ...manifest, traits: { ...manifest.traits, refundsOnCancel: false } } };
}

function pluggedIn({ id, profile, url, apiKey, currency }: VendorAddress): Provider {
  const common = { id, apiKey, baseUrl: url, allowInsecureHttp: true, limits };
  if (profile === 'arzancell') return arzancell.create(arzancell.parseSettings({ ...common, unit: 'Toman' }));
  return smsActivate.create(smsActivate.parseSettings({ ...common, profile, currency }));
}
