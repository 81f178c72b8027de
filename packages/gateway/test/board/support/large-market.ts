import { findCountry, intercept, listCountries, type Offer, type Provider } from '@numroute/core';
import { type ClientSettings, createLog, routerEvents, routerOrders, startGateway } from '@numroute/gateway';
import { memoryJournal } from '@numroute/journal';
import { createRouter } from '@numroute/router';
import { type ProfileName, profiles, smsActivateDialect } from '@numroute/sms-activate';
import { createWorld, type Sandbox, startSandbox, type World } from '@numroute/testkit';
import { converter, providerAt } from '../../support/market.ts';

/** A market as large as wanted, with a gateway in front. */
export interface LargeMarket extends AsyncDisposable {
  readonly url: string;
  readonly vendors: readonly SimulatedVendor[];
  /** For every order that has none yet. */
  receiveSms(text: string): void;
}

export interface SimulatedVendor {
  readonly id: string;
  readonly world: World;
  readonly sandbox: Sandbox;
}

interface Vendor {
  readonly id: string;
  readonly profile: ProfileName;
  readonly currency: 'USD' | 'RUB';
}

const VENDORS: readonly Vendor[] = [
  { id: 'amber', profile: 'herosms', currency: 'USD' },
  { id: 'birch', profile: 'smsbower', currency: 'USD' },
  { id: 'cobalt', profile: 'smshub', currency: 'RUB' },
  { id: 'dune', profile: 'tiger', currency: 'USD' },
  { id: 'ember', profile: 'grizzly', currency: 'USD' },
];

export interface LargeMarketOptions {
  readonly clients: readonly ClientSettings[];
  readonly countries: number;
  /** What an adapter makes of an offer before anybody else sees it. */
  readonly retell?: (offer: Offer) => Offer;
}

export async function openLargeMarket(options: LargeMarketOptions): Promise<LargeMarket> {
  const { clients, countries, retell = (offer) => offer } = options;
  const vendors = await Promise.all(VENDORS.map((vendor, n) => openVendor(vendor, n, countries, retell)));
  const journal = memoryJournal({ acceptOrphans: true });
  const events = routerEvents();
  const router = createRouter({
    providers: vendors.map(({ provider }) => provider),
    rates: converter,
    journal,
    onEvent: events.tell,
  });
  const gateway = await startGateway({
    orders: await routerOrders({ router, journal, rates: converter, events }),
    settings: { port: 0, clients },
    log: createLog({ write: () => undefined }),
  });
  return {
    url: gateway.url,
    vendors,
    receiveSms: (text) => {
      for (const { world } of vendors) {
        for (const { id, messages } of world.orders) if (messages.length === 0) world.receiveSms(id, text);
      }
    },
    [Symbol.asyncDispose]: async () => {
      await gateway.close();
      await router.close();
      for (const { sandbox } of vendors) await sandbox.close();
    },
  };
}

async function openVendor(
  { id, profile, currency }: Vendor,
  nth: number,
  countries: number,
  retell: (offer: Offer) => Offer,
): Promise<SimulatedVendor & { readonly provider: Provider }> {
  const world = createWorld({
    currency,
    // No two alike, and nobody the cheapest everywhere.
    offers: soldIn(countries).map((country, place) => ({
      service: 'telegram',
      country,
      price: price(currency, 8 + ((place * 7 + nth * 13) % 60)),
      stock: (place * 31 + nth * 7) % 900,
    })),
    phones: (country, n) => `+${findCountry(country)?.callingCode ?? ''}5${nth}${String(n).padStart(7, '0')}`,
  });
  const sandbox = await startSandbox({ world, dialect: smsActivateDialect(profiles[profile]) });
  const provider = providerAt({ id, profile, url: sandbox.url, apiKey: world.secret, currency });
  // No vendor of the family tells its success rate; others do.
  const successRate = { value: 0.55 + nth / 10, source: 'vendor' } as const;
  return { id, world, sandbox, provider: retold(provider, (offer) => retell({ ...offer, successRate })) };
}

/** The first are those that people ask for. */
function soldIn(count: number): readonly string[] {
  const first = ['EE', 'GB', 'US', 'DE', 'ID', 'NL', 'IR', 'BR'];
  return [...new Set([...first, ...listCountries().map(({ code }) => code)])].slice(0, count);
}

function price(currency: Vendor['currency'], cents: number): string {
  return currency === 'USD' ? (cents / 100).toFixed(2) : ((cents * 80) / 100).toFixed(2);
}

function retold(provider: Provider, retell: (offer: Offer) => Offer): Provider {
  return intercept(provider, async (operation, call, next) => {
    const reply = await next(call);
    return operation === 'listOffers' ? ([...(reply as Iterable<Offer>)].map(retell) as typeof reply) : reply;
  });
}
