import type { Manifest, Offer } from '@numroute/core';
import { luck, normal, normalShare, quantile } from './luck.ts';
import { LIFE, type Regime, VENDORS } from './markets.ts';

/** What is true of one offer, whatever its vendor says. */
export interface Cell {
  readonly id: number;
  readonly vendor: number;
  readonly offer: Omit<Offer, 'price'>;
  readonly price: number;
  /** Of the share of orders that get a code. */
  readonly logOdds: number;
  /** Of those, the share that has it by an age in seconds. */
  arrived(age: number): number;
  /** The age in milliseconds by which such a share has it. */
  ageAt(share: number): number;
}

export interface Vendor {
  readonly id: string;
  /** The chance that it keeps the money of an order without a code. */
  readonly keeps: number;
  /** The chance that a purchase finds nothing. */
  readonly phantom: number;
  readonly manifest: Pick<Manifest, 'timing' | 'traits'> & {
    readonly timing: { readonly cancelAfterMs: number };
  };
}

const logOddsOf = (share: number): number => Math.log(share / (1 - share));

export function vendorsOf({ refunds, dead }: Regime, seed: number): readonly Vendor[] {
  const order = Array.from({ length: VENDORS }, (_, n) => n).sort(
    (a, b) => luck(seed, 1, a) - luck(seed, 1, b),
  );
  return order.map((rank, n) => ({
    id: `v${n}`,
    keeps: refunds ? 0 : dead && n === 0 ? 0.3 : (rank * 0.3) / (VENDORS - 1),
    phantom: 0.06 * luck(seed, 2, n),
    manifest: {
      timing: { pollMs: 1_000, cancelAfterMs: [0, 60_000, 120_000][n % 3] ?? 0, lifetimeMs: LIFE },
      traits: { priceGuard: true, stock: 'estimate', refundsOnCancel: true },
    },
  }));
}

export function cellsOf(regime: Regime, seed: number): readonly Cell[] {
  const cells: Cell[] = [];
  for (let vendor = 0; vendor < VENDORS; vendor += 1)
    for (let service = 0; service < regime.services; service += 1)
      for (let country = 0; country < regime.countries; country += 1) {
        const pools = luck(seed, 3, vendor, country) < 0.5 ? 1 : 2;
        for (let pool = 0; pool < pools; pool += 1) {
          if (luck(seed, 4, vendor, service, country, pool) > regime.present) continue;
          cells.push(cellAt(regime, seed, cells.length, [vendor, service, country, pool]));
        }
      }
  return cells;
}

function cellAt(
  { dead, premium, liars }: Regime,
  seed: number,
  id: number,
  place: readonly [number, number, number, number],
): Cell {
  const [vendor, service, country, pool] = place;
  const spread = (by: number, ...of: readonly number[]): number => by * normal(seed, ...of);
  const mix =
    spread(0.5, 5, vendor) + spread(0.4, 6, service) + spread(0.4, 7, country) + spread(0.6, 8, ...place);
  const isDead = dead === true && vendor === 0;
  const isPremium = premium === true && vendor === 0;
  // Between 40 and 75 %.
  const usual = 0.4 + 0.35 * normalShare(mix);
  const share = isDead ? 1e-6 : isPremium ? 0.95 : usual;
  // The cheaper numbers are hit or miss.
  const plain =
    0.105 *
    Math.exp(
      0.8 * (usual - 0.575) +
        spread(0.12, 9, vendor) +
        spread(0.15, 10, service) +
        spread(0.2, 11, country) +
        spread(0.2, 12, ...place),
    );
  const says = isDead ? 0.92 : liars ? 1.15 - share : share * (0.9 + 0.2 * luck(seed, 13, ...place));
  // Four of six vendors tell a rate.
  const tells = isDead || vendor % 3 !== 2;
  const median = 18 + 27 * luck(seed, 14, vendor, country);
  const sigma = 0.9;
  return {
    id,
    vendor,
    price: isDead ? plain / 3 : isPremium ? plain * 2 : plain,
    logOdds: logOddsOf(share),
    arrived: (age) => (age <= 0 ? 0 : normalShare(Math.log(age / median) / sigma)),
    ageAt: (of) => median * Math.exp(sigma * quantile(of)) * 1_000,
    offer: {
      provider: `v${vendor}`,
      service: `s${service}`,
      country: `c${country}`,
      pool: `p${pool}`,
      stock: 1 + Math.floor(500 * luck(seed, 15, ...place) ** 3),
      handle: `${id}`,
      ...(tells && { successRate: { value: says, source: 'vendor' as const } }),
    },
  };
}
