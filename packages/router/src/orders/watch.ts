import { isClosed, isRefundOpen, type Order } from '@numroute/core';
import type { Happening, JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import type { CallOptions } from '../check.ts';
import { traceOf } from '../events.ts';
import type { News } from '../polling/index.ts';
import type { Held } from './held.ts';
import { noteGone } from './poll-once.ts';

/** What tells a watch whether the money of an order that is over came back. */
export interface RefundNews {
  /** Whether a balance can prove a refund there: the vendor tells it, and nobody else moves it. */
  canProve(account: Account): boolean;
  /**
   * Reads the balance for the refund of one order that is over, from the moment when the refund is due.
   * Resolves when the refund is decided, or when no reading can decide it.
   *
   * @throws The signal's reason.
   */
  follow(account: Account, entry: JournalEntry, signal: AbortSignal): Promise<void>;
}

export interface WatchOptions extends CallOptions {
  /** Not more often than this, nor than the provider's floor. @default as often as the provider's limit allows for all who wait */
  readonly everyMs?: number;
  /** Stop watching after this. @default no limit */
  readonly forMs?: number;
  /**
   * What ends the watch: `message`, the first SMS; `next`, the one that `requestAnotherSms` asked for
   * last, also if it is there already, and where none was asked for, one more than is known when the
   * watch begins; `closed`, only the order's end; `refunded`, the verdict on its money as well: `refund`
   * is `seen` or `missing`. The balance is read for it as soon as the refund is due, a minute after the
   * order's end. That watch ends with the order where no money comes back, because a code came, and
   * where no balance can prove a refund: the vendor tells none, or others buy at the account.
   *
   * @default 'message'
   */
  readonly until?: 'message' | 'next' | 'closed' | 'refunded';
}

/** Yields the order as it is known and after each change, whether the vendor told of it or somebody here made it. */
export async function* watchOrder(
  { account, entry, order }: Held,
  { everyMs, forMs, until = 'message' }: WatchOptions,
  signal: AbortSignal,
  refunds: RefundNews,
): AsyncGenerator<Order, void, void> {
  // What came between the asking and the watching was asked for, and is not waited for once more.
  const old = order.another?.after ?? order.messages.length;
  const never = Number.POSITIVE_INFINITY;
  const enough = { message: 1, next: old + 1, closed: never, refunded: never }[until];
  const awaitsRefund = (now: Order): boolean =>
    until === 'refunded' && isRefundOpen(now) && refunds.canProve(account);
  const isOver = (now: Order): boolean =>
    isClosed(now.status) ? !awaitsRefund(now) : now.messages.length >= enough;
  yield order;
  if (isOver(order)) return;
  const letters = createLetterbox<Order>();
  // What comes is written down whether or not the caller has asked for the next change yet.
  const listen = listener(account, entry, letters);
  const { id, boughtAt, expiresAt } = order;
  const waiter = { id, boughtAt, ...(expiresAt !== undefined && { expiresAt }) };
  const end = new AbortController();
  const ending = AbortSignal.any([signal, end.signal]);
  // The vendor has nothing more to tell of an order that is over; its balance has.
  let leave: (() => void) | undefined;
  let isFollowed = false;
  const attend = ({ status }: Order): void => {
    if (!isClosed(status)) {
      leave ??= account.poller.enter({ ...waiter, ...(everyMs !== undefined && { everyMs }) }, listen);
      return;
    }
    leave?.();
    if (isFollowed) return;
    isFollowed = true;
    refunds.follow(account, entry, ending).then(letters.end, letters.fail);
  };
  attend(order);
  const forget = account.log.watch(entry.id, ({ order: now }) => {
    if (!now) return;
    // At once, however slow the caller is: the vendor may give the order's id out again.
    if (isClosed(now.status)) leave?.();
    letters.put(now);
  });
  // A signal of its own: each listener of a shared one is held against all that are there already.
  const abort = (): void => letters.fail(signal.reason);
  ending.addEventListener('abort', abort, { once: true });
  if (forMs !== undefined) account.clock.sleep(forMs, ending).then(letters.end, () => undefined);
  try {
    // What happened before anybody listened.
    const latest = await account.log.read(entry.id);
    if (latest?.order) letters.put(latest.order);
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
    ending.removeEventListener('abort', abort);
    end.abort();
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
  entry: JournalEntry,
  letters: Pick<Letterbox<Order>, 'fail'>,
): (news: News) => void {
  // What is written comes back as a change.
  const write = (writing: Promise<unknown>): void => {
    writing.catch(letters.fail);
  };
  return (news) => {
    if (news.kind === 'report') {
      account.notFound.affirmed(entry.id);
      write(account.log.note(entry.id, 'poller', happeningOf(news)));
      return;
    }
    const { error } = news;
    if (error.code === 'CLOSED') {
      letters.fail(error);
      return;
    }
    const ref = { provider: entry.offer.provider, id: entry.order?.id ?? '' };
    account.emit({ type: 'poll-failed', ref, ...traceOf(entry), error });
    // Silence in between says nothing; only another answer does.
    if (error.code === 'UNKNOWN_ORDER' && account.notFound.denied(entry)) write(noteGone(account, entry));
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
