import { type Clock, type Offers, type Provider, type Query, wider } from '@numroute/core';
import { LRUCache } from 'lru-cache';

/** A list that takes no longer is on time, however quick the others are. */
const LATE_MS = 1_000;
/** A list is late when it takes so many times what the middle one of all takes. */
const LATE_TIMES = 3;
/** So long the last list of a late vendor stands in for the one that is on its way. */
const STAND_IN_MS = 60_000;
const LISTS_KEPT = 64;

/** How long each vendor takes to list its prices, and what it listed last. */
export interface LateLists {
  /** The provider, with every load of its lists measured. */
  measured(provider: Provider): Provider;
  /** Whether its last list of that kind took so long that a comparison does not wait for the next one. */
  isLate(provider: string, query: Query): boolean;
  /** What it said last for the query or for more than that, if it is not too old to stand in. */
  last(provider: string, query: Query): Offers | undefined;
}

export function createLateLists(clock: Clock): LateLists {
  const wideMs = new Map<string, number>();
  const rowMs = new Map<string, number>();
  const lists = new LRUCache<string, { readonly at: number; readonly offers: Offers }>({ max: LISTS_KEPT });
  const nameOf = (provider: string, { service, country }: Query): string =>
    JSON.stringify([provider, service, country]);
  /** All services take longer than one: each kind is compared with its own. */
  const kindOf = ({ service }: Query): Map<string, number> => (service === undefined ? wideMs : rowMs);
  return {
    measured: (provider) => {
      const { id } = provider.manifest;
      return {
        ...provider,
        listOffers: async (query, call) => {
          const began = clock.monotonic();
          try {
            const offers = await provider.listOffers(query, call);
            kindOf(query).set(id, clock.monotonic() - began);
            lists.set(nameOf(id, query), { at: clock.monotonic(), offers });
            return offers;
          } catch (error) {
            // A load that was given up is measured as far as it came; a quick refusal is not late.
            if (clock.monotonic() - began > LATE_MS) kindOf(query).set(id, clock.monotonic() - began);
            throw error;
          }
        },
      };
    },
    isLate: (provider, query) => {
      const tookMs = kindOf(query);
      const own = tookMs.get(provider) ?? 0;
      const all = [...tookMs.values()].sort((left, right) => left - right);
      const middle = all[Math.floor((all.length - 1) / 2)] ?? 0;
      return own > LATE_MS && own > LATE_TIMES * middle;
    },
    last: (provider, query) =>
      wider(query)
        .map((list) => lists.get(nameOf(provider, list)))
        .find((known) => known && clock.monotonic() - known.at <= STAND_IN_MS)?.offers,
  };
}
