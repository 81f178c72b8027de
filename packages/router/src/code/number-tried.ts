import { type Clock, NumrouteError, type Offer, type Order, type TriedNumber } from '@numroute/core';
import { type JournalEntry, LIVE, refundOf } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import type { Watcher } from '../account/order-log.ts';
import { isPastLife } from '../orders/cancel.ts';
import { orderOf } from '../orders/held.ts';
import type { Watches } from '../orders/watch.ts';
import type { CodeOptions } from './code-terms.ts';

/** One number of a want: from when it is known here until its order is over. */
export class NumberTried implements Watcher {
  readonly account: Account;
  readonly nth: number;
  #entry: JournalEntry;
  readonly #clock: Clock;
  readonly #tell: () => void;
  /** Its user's. */
  readonly #inUse = new AbortController();
  readonly #followed = new AbortController();
  /** By the monotonic clock, as all times here. */
  #handedOutAt: number | undefined;
  /** Since then its code is waited for: the service was asked for it. */
  #askedAt: number | undefined;
  #endedAt: number | undefined;
  #isBusy = false;
  #why: 'late' | 'unfit' | undefined;
  /** When to think about giving it up. */
  reviewAt: number = Number.POSITIVE_INFINITY;
  /** In this run or an earlier one. What came before that is not its code. */
  isHandedOut = false;
  isUnfit = false;
  /** What its user threw. */
  failure: { readonly cause: unknown } | undefined;

  /** @param tell Called whenever something about the number has changed. */
  constructor(account: Account, entry: JournalEntry, nth: number, tell: () => void) {
    this.account = account;
    this.nth = nth;
    this.#entry = entry;
    this.#clock = account.clock;
    this.#tell = tell;
    account.log.watch(entry.id, this);
  }

  get entry(): JournalEntry {
    return this.#entry;
  }

  get order(): Order {
    return orderOf(this.#entry);
  }

  get offer(): Offer {
    return this.#entry.offer;
  }

  /** Whether its vendor may still count it as bought. */
  get isLive(): boolean {
    return LIVE.includes(this.#entry.state) || (this.#isDenied && mayLive(this.account, this.#entry));
  }

  get isGivenUp(): boolean {
    return this.#why !== undefined || this.#entry.cancel?.insist === true || this.#isDenied;
  }

  get #isDenied(): boolean {
    return this.#entry.state === 'gone';
  }

  get hasCode(): boolean {
    return this.order.messages.length > 0;
  }

  /** Its user still works on it. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** How long its code has been waited for, in milliseconds. */
  get ageMs(): number {
    return this.#since(this.#askedAt);
  }

  get tried(): TriedNumber {
    const { provider, id } = this.order;
    const { offer } = this.#entry;
    const afterMs = Math.round(this.#since(this.#handedOutAt));
    return {
      order: { provider, id },
      offer,
      why: this.#why ?? (LIVE.includes(this.#entry.state) ? 'late' : 'ended'),
      afterMs,
      refund: refundOf(this.#entry),
    };
  }

  changed(entry: JournalEntry): void {
    this.#entry = entry;
    if (!LIVE.includes(entry.state)) this.#ended();
    this.#tell();
  }

  /** What was written before anybody listened. */
  async lookBack(): Promise<void> {
    const before = this.#entry;
    const latest = await this.account.log.read(before.id);
    if (latest && this.#entry === before) this.changed(latest);
  }

  /** Has the vendor asked for news of it until it is over or this is left. */
  follow(watches: Watches): void {
    const { signal } = this.#followed;
    const { provider, id } = this.order;
    const followed = async (): Promise<void> => {
      for await (const _order of watches.watch({ provider, id }, { signal })) if (signal.aborted) return;
    };
    // What it tells is written down, and comes back as a change; why it ended is told to whoever searches.
    followed().catch(() => this.#tell());
  }

  /** Hands the number to its user, and waits from then on, when he has asked for the code. @param isAgain An earlier run may have done so. */
  async handOut(use: CodeOptions['use'], isAgain: boolean): Promise<void> {
    const { account, order, nth } = this;
    const { signal } = this.#inUse;
    this.isHandedOut = true;
    this.#isBusy = true;
    try {
      // Before it is put in: after a crash nobody knows whether it was.
      await account.log.note(this.#entry.id, 'buyer', { kind: 'used' });
      this.#handedOutAt = this.#clock.monotonic();
      // Given up, or its code returned, while that was written.
      const isInVain = signal.aborted || this.#followed.signal.aborted;
      const answer = isInVain
        ? undefined
        : await use({
            phone: order.phone,
            order,
            nth,
            again: isAgain,
            signal,
            refuse: () => this.#refused(),
          });
      if (answer === 'unfit') this.#refused();
      else if (answer !== undefined)
        throw NumrouteError.input('use', "a function that resolves with nothing or 'unfit'", typeof answer);
    } catch (cause) {
      if (!signal.aborted) this.failure = { cause };
    }
    this.#isBusy = false;
    this.#askedAt = this.#clock.monotonic();
    this.reviewAt = this.#askedAt;
    this.#tell();
  }

  #refused(): void {
    this.isUnfit = true;
    this.#tell();
  }

  /** It is not waited for any more, and is listened to until it is over. */
  giveUp(why: 'late' | 'unfit'): void {
    this.#why ??= why;
    this.reviewAt = Number.POSITIVE_INFINITY;
    this.#ended();
  }

  /** Nobody waits for it any more. */
  leave(): void {
    this.#ended();
    this.#followed.abort();
    this.account.log.leave(this.#entry.id, this);
  }

  #since(start: number | undefined): number {
    const until = this.#endedAt ?? this.#clock.monotonic();
    return start === undefined ? 0 : Math.max(0, until - start);
  }

  /** Where its code came, its user may still be busy with it. */
  #ended(): void {
    this.#endedAt ??= this.#clock.monotonic();
    if (!this.hasCode) this.#inUse.abort(new NumrouteError('CLOSED', 'the number is given up', {}));
  }
}

/**
 * Whether a number that its vendor does not name any more may live all the same: a vendor that denied an order
 * may know it again. Until its time is over, or its money was seen to come back.
 */
export function mayLive({ provider, ages }: Account, entry: JournalEntry): boolean {
  return entry.money !== 'returned' && !isPastLife(entry, provider.manifest.timing, ages);
}
