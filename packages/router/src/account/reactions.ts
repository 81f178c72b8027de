import type { ErrorCode } from '@numroute/core';

/**
 * What the router does next.
 * - `next`: try the next cheapest offer
 * - `cool`: leave this provider alone for a while, then as `next`
 * - `disable`: leave this provider alone until the router is rebuilt, then as `next`
 * - `stop`: buy nothing more; look for what may have been bought
 * - `throw`: not the router's business
 */
export type Reaction = 'next' | 'cool' | 'disable' | 'stop' | 'throw';

/** Exhaustive: a new code without a reaction does not compile. */
export const reactions: Readonly<Record<ErrorCode, Reaction>> = {
  OUT_OF_STOCK: 'next',
  PRICE_ABOVE_LIMIT: 'next',
  NOT_AS_OFFERED: 'next',
  REJECTED: 'next',
  BUDGET_EXCEEDED: 'next',
  INSUFFICIENT_FUNDS: 'cool',
  RATE_LIMITED: 'cool',
  UNAVAILABLE: 'cool',
  UNREADABLE: 'cool',
  UNAUTHORIZED: 'disable',
  OUTCOME_UNKNOWN: 'stop',
  INVALID_INPUT: 'throw',
  UNKNOWN_ORDER: 'throw',
  WRONG_STATE: 'throw',
  UNSUPPORTED: 'throw',
  NO_OFFER: 'throw',
  NO_CODE: 'throw',
  CLOSED: 'throw',
  NOT_OWNER: 'throw',
};
