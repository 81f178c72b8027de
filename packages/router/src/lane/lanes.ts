import { type Clock, type Limits, NumrouteError, type Provider } from '@numroute/core';
import type { Emit } from '../events.ts';
import { callsTold } from './call-watch.ts';
import { createLane, inLane, type Lane } from './lane.ts';

/** Of a lane, for those who wait for a code; the rest is for purchases and cancels. */
const SHARE_OF_WAITING = 0.8;

/** One provider, kept within its lane. */
export interface Paced {
  readonly provider: Provider;
  /** What the lane keeps. */
  readonly limits: Limits;
  /** The part of the limits for those who wait for a code. */
  readonly share: number;
  /** Purchases at once at this provider: one place of its lane is kept for cancels, polls and lists. */
  readonly places: number;
}

export interface Lanes {
  /** In the order of the configuration. */
  readonly paced: readonly Paced[];
  /** Whoever waits is sent away with CLOSED. */
  close(): void;
}

export interface LaneOptions {
  /** Slower than the manifest, keyed by provider id. */
  readonly limits?: Readonly<Record<string, Limits>> | undefined;
  readonly clock: Clock;
  /** An earlier run may just have used up the vendors' limits. */
  readonly isUsed: boolean;
  readonly emit: Emit;
}

/**
 * One lane a vendor; providers that share a vendor's limits share its lane.
 *
 * @throws {NumrouteError} INVALID_INPUT Two providers with one id, or limits that are none.
 */
export function openLanes(
  providers: readonly Provider[],
  { limits: own = {}, clock, isUsed, emit }: LaneOptions,
): Lanes {
  const ids = new Set<string>();
  const lanes = new Map<string, Lane>();
  const lots = providers.map((provider) => {
    const { id, limits: stated } = provider.manifest;
    if (ids.has(id)) throw NumrouteError.input('providers', `ids that differ, found ${id} twice`);
    ids.add(id);
    const limits = checked(id, own[id] ?? stated);
    return { provider, limits, key: limits.sharedLane ?? stated.sharedLane ?? id };
  });
  const paced = lots.map(({ provider, limits, key }) => {
    const lane = lanes.get(key) ?? createLane(limits, clock, isUsed);
    lanes.set(key, lane);
    const sharers = lots.filter((lot) => lot.key === key).length;
    const places = Math.max(1, Math.floor((limits.concurrent - 1) / sharers));
    const told = callsTold(provider.manifest.id, { clock, emit });
    return { provider: inLane(provider, lane, told), limits, share: SHARE_OF_WAITING / sharers, places };
  });
  return {
    paced,
    close: () => {
      for (const lane of lanes.values()) lane.close();
    },
  };
}

function checked(id: string, limits: Limits): Limits {
  for (const part of ['requests', 'perMs', 'concurrent'] as const) {
    if (!(limits[part] >= 1)) throw NumrouteError.input(`limits.${id}.${part}`, 'a number from 1 up');
  }
  return limits;
}
