import { type AnyNumrouteError, type Clock, NumrouteError, type Provider } from '@numroute/core';
import PQueue from 'p-queue';
import { afterFailure, afterSuccess, availability, type Health, healthy } from './health.ts';
import type { Exclusion } from './rank.ts';
import type { RouterEvent } from './router.ts';

type Availability =
  | 'ready'
  | Extract<Exclusion, 'provider-cooling' | 'provider-disabled' | 'account-unresolved'>;

/** One provider's account as the router sees it: how to reach it, how well it is, whether it may be bought at. */
export interface Account {
  readonly provider: Provider;
  readonly position: number;
  /** Purchases at one account go one by one, so that at most one charge is ever in doubt. */
  readonly till: PQueue;
  /** What the vendor said is written down one by one, so that no writer overwrites what another just learnt. */
  readonly notes: PQueue;
  readonly availability: Availability;
  readonly cause: AnyNumrouteError | undefined;
  succeeded(): void;
  failed(error: AnyNumrouteError): void;
  /** A purchase whose outcome is unknown shuts the account for further ones until it is settled. */
  shut(): void;
  reopen(): void;
}

export function createAccount(
  provider: Provider,
  position: number,
  { clock, coolDownMs, emit }: { clock: Clock; coolDownMs: number; emit: (event: RouterEvent) => void },
): Account {
  let health: Health = healthy;
  let isShut = false;
  return {
    provider,
    position,
    till: new PQueue({ concurrency: 1 }),
    notes: new PQueue({ concurrency: 1 }),
    get availability(): Availability {
      return isShut ? 'account-unresolved' : availability(health, clock.now());
    },
    get cause(): AnyNumrouteError | undefined {
      return health.cause;
    },
    succeeded: () => {
      health = afterSuccess(health);
    },
    failed: (error) => {
      const before = health;
      health = afterFailure(before, error, clock.now(), coolDownMs);
      const id = provider.manifest.id;
      if (health.disabled && !before.disabled) emit({ type: 'provider-disabled', provider: id, error });
      else if (health.coolUntil > before.coolUntil) {
        emit({ type: 'provider-cooled', provider: id, untilMs: health.coolUntil, error });
      }
    },
    shut: () => {
      isShut = true;
    },
    reopen: () => {
      isShut = false;
    },
  };
}

/** Whatever was thrown, as one of ours. What is not ours came from a bug in an adapter: its text is not shown. */
export function asNumrouteError(error: unknown, provider: string): AnyNumrouteError {
  if (NumrouteError.is(error)) return error;
  return new NumrouteError(
    'UNREADABLE',
    `${provider}: the adapter failed with an error of its own`,
    {},
  ) as AnyNumrouteError;
}
