import type { AnyNumrouteError } from '@numroute/core';
import { reactions } from './reactions.ts';

/** How a provider has behaved lately. A value: every event makes a new one. */
export interface Health {
  readonly failuresInARow: number;
  readonly coolUntil: number;
  readonly disabled: boolean;
  /** What made it cool or disabled. */
  readonly cause?: AnyNumrouteError;
}

export const healthy: Health = { failuresInARow: 0, coolUntil: 0, disabled: false };

const LONGEST_COOLING_MS = 600_000;
/** A vendor that asks for more is asked again after an hour all the same: one odd header must not take it out of the market for days. */
const LONGEST_TOLD_MS = 3_600_000;

/** A call that worked ends the row of failures, not a cooling under way. */
export function afterSuccess(health: Health): Health {
  return health.failuresInARow === 0 ? health : { ...health, failuresInARow: 0 };
}

/** The vendor's own waiting time wins over ours. Codes that are normal answers change nothing. */
export function afterFailure(
  health: Health,
  error: AnyNumrouteError,
  now: number,
  coolDownMs: number,
): Health {
  const reaction = reactions[error.code];
  if (reaction === 'disable') return { ...health, disabled: true, cause: error };
  if (reaction !== 'cool') return health;
  const failuresInARow = health.failuresInARow + 1;
  const told = 'retryAfterMs' in error.details ? error.details.retryAfterMs : undefined;
  // A wait of zero is no time told.
  const own = Math.min(coolDownMs * failuresInARow, LONGEST_COOLING_MS);
  const wait = told && told > 0 ? Math.min(told, LONGEST_TOLD_MS) : own;
  return { ...health, failuresInARow, coolUntil: Math.max(health.coolUntil, now + wait), cause: error };
}

export function availability(
  health: Health,
  now: number,
): 'ready' | 'provider-cooling' | 'provider-disabled' {
  if (health.disabled) return 'provider-disabled';
  return now < health.coolUntil ? 'provider-cooling' : 'ready';
}
