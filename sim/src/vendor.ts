import { arzancellAdapter, arzancellDialect } from '@numroute/arzancell';
import { type Clock, type Dialect, findCountry, type Traits } from '@numroute/core';
import type { Adapter } from '@numroute/http';
import { type Profile, profiles, smsActivateAdapter, smsActivateDialect } from '@numroute/sms-activate';
import { createWorld, type World, type WorldOffer } from '@numroute/testkit';
import {
  givingNames,
  type Habit,
  keepingHistory,
  readingHistory,
  takenUp,
  takingNames,
} from './habits/index.ts';
import { phoneOf } from './phone.ts';
import type { Random } from './random.ts';

/** Where a vendor stands: what it sells, in which words, and how fast it may be asked. */
export interface Vendor {
  readonly id: string;
  readonly kind: Kind;
  readonly habits: ReadonlySet<Habit>;
  readonly world: World;
  readonly secret: string;
  readonly dialect: Dialect;
  readonly limits: { readonly requests: number; readonly perMs: number; readonly concurrent: number };
  /** The vendor has a list of open orders. */
  readonly lists: boolean;
  readonly path: string;
  readonly refundLagMs: number;
  /** The engine knows, or supposes, how long an order lives. */
  readonly saysLifetime: boolean;
  /** As the engine sees it; a new one for each run, because its memory ends with the process. */
  adapter(id?: string): Adapter;
}

/** Two with the balance alone, three with a list of orders. */
export const kinds = ['arzancell', 'smsbower', 'herosms', 'tiger', 'classic'] as const;

export type Kind = (typeof kinds)[number];

export interface Terms {
  readonly clock: Clock;
  readonly random: Random;
  readonly refundLagMs: number;
  readonly funds: string;
  /** Of the scenario. */
  readonly habits: ReadonlySet<Habit>;
}

/** Where a vendor says nothing of it. */
const SUPPOSED_LIFETIME_MS = 1_200_000;

/** Some characters must be spelled otherwise in a URL: a leak in that spelling is a leak. */
const KEYS = ['sk-9f8e7d6c5b4a', 'k+y/9f8e=7d6c&5b"4a'];

export function openVendor(id: string, kind: Kind, terms: Terms): Vendor {
  const { clock, random, refundLagMs, funds, habits } = terms;
  const usual = { requests: random.whole(2, 6), perMs: 1_000, concurrent: random.whole(1, 3) };
  const lifetimeMs = random.pick([240_000, 600_000, 1_200_000]);
  const cancelAfterMs = random.pick([0, 20_000, 120_000]);
  const secret = `${random.pick(KEYS)}${id}`;
  const taken = takenUp(habits, kind, random);
  const limits = taken.has('rush') ? { ...usual, requests: 20, concurrent: random.whole(3, 8) } : usual;
  const charges: Traits['charges'] = taken.has('charges-at-delivery') ? 'delivery' : 'purchase';
  const own = kind === 'arzancell' ? undefined : profileOf(kind, { lifetimeMs, cancelAfterMs });
  const world = createWorld({
    currency: own?.currency ?? 'IRT',
    offers: offersOf(kind, random),
    funds,
    secret,
    clock,
    lifetimeMs,
    cancelAfterMs,
    refundLagMs,
    charges,
    phones: (country, n) => phoneOf(id, findCountry(country)?.callingCode ?? '', n),
  });
  const spoken = own ? smsActivateDialect(own) : arzancellDialect();
  const named = taken.has('takes-names') ? takingNames(spoken) : spoken;
  const dialect = taken.has('keeps-history') ? keepingHistory(named) : named;
  return {
    id,
    kind,
    habits: taken,
    world,
    secret,
    dialect,
    limits,
    lists: own?.active !== undefined,
    path: dialect.path,
    refundLagMs,
    saysLifetime: own !== undefined || lifetimeMs === SUPPOSED_LIFETIME_MS,
    adapter(name = id) {
      const adapter = own
        ? smsActivateAdapter(own, { id: name, limits })
        : arzancellAdapter({ id: name, limits });
      const { manifest } = adapter;
      const told: Adapter = {
        ...adapter,
        manifest: { ...manifest, traits: { ...manifest.traits, charges } },
      };
      const naming = taken.has('takes-names') ? givingNames(told) : told;
      return taken.has('keeps-history') ? readingHistory(naming) : naming;
    },
  };
}

const TWIN = '-twin';

/** The account that a provider buys at: two names may be one. */
export const accountOf = (provider: string): string =>
  provider.endsWith(TWIN) ? provider.slice(0, -TWIN.length) : provider;

/** One account under two names, each with its own key: what one of them buys, the other does not know. */
export function twinsOf(vendor: Vendor): readonly Vendor[] {
  const id = `${vendor.id}${TWIN}`;
  const habits = new Set<Habit>(['twin']);
  const twin = { ...vendor, id, habits, secret: `${vendor.secret}-twin`, adapter: () => vendor.adapter(id) };
  return [{ ...vendor, habits }, twin];
}

function profileOf(
  kind: Exclude<Kind, 'arzancell'>,
  timing: Pick<Profile, 'lifetimeMs' | 'cancelAfterMs'>,
): Profile {
  return { ...profiles[kind], ...timing };
}

/** Few prices, so that orders of one price are common: only their sum tells them apart. */
function offersOf(kind: Kind, random: Random): WorldOffer[] {
  const prices = kind === 'arzancell' ? ['2000', '2000', '2500'] : ['0.2', '0.2', '0.25'];
  const pools = kind === 'arzancell' || kind === 'smsbower' ? ['1', '2'] : [undefined];
  return ['telegram', 'whatsapp'].flatMap((service) =>
    ['EE', 'GB'].flatMap((country) =>
      pools.map((pool) => ({
        service,
        country,
        ...(pool !== undefined && { pool }),
        price: random.pick(prices),
        stock: random.pick([3, 20, 1000]),
      })),
    ),
  );
}
