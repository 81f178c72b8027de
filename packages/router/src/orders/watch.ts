import { isClosed, isRefundOpen, type Order, type OrderRef } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import type { Watcher } from '../account/order-log.ts';
import type { Runtime } from '../account/runtime.ts';
import type { CallOptions } from '../check.ts';
import { traceOf } from '../events.ts';
import type { News, Waiter } from '../polling/index.ts';
import type { Due } from '../time/due-heap.ts';
import { Timetable } from '../time/timetable.ts';
import { heardOf } from './heard.ts';
import type { Held, HeldOrders } from './held.ts';

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
  follow(account: Account, attempt: string, signal: AbortSignal): Promise<void>;
}

/** How often an order is looked at, and for how long. */
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

/** Shows orders to those who wait for them. There may be a hundred thousand: each keeps no more than it needs. */
export class Watches {
  readonly #held: HeldOrders;
  readonly #refunds: RefundNews;
  readonly #signal: AbortSignal;
  readonly #ends: Timetable<Watch>;

  constructor({ clock, signal }: Pick<Runtime, 'clock' | 'signal'>, held: HeldOrders, refunds: RefundNews) {
    this.#held = held;
    this.#refunds = refunds;
    this.#signal = signal;
    this.#ends = new Timetable(clock, (watch) => watch.finish(), signal);
  }

  /** Yields the order as it is known and after each change, whether the vendor told of it or somebody here made it. */
  async *watch(ref: OrderRef, options: WatchOptions): AsyncGenerator<Order, void, void> {
    this.#signal.throwIfAborted();
    const watch = new Watch(await this.#held.find(ref), options, this.#refunds);
    yield watch.take();
    if (watch.isOver) return;
    try {
      watch.begin();
      if (options.forMs !== undefined) this.#ends.put(watch, options.forMs);
      await watch.lookBack();
      // The order is in no variable: it would be kept in memory while the next one is waited for.
      for (;;) {
        if (watch.hasNews()) {
          yield watch.take();
          if (watch.isOver) return;
          watch.attend();
        } else if (watch.hasEnded()) return;
        else await watch.wait();
      }
    } finally {
      this.#ends.take(watch);
      watch.leave();
    }
  }
}

/** One order that somebody waits for. */
class Watch implements Due, Watcher {
  due = 0;
  place = -1;
  readonly #account: Account;
  readonly #refunds: RefundNews;
  readonly #entry: Pick<JournalEntry, 'id' | 'want' | 'sentAt' | 'sentUp'>;
  /** The vendor's id of it. */
  readonly #order: string;
  /** Until it has entered. */
  #waiter: Waiter | undefined;
  readonly #until: WatchOptions['until'];
  /** So many messages end it. */
  readonly #enough: number;
  /** The caller's. */
  readonly #signal: AbortSignal | undefined;
  #news: readonly Order[];
  /** The order as it was taken last, as far as it may differ. */
  #taken = '';
  #messages = 0;
  #isClosed = false;
  #isOver = false;
  #ended: 'end' | { readonly error: unknown } | undefined;
  #leave: (() => void) | undefined;
  /** Of the caller's signal. */
  #release: (() => void) | undefined;
  #following: AbortController | undefined;
  #wake: (() => void) | undefined;

  constructor({ account, entry, order }: Held, options: WatchOptions, refunds: RefundNews) {
    const { everyMs, until = 'message', signal } = options;
    const { id, want, sentAt, sentUp } = entry;
    const { boughtAt, expiresAt } = order;
    this.#account = account;
    this.#refunds = refunds;
    this.#entry = { id, ...(want !== undefined && { want }), sentAt, ...(sentUp && { sentUp }) };
    this.#order = order.id;
    const ends = expiresAt !== undefined && { expiresAt };
    this.#waiter = { id: order.id, boughtAt, ...ends, ...(everyMs !== undefined && { everyMs }) };
    this.#until = until;
    // What came between the asking and the watching was asked for, and is not waited for once more.
    const old = order.another?.after ?? order.messages.length;
    const never = Number.POSITIVE_INFINITY;
    this.#enough = { message: 1, next: old + 1, closed: never, refunded: never }[until];
    // One of its own: each listener of a shared one is held against all that are there already.
    this.#signal = signal && AbortSignal.any([signal]);
    this.#news = [order];
  }

