import type { Clock } from '@numroute/core';
import type { Journal } from '@numroute/journal';
import type { Emit } from '../events.ts';
import type { OrderAges } from '../time/order-age.ts';
import type { Claims } from './claims.ts';

/** What all accounts of one router have in common. */
export interface Runtime {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly ages: OrderAges;
  readonly emit: Emit;
  readonly claims: Claims;
  /** Aborts when the router does nothing more. */
  readonly signal: AbortSignal;
}
