import {
  type Call,
  type Clock,
  intercept,
  NumrouteError,
  type Offers,
  type Provider,
  type Query,
  unlessAborted,
  wider,
} from '@numroute/core';
import { LRUCache } from 'lru-cache';

const LISTS_KEPT = 64;

/** A provider whose price lists are kept for a while. */
export interface CachedProvider extends Provider {
  /** The list that `listOffers` would answer with, where no vendor need be asked. */
  keptOffers(query: Query): Offers | undefined;
}

/**
 * Keeps a provider's price lists for a while: one load serves everybody who asks meanwhile, a list
 * serves those who ask for a part of it, and a sold-out or dearer offer empties the cache, because the
 * list was wrong. So a list may hold more than was asked for.
 */
export function withOfferCache(provider: Provider, ttlMs: number, clock: Clock): CachedProvider {
  let edition = 0;
  const askers = new Map<string, number>();
  const lists = new LRUCache<string, Offers, Query>({
    max: LISTS_KEPT,
    ttl: ttlMs,
    ttlResolution: 0,
    // lru-cache takes an entry made at time 0 for one that never ages.
    perf: { now: () => clock.monotonic() + 1 },
    fetchMethod: (_key, _stale, { signal, context }) => provider.listOffers(context, { signal }),
  });

  // With the length in front no two questions have one key; JSON would cost more than the rest of a look.
  const keyOf = ({ service, country }: Query): string =>
    `${edition} ${service?.length ?? -1} ${service ?? ''}${country === undefined ? '' : ` ${country}`}`;
  const keptOffers: CachedProvider['keptOffers'] = (query) => {
    for (const list of wider(query)) {
      const known = lists.get(keyOf(list));
      if (known) return known;
    }
    return undefined;
  };
  const load = async (query: Query, { signal }: Call): Promise<Offers> => {
    signal.throwIfAborted();
    const known = keptOffers(query);
    if (known) return known;
    const key = keyOf(query);
    askers.set(key, (askers.get(key) ?? 0) + 1);
    try {
      return await unlessAborted(lists.forceFetch(key, { context: query }), signal);
    } finally {
      const left = (askers.get(key) ?? 1) - 1;
      if (left > 0) askers.set(key, left);
      else askers.delete(key);
      // The last one to leave an unfinished load takes it along, so that it stops waiting in the lane.
      if (left === 0 && signal.aborted && lists.peek(key) === undefined) lists.delete(key);
    }
  };

  const shelved = intercept(provider, async (operation, call, next) => {
    try {
      return await next(call);
    } catch (error) {
      if (operation === 'purchase' && NumrouteError.is(error, 'OUT_OF_STOCK', 'PRICE_ABOVE_LIMIT')) {
        // Lists on their way stay with those who wait for them: to drop such a one would fail them.
        edition += 1;
        for (const key of [...lists.keys()]) lists.delete(key);
      }
      throw error;
    }
  });
  return { ...shelved, listOffers: load, keptOffers };
}
