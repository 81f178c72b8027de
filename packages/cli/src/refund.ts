import {
  can,
  codeOf,
  compareMoney,
  type Money,
  NumrouteError,
  type Order,
  subtractMoney,
  systemClock,
} from '@numroute/core';
import type { Router } from '@numroute/router';
import { duration } from './format.ts';

export interface GivenUp {
  readonly order: Order;
  /** `confirmed`: the balance rose by what was paid. `none`: the order could not be cancelled. */
  readonly refund: 'confirmed' | 'promised' | 'unchecked' | 'none';
  readonly returned?: Money;
}

const BALANCE_LOOKS = 5;
const CANCEL_TRIES = 4;
const PAUSE_MS = 1_000;
const AGAIN_MS = 10_000;
const LONGEST_WAIT_MS = 5 * 60_000;

/** Cancels, and looks at the balance before and after: a vendor's word is not its money. */
export async function giveUp(router: Router, order: Order, say: (text: string) => unknown): Promise<GivenUp> {
  // Cancelled by the router meanwhile: the balance before that is not known.
  if (order.status === 'cancelled') return { order, refund: refundOf(router, order) };
  const before = await balanceOf(router, order);
  const cancelled = await cancel(router, order, say);
  if (cancelled.messages.some((message) => codeOf(message) !== undefined))
    return { order: cancelled, refund: 'none' };
  if (cancelled.status !== 'cancelled' && cancelled.status !== 'expired')
    return { order: cancelled, refund: 'none' };
  if (before === undefined) return { order: cancelled, refund: 'unchecked' };
  for (let look = 0; look < BALANCE_LOOKS; look++) {
    if (look > 0) await systemClock.sleep(PAUSE_MS);
    const now = await balanceOf(router, order);
    if (now === undefined || now.currency !== before.currency || now.currency !== order.paid.currency)
      continue;
    const returned = subtractMoney(now, before);
    if (compareMoney(returned, order.paid) >= 0) return { order: cancelled, refund: 'confirmed', returned };
  }
  return { order: cancelled, refund: 'promised' };
}

/** Some vendors refuse a cancel in the first minutes: then it is asked again when they allow it. */
async function cancel(router: Router, order: Order, say: (text: string) => unknown): Promise<Order> {
  let latest = order;
  for (let tried = 1; ; tried++) {
    try {
      // Whoever kills us now leaves the wish in the journal, for `numroute recover`.
      return await router.cancel(order, { insist: true });
    } catch (error) {
      if (
        !NumrouteError.is(error, 'WRONG_STATE', 'UNAVAILABLE', 'RATE_LIMITED', 'UNREADABLE') ||
        tried === CANCEL_TRIES
      ) {
        say(`The order could not be cancelled: ${error instanceof Error ? error.message : error}`);
        return latest;
      }
      const told = 'retryAfterMs' in error.details ? (error.details.retryAfterMs ?? 0) : 0;
      const allowed = (order.cancelAfter ?? 0) - systemClock.now();
      const waitMs = Math.min(
        Math.max(told, allowed) > 0 ? Math.max(told, allowed, PAUSE_MS) : AGAIN_MS,
        LONGEST_WAIT_MS,
      );
      say(`The vendor does not cancel it now; trying again in ${duration(waitMs)}.`);
      await systemClock.sleep(waitMs);
      latest = await router.fetch(order).catch(() => latest);
    }
  }
}

function refundOf(router: Router, { provider, refund }: Order): GivenUp['refund'] {
  if (refund === 'seen') return 'confirmed';
  return tellsBalance(router, provider) ? 'promised' : 'unchecked';
}

function tellsBalance({ providers }: Router, id: string): boolean {
  return providers.some((provider) => provider.manifest.id === id && can(provider, 'fetchBalance'));
}

async function balanceOf(router: Router, { provider }: Order): Promise<Money | undefined> {
  if (!tellsBalance(router, provider)) return undefined;
  return router.balance(provider).catch(() => undefined);
}
