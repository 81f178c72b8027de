import { isClosed, NumrouteError, type Order } from '@numroute/core';
import type { App } from '../config/compose.ts';
import type { Io } from '../io.ts';
import { duration } from '../printing/format.ts';
import { newestSms } from '../printing/sms.ts';
import { follow } from './follow.ts';
import { refunded } from './refund.ts';
import { neverCancels, type Refusal, refusalOf, refusalText, stillOpenLine } from './refusal.ts';

/** No known vendor makes anybody wait longer for the first cancel. */
const LONGEST_LOCK_MS = 10 * 60_000;

/** For the vendor's yes, once it may be asked; and where it does not say when that is. */
const ANSWER_MS = 60_000;

/** Of an order whose vendor does not say when it ends. */
const LIFETIME_MS = 20 * 60_000;

export interface Waiting {
  /** Ends the wait, not the cancel. Absent where a Ctrl-C has asked for the cancel. */
  readonly signal?: AbortSignal;
  readonly say: (text: string) => unknown;
}

/** The Ctrl-C that asked for the cancel does not end the wait for it; the next one ends the process. */
export const waitingAt = ({ signal }: Io, say: Waiting['say']): Waiting => ({
  say,
  ...(!signal.aborted && { signal }),
});

/**
 * Cancels an order that got no code, and says why if it is still open afterwards. The router goes on
 * asking a vendor that refuses, so this waits until the order is over or a code comes. The wish to
 * cancel is in the journal: whoever ends the process meanwhile leaves it to `numroute recover`.
 */
export async function giveUp(app: App, order: Order, waiting: Waiting): Promise<Order> {
  let refusal = neverCancels(order, app);
  if (!refusal) {
    try {
      return await app.router.cancel(order, { insist: true });
    } catch (error) {
      if (!NumrouteError.is(error)) throw error;
      refusal = refusalOf(error, order, app);
    }
  }
  return await untilEnd(app, order, refusal, waiting);
}

/** Gives an order up that got no code, and waits for its refund. Where an SMS comes meanwhile, the order has it. */
export async function withdraw(
  io: Io,
  app: App,
  order: Order,
  refundWaitMs: number,
  say: Waiting['say'],
): Promise<Order> {
  if (!isClosed(order.status)) say(io.signal.aborted ? 'Stopped; cancelling.' : 'No code came; cancelling.');
  const waiting = waitingAt(io, say);
  const given = isClosed(order.status) ? order : await giveUp(app, order, waiting);
  return newestSms(given) ? given : await refunded(app, given, refundWaitMs, waiting);
}

/** Waits for the end of an order whose cancel the router insists on, and says why if it is still open afterwards. */
export async function untilEnd(app: App, order: Order, refusal: Refusal, waiting: Waiting): Promise<Order> {
  const latest = refusal.trouble === undefined ? await untilOver(app, order, refusal, waiting) : order;
  if (latest.status === 'open') waiting.say(stillOpenLine(latest, refusal, app));
  return latest;
}

/** When the vendor ends the order by itself. */
function endOf({ boughtAt, expiresAt, provider }: Order, { router }: App): number {
  const manifest = router.providers.find((one) => one.manifest.id === provider)?.manifest;
  return expiresAt ?? boughtAt + (manifest?.timing.lifetimeMs ?? LIFETIME_MS);
}

async function untilOver(app: App, order: Order, refusal: Refusal, { signal, say }: Waiting): Promise<Order> {
  const { router, clock } = app;
  const lockMs = Math.max(0, (refusal.from ?? 0) - clock.now());
  // An order that cannot be given back is paid, so its code is worth the wait; not after a Ctrl-C.
  const forMs = refusal.isFinal ? (signal ? endOf(order, app) - clock.now() : 0) : lockMs + ANSWER_MS;
  if (forMs <= 0 || lockMs > LONGEST_LOCK_MS) return order;
  const what = refusal.isFinal ? 'its code' : 'that';
  say(
    `${refusalText(refusal, app)}. Waiting up to ${duration(forMs)} for ${what}. Ctrl-C leaves it to \`numroute recover\`.`,
  );
  const options = { until: 'closed', forMs, ...(signal && { signal }) } as const;
  return await follow(router, order, options, (now) => newestSms(now) !== undefined);
}
