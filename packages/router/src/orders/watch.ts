import { isClosed, type Order, type OrderRef } from '@numroute/core';
import type { Happening } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import type { News } from '../polling/index.ts';
import type { Refunds } from '../reconciliation/refund-watch.ts';
import type { WatchOptions } from '../router.ts';
import { traceOf } from '../trace.ts';
import { type FollowContext, gone, type Held, known } from './follow.ts';

export interface WatchContext extends FollowContext {
  readonly refunds: Pick<Refunds, 'canProve' | 'follow'>;
}

/** Yields the order as it is known and after each change, whether the vendor told of it or somebody here made it. */
export async function* watchOrder(
  ref: OrderRef,
  { everyMs, forMs, until = 'message' }: WatchOptions,
  signal: AbortSignal,
  context: WatchContext,
): AsyncGenerator<Order, void, void> {
  const entry = await known(ref, context);
  const { order } = entry;
  const account = context.account(ref.provider);
  // What came between the asking and the watching was asked for, and is not waited for once more.
  const old = order.another?.after ?? order.messages.length;
  const never = Number.POSITIVE_INFINITY;
  const enough = { message: 1, next: old + 1, closed: never, refunded: never }[until];
  const awaitsRefund = ({ refund }: Order): boolean =>
    until === 'refunded' &&
    (refund === 'promised' || refund === 'unknown') &&
    context.refunds.canProve(account);
  const isOver = (now: Order): boolean =>
    isClosed(now.status) ? !awaitsRefund(now) : now.messages.length >= enough;
  yield order;
  if (isOver(order)) return;
  const letters = createLetterbox<Order>();
  // What comes is written down whether or not the caller has asked for the next change yet.
  const listen = listener(account, entry, context, letters);
  const { id, boughtAt, expiresAt } = order;
  const waiter = { id, boughtAt, ...(expiresAt !== undefined && { expiresAt }) };
  const end = new AbortController();
  const ending = AbortSignal.any([signal, end.signal]);
  // The vendor has nothing more to tell of an order that is over; its balance has.
  let leave: (() => void) | undefined;
  let isFollowed = false;
  const attend = ({ status }: Order): void => {
    if (!isClosed(status)) {
      leave ??= account.room.enter({ ...waiter, ...(everyMs !== undefined && { everyMs }) }, listen);
      return;
    }
    leave?.();
    if (isFollowed) return;
    isFollowed = true;
    context.refunds.follow(account, entry, ending).then(letters.end, letters.fail);
  };
  attend(order);
  const forget = context.changes.on(entry.id, ({ order: now }) => now && letters.put(now));
  const abort = (): void => letters.fail(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  if (forMs !== undefined) context.clock.sleep(forMs, ending).then(letters.end, () => undefined);
  try {
    // What happened before anybody listened.
    letters.put((await known(ref, context)).order);
    for (let shown = order; ; ) {
      signal.throwIfAborted();
      const next = await letters.next();
      if (!next) return;
      // The look after the beginning is older than what was heard meanwhile.
      if (isSame(next, shown) || next.messages.length < shown.messages.length) continue;
      shown = next;
      yield next;
      if (isOver(next)) return;
      attend(next);
    }
  } finally {
    leave?.();
    forget();
    end.abort();
    signal.removeEventListener('abort', abort);
  }
}

function isSame(next: Order, shown: Order): boolean {
  return (
    next.status === shown.status &&
    next.messages.length === shown.messages.length &&
    next.paid.amount === shown.paid.amount &&
    next.refund === shown.refund
  );
}

function listener(
  account: Account,
  entry: Held,
  { emit }: FollowContext,
  letters: Pick<Letterbox<Order>, 'fail'>,
): (news: News) => void {
  // What is written comes back as a change.
  const write = (writing: Promise<unknown>): void => {
    writing.catch(letters.fail);
  };
  return (news) => {
    if (news.kind === 'report') {
      account.affirmed(entry.id);
      write(account.pen.note(entry.id, 'poller', happeningOf(news)));
      return;
    }
    const { error } = news;
    if (error.code === 'CLOSED') {
      letters.fail(error);
      return;
    }
    const ref = { provider: entry.order.provider, id: entry.order.id };
    emit({ type: 'poll-failed', ref, ...traceOf(entry), error });
    // Silence in between says nothing; only another answer does.
    if (error.code === 'UNKNOWN_ORDER' && account.denied(entry)) write(gone(account, entry));
  };
}

function happeningOf({ report, listed }: Extract<News, { kind: 'report' }>): Happening {
  return { kind: 'reported', report, ...(listed && { aside: true }) };
}

interface Letterbox<T> {
  put(letter: T): void;
  /** Nothing more comes; what came is still handed out. */
  end(): void;
  fail(error: unknown): void;
  /** The next letter, as soon as there is one; undefined at the end. */
  next(): Promise<T | undefined>;
}

function createLetterbox<T>(): Letterbox<T> {
  const letters: T[] = [];
  let ended: 'end' | { readonly error: unknown } | undefined;
  let wake = (): void => undefined;
  const settle = (how: typeof ended): void => {
    ended ??= how;
    wake();
  };
  return {
    put: (letter) => {
      letters.push(letter);
      wake();
    },
    end: () => settle('end'),
    fail: (error) => settle({ error }),
    next: async () => {
      while (letters.length === 0 && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const letter = letters.shift();
      if (letter === undefined && typeof ended === 'object') throw ended.error;
      return letter;
    },
  };
}
