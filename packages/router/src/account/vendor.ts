import type { AnyNumrouteError, Clock, Query } from '@numroute/core';
import type { Emit } from '../events.ts';
import type { CachedProvider } from '../lane/offer-cache.ts';
import { afterFailure, afterSuccess, availability, type Health, healthy } from './health.ts';

/** Whether a vendor may be bought at, and why not. */
export type Availability = 'ready' | 'provider-cooling' | 'provider-disabled' | 'account-unresolved';

/** One provider as its prices are asked for: how to reach the vendor, and how well it has answered lately. */
export interface Vendor {
  readonly provider: CachedProvider;
  /** Its place in the user's configuration, from 0. */
  readonly position: number;
  readonly availability: Availability;
  /** What made it cool or disabled. */
  readonly cause: AnyNumrouteError | undefined;
  /** A call worked. */
  succeeded(): void;
  /** A call failed. What the failure says of the vendor is decided by its code. */
  failed(error: AnyNumrouteError): void;
  /** As `failed`, but a list of one service or country that cannot be read says nothing of the other lists. */
  listFailed(query: Query, error: AnyNumrouteError): void;
  /** Why this list is not asked for just now. */
  listTrouble(query: Query): AnyNumrouteError | undefined;
}

/** So many lists that cannot be read are remembered at most. */
const MOST_UNREAD = 1_000;

export function createVendor(
  provider: CachedProvider,
  position: number,
  coolDownMs: number,
  { clock, emit }: { readonly clock: Clock; readonly emit: Emit },
): Vendor {
  const { id } = provider.manifest;
  let health: Health = healthy;
  /** By query, in the order in which they were put aside. */
  const unread = new Map<string, { readonly until: number; readonly error: AnyNumrouteError }>();
  const nameOf = ({ service, country }: Query): string => JSON.stringify([service, country]);
  const failed: Vendor['failed'] = (error) => {
    const before = health;
    health = afterFailure(before, error, clock.now(), coolDownMs);
    if (health.disabled && !before.disabled) emit({ type: 'provider-disabled', provider: id, error });
    else if (health.coolUntil > before.coolUntil) {
      emit({ type: 'provider-cooled', provider: id, untilMs: health.coolUntil, error });
    }
  };
  return {
    provider,
    position,
    get availability(): Availability {
      return availability(health, clock.now());
    },
    get cause(): AnyNumrouteError | undefined {
      return health.cause;
    },
    succeeded: () => {
      health = afterSuccess(health);
    },
    failed,
    listFailed: (query, error) => {
      const isNarrow = query.service !== undefined || query.country !== undefined;
      if (error.code !== 'UNREADABLE' || !isNarrow) {
        failed(error);
        return;
      }
      const [oldest] = unread.keys();
      if (oldest !== undefined && unread.size >= MOST_UNREAD) unread.delete(oldest);
      unread.set(nameOf(query), { until: clock.monotonic() + coolDownMs, error });
    },
    listTrouble: (query) => {
      const trouble = unread.get(nameOf(query));
      if (!trouble || clock.monotonic() < trouble.until) return trouble?.error;
      unread.delete(nameOf(query));
      return undefined;
    },
  };
}