  /** Whether the order that was taken last ends the watch. */
  get isOver(): boolean {
    return this.#isOver;
  }

  begin(): void {
    if (this.#signal) {
      const abort = (): void => this.#wakeUp();
      this.#signal.addEventListener('abort', abort, { once: true });
      this.#release = () => this.#signal?.removeEventListener('abort', abort);
    }
    this.attend();
    this.#account.log.watch(this.#entry.id, this);
  }

  changed({ order }: JournalEntry): void {
    if (!order) return;
    // At once, however slow the caller is: the vendor may give the order's id out again.
    if (isClosed(order.status)) this.#leave?.();
    this.#put(order);
  }

  /** The vendor has nothing more to tell of an order that is over; its balance has. */
  attend(): void {
    if (!this.#isClosed) {
      if (this.#waiter) this.#leave = this.#account.poller.enter(this.#waiter, (news) => this.#hear(news));
      this.#waiter = undefined;
      return;
    }
    this.#leave?.();
    if (this.#following) return;
    this.#following = new AbortController();
    const signals = [this.#account.signal, this.#following.signal];
    const ending = AbortSignal.any(this.#signal ? [this.#signal, ...signals] : signals);
    this.#refunds.follow(this.#account, this.#entry.id, ending).then(
      () => this.finish(),
      (error: unknown) => this.#fail(error),
    );
  }

  /** What happened before anybody listened. */
  async lookBack(): Promise<void> {
    const latest = await this.#account.log.read(this.#entry.id);
    if (latest?.order) this.#put(latest.order);
  }

  /** @throws Why it has ended, if it has not ended well. */
  hasEnded(): boolean {
    if (typeof this.#ended === 'object') throw this.#ended.error;
    return this.#ended !== undefined;
  }

  /** @throws The reason of the caller's signal, or of the router's end. */
  hasNews(): boolean {
    this.#signal?.throwIfAborted();
    this.#account.signal.throwIfAborted();
    for (let [next] = this.#news; next; [next] = this.#news) {
      // The look after the beginning is older than what was heard meanwhile.
      if (factsOf(next) !== this.#taken && next.messages.length >= this.#messages) return true;
      this.#news = this.#news.slice(1);
    }
    return false;
  }

  take(): Order {
    const [order] = this.#news;
    this.#news = this.#news.slice(1);
    if (!order) throw new TypeError('there is no news to take');
    this.#taken = factsOf(order);
    this.#messages = order.messages.length;
    this.#isClosed = isClosed(order.status);
    const awaitsRefund =
      this.#until === 'refunded' && isRefundOpen(order) && this.#refunds.canProve(this.#account);
    this.#isOver = this.#isClosed ? !awaitsRefund : this.#messages >= this.#enough;
    return order;
  }

  /** Resolves when there may be news, or an end. */
  wait(): Promise<void> {
    return new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }

  /** Nothing more comes; what came is still handed out. */
  finish(): void {
    this.#ended ??= 'end';
    this.#wakeUp();
  }

  leave(): void {
    this.#release?.();
    this.#leave?.();
    this.#account.log.leave(this.#entry.id, this);
    this.#following?.abort();
  }

  #put(order: Order): void {
    this.#news = [...this.#news, order];
    this.#wakeUp();
  }

  #wakeUp(): void {
    this.#wake?.();
  }

  #fail(error: unknown): void {
    this.#ended ??= { error };
    this.#wakeUp();
  }

  #hear(news: News): void {
    const { log, provider, emit } = this.#account;
    if (news.kind === 'failed') {
      const { error } = news;
      if (error.code === 'CLOSED') {
        this.#fail(error);
        return;
      }
      const ref = { provider: provider.manifest.id, id: this.#order };
      emit({ type: 'poll-failed', ref, ...traceOf(this.#entry), error });
    }
    const happening = heardOf(news, this.#account, this.#entry, this.#order);
    // What is written comes back as a change.
    if (happening) log.note(this.#entry.id, 'poller', happening).catch((error: unknown) => this.#fail(error));
  }
}

const factsOf = ({ status, messages, paid, refund }: Order): string =>
  `${status} ${messages.length} ${paid.amount} ${refund}`;
