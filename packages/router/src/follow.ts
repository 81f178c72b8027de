import {
  advance,
  type Clock,
  can,
  isClosed,
  NumrouteError,
  type Order,
  type OrderRef,
  type OrderReport,
} from '@numroute/core';
import { type Account, asNumrouteError } from './accounts.ts';
import type { Journal } from './journal.ts';
import type { RouterEvent, WatchOptions } from './router.ts';

export interface FollowContext {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly account: (provider: string) => Account;
  readonly emit: (event: RouterEvent) => void;
}

const POLL_MS = 5_000;

/** An order that the vendor does not know is gone for good only when it says so this often in a row. */
const DENIALS_TO_BE_GONE = 2;

async function known(ref: OrderRef, { journal }: FollowContext): Promise<Order> {
  const order = await journal.findOrder(ref);
  if (order) return order;
  throw new NumrouteError('UNKNOWN_ORDER', `${ref.provider}: order ${ref.id} is not in the journal`, {
    id: ref.id,
  });
}

async function note(
  order: Order,
  report: OrderReport,
  { account, journal, emit }: FollowContext,
): Promise<Order> {
  return await account(order.provider).notes.add(async () => {
    // Read again: another caller may have written a later state while we waited for the vendor.
    const latest = (await journal.findOrder(order)) ?? order;
    const next = advance(latest, report);
    if (next.status !== latest.status || next.messages !== latest.messages) {
      await journal.writeOrder(next);
      emit({ type: 'order-changed', order: next });
    }
    return next;
  });
}

export async function fetchOrder(ref: OrderRef, signal: AbortSignal, context: FollowContext): Promise<Order> {
  const order = await known(ref, context);
  if (isClosed(order.status)) return order;
  const report = await context.account(ref.provider).provider.fetchOrder(ref.id, { signal });
  return await note(order, report, context);
}

export async function* watchOrder(
  ref: OrderRef,
  { everyMs = POLL_MS, forMs, until = 'message' }: WatchOptions,
  signal: AbortSignal,
  context: FollowContext,
): AsyncGenerator<Order, void, void> {
  const { clock, emit } = context;
  const { provider } = context.account(ref.provider);
  const pause = Math.max(everyMs, provider.manifest.timing.pollMs);
  const began = clock.monotonic();
  let shown: Order | undefined;
  let denials = 0;
  for (;;) {
    try {
      const order = await fetchOrder(ref, signal, context);
      denials = 0;
      // Messages are only ever added; a durable journal reads them anew, so their identity says nothing.
      if (order.status !== shown?.status || order.messages.length !== shown.messages.length) yield order;
      shown = order;
    } catch (thrown) {
      signal.throwIfAborted();
      const error = asNumrouteError(thrown, ref.provider);
      if (error.code === 'CLOSED') throw error;
      emit({ type: 'poll-failed', ref, error });
      denials = error.code === 'UNKNOWN_ORDER' ? denials + 1 : 0;
      const order = await known(ref, context);
      if (denials >= DENIALS_TO_BE_GONE) {
        yield await note(order, { id: ref.id, status: 'gone', messages: [] }, context);
        return;
      }
    }
    if (shown && (isClosed(shown.status) || (until === 'message' && shown.messages.length > 0))) return;
    if (forMs !== undefined && clock.monotonic() - began + pause > forMs) return;
    await clock.sleep(pause, signal);
  }
}

export async function cancelOrder(
  ref: OrderRef,
  signal: AbortSignal,
  context: FollowContext,
): Promise<Order> {
  const order = await known(ref, context);
  if (isClosed(order.status)) return order;
  const { provider } = context.account(ref.provider);
  if (!can(provider, 'cancelOrder')) throw unsupported(ref.provider, 'cancelOrder');
  try {
    return await note(order, await provider.cancelOrder(ref.id, { signal }), context);
  } catch (thrown) {
    if (!NumrouteError.is(thrown, 'WRONG_STATE', 'UNKNOWN_ORDER')) throw thrown;
    // A refusal often means that a code has come: ask before believing anything.
    const now = await fetchOrder(ref, signal, context);
    if (now.status === 'open') throw thrown;
    return now;
  }
}

export async function finishOrder(
  ref: OrderRef,
  signal: AbortSignal,
  context: FollowContext,
): Promise<Order> {
  const order = await known(ref, context);
  if (isClosed(order.status)) return order;
  if (order.status !== 'delivered') {
    throw new NumrouteError(
      'WRONG_STATE',
      `${ref.provider}: order ${ref.id} has no code yet; cancel it instead`,
      {},
    );
  }
  const { provider } = context.account(ref.provider);
  const report: OrderReport = can(provider, 'finishOrder')
    ? await provider.finishOrder(ref.id, { signal })
    : { id: ref.id, status: 'finished', messages: [] };
  return await note(order, report, context);
}

export function unsupported(provider: string, capability: string): NumrouteError<'UNSUPPORTED'> {
  return new NumrouteError('UNSUPPORTED', `${provider} has no ${capability}`, { capability });
}
