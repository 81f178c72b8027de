import { type Money, NumrouteError, type Order } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import type { Runtime } from '../account/runtime.ts';
import type { Buyer } from '../buying/buy.ts';
import { traceOf } from '../events.ts';
import type { Attendance } from '../orders/attendance.ts';
import { finish } from '../orders/finish.ts';
import type { GiveUp } from '../orders/give-up.ts';
import type { OrderTasks } from '../orders/order-tasks.ts';
import type { Watches } from '../orders/watch.ts';
import type { Plan } from '../quoting/outlook.ts';
import type { Want } from '../quoting/want.ts';
import { type Deadline, deadline } from '../time/deadline.ts';
import { codeIn } from './code-in.ts';
import { planFor } from './code-plan.ts';
import type { CodeTerms, GotCode } from './code-terms.ts';
import { News } from './news.ts';
import { noCode } from './no-code.ts';
import type { NumberTried } from './number-tried.ts';
import { NumbersTried } from './numbers-tried.ts';
import type { Outlooks } from './outlooks.ts';
import { type RecordParties, WantRecords } from './want-records.ts';

/** Who takes part in getting a code. */
export interface CodeParties extends RecordParties {
  readonly runtime: Runtime;
  readonly buyer: Buyer;
  readonly attendance: Attendance;
  readonly giveUp: GiveUp;
  readonly tasks: OrderTasks;
  readonly watches: Watches;
  readonly outlooks: Outlooks;
}

/** What is searched for. */
export interface CodeWant {
  /** By which the journal knows the want. Under each at most one number lives. */
  readonly ids: readonly string[];
  /** In canonical words. */
  readonly wanted: Want;
  readonly terms: CodeTerms;
}

/** Less time is not enough for one more number. */
const LEAST_MS = 25_000;
/** Prices and stock move: so long after nothing could be bought it is tried again. */
const AGAIN_MS = 15_000;
/** No number is thought about more often. */
const REVIEW_MS = 5_000;

/** One search for a code: buys a number, hands it out, waits, gives it up, tries the next. */
export class CodeSearch {
  readonly #parties: CodeParties;
  readonly #want: CodeWant;
  readonly #signal: AbortSignal;
  readonly #deadline: Deadline;
  readonly #news: News;
  readonly #begunAt: number;
  readonly #numbers: NumbersTried;
  readonly #record: WantRecords;
  /** Why nothing more is bought. */
  #noMore: { readonly cause?: unknown } | undefined;
  #buyFrom = 0;

  constructor(parties: CodeParties, want: CodeWant, signal: AbortSignal) {
    const { clock } = parties.runtime;
    this.#parties = parties;
    this.#want = want;
    this.#signal = signal;
    this.#begunAt = clock.monotonic();
    this.#deadline = deadline(want.terms.deadlineMs, clock, signal, 'no code is of use any more');
    this.#news = new News(clock);
    this.#numbers = new NumbersTried(() => this.#news.tell());
    this.#record = new WantRecords(parties, want.ids, want.terms);
  }

  /**
   * @throws {NumrouteError} NO_CODE, OUTCOME_UNKNOWN, NO_OFFER, BUDGET_EXCEEDED As `Router.getCode` says.
   * @throws The reason of the signal.
   */
  async run(): Promise<GotCode> {
    try {
      return await this.#search();
    } catch (thrown) {
      await this.#giveUpRest();
      // The last look before a cancel may have brought the code. Who hung up wants none any more.
      const got = this.#numbers.withCode;
      if (!got || (this.#signal.aborted && thrown === this.#signal.reason)) throw thrown;
      return await this.#gotFrom(got);
    } finally {
      this.#deadline.met();
      await this.#giveUpRest();
      for (const number of this.#numbers.all) number.leave();
    }
  }

  async #search(): Promise<GotCode> {
    await this.#takeUp();
    for (;;) {
      const got = this.#numbers.withCode;
      if (got) return await this.#gotFrom(got);
      this.#signal.throwIfAborted();
      const { failure } = this.#numbers;
      if (failure || this.#deadline.isOver) throw await this.#noCode(failure);
      for (const number of this.#numbers.all) this.#review(number);
      const wantId = this.#freeWant();
      if (wantId !== undefined && (await this.#buy(wantId))) continue;
      if (this.#noMore && this.#numbers.live.length === 0) throw await this.#noCode(this.#noMore);
      await this.#news.wait(this.#untilNext(), this.#deadline.signal);
    }
  }

  /**
   * What earlier runs, or purchases of this one that failed, have left of the want.
   *
   * @throws {NumrouteError} OUTCOME_UNKNOWN Of some of it nobody knows. What is known is taken up before.
   */
  async #takeUp(): Promise<void> {
    const { orders, doubt } = await this.#record.takeStock();
    for (const { account, entry } of orders) {
      if (this.#numbers.all.some((number) => number.entry.id === entry.id)) continue;
      const number = await this.#add(account, entry);
      // Where the code is there, nobody can hand the number out any more.
      number.isHandedOut = entry.usedAfterMs !== undefined || number.hasCode;
      if (number.entry.state === 'open' && !doubt) this.#use(number, number.isHandedOut);
    }
    if (doubt) throw doubt;
  }

  async #add(account: Account, entry: JournalEntry): Promise<NumberTried> {
    this.#parties.attendance.attend(entry);
    const number = await this.#numbers.add(account, entry);
    if (number.isLive) number.follow(this.#parties.watches);
    return number;
  }

  /** A number that is given up already is listened to, and handed to nobody. */
  #use(number: NumberTried, isAgain: boolean): void {
    if (number.isGivenUp) return;
    number.handOut(this.#want.terms.use, isAgain).catch(() => undefined);
  }

  /** Thinks about a number that waits, and gives it up where it is not worth more time. */
  #review(number: NumberTried): void {
    if (!number.isLive || number.hasCode || number.isGivenUp) return;
    if (number.isUnfit) this.#giveUp(number, 'unfit');
    if (this.#now < number.reviewAt) return;
    number.reviewAt = Number.POSITIVE_INFINITY;
    const { wanted, terms } = this.#want;
    const { offer, ageMs } = number;
    const isAlone = this.#numbers.live.length === terms.atOnce;
    this.#parties.outlooks
      .giveUpAfter(
        { offer, ageMs, isAlone },
        wanted,
        terms.each,
        this.#plan(number.nth - 1),
        this.#deadline.signal,
      )
      .then(
        (until) => {
          if (until > number.ageMs) number.reviewAt = this.#now + Math.max(REVIEW_MS, until - number.ageMs);
          else this.#giveUp(number, 'late');
        },
        // Nobody can say what else there is: it is thought about once more.
        () => {
          number.reviewAt = this.#now + AGAIN_MS;
        },
      )
      .finally(() => this.#news.tell());
  }

  #giveUp(number: NumberTried, why: 'late' | 'unfit'): void {
    if (number.isGivenUp || number.entry.state !== 'open') return;
    const { giveUp, runtime } = this.#parties;
    const { account, entry, order } = number;
    number.giveUp(why);
    const { afterMs } = number.tried;
    runtime.emit({ type: 'number-given-up', ...traceOf(entry), order, why, afterMs });
    const said = why === 'unfit' ? 'of no use to its user' : `no code in ${Math.round(afterMs / 1000)} s`;
    giveUp.order(account, entry, said, why === 'unfit' ? { fault: 'refused' } : {}).catch(() => undefined);
  }

  /** The want under which another number may be bought now, if any. */
  #freeWant(): string | undefined {
    const { numbers } = this.#want.terms;
    const { live, all } = this.#numbers;
    if (this.#noMore || this.#now < this.#buyFrom || !live.every(({ isGivenUp }) => isGivenUp))
      return undefined;
    // Its user has one number at a time to deal with.
    if (all.some(({ isBusy }) => isBusy)) return undefined;
    const isLate = all.length > 0 && this.#leftMs < LEAST_MS;
    if (isLate || all.length >= numbers) this.#noMore = {};
    return this.#noMore
      ? undefined
      : this.#want.ids.find((id) => live.every(({ entry }) => entry.want !== id));
  }

  /** Whether a number was bought. */
  async #buy(wantId: string): Promise<boolean> {
    const { buyer, accounts, outlooks } = this.#parties;
    const { wanted, terms } = this.#want;
    const cap = await this.#record.cap();
    if (!cap) {
      this.#noMore = {};
      return false;
    }
    const stop = new AbortController();
    const release = this.#news.listen(() => {
      if (this.#numbers.all.some(({ hasCode }) => hasCode)) stop.abort('a code came');
    });
    const signal = AbortSignal.any([this.#deadline.signal, stop.signal]);
    let order: Order;
    try {
      const by = outlooks.rankBy(this.#plan(this.#numbers.all.length));
      const bears = (price: Money): Promise<boolean> => this.#record.bears(price);
      order = await buyer.buy(wanted, wantId, { ...terms.each, maxPrice: cap, bears }, signal, by);
    } catch (thrown) {
      if (!(signal.aborted && thrown === signal.reason)) await this.#notBought(thrown);
      return false;
    } finally {
      release();
    }
    const account = accounts.get(order.provider);
    const entry = await account.log.find(order);
    if (!entry) throw new TypeError(`order ${order.id} is not in the journal`);
    const number = await this.#add(account, entry);
    // Of no use any more where a code came meanwhile, or the time is over.
    if (!signal.aborted) this.#use(number, false);
    return true;
  }

  /** @throws What ends the search. */
  async #notBought(thrown: unknown): Promise<void> {
    if (!NumrouteError.is(thrown) || NumrouteError.is(thrown, 'OUTCOME_UNKNOWN', 'CLOSED')) throw thrown;
    // What was charged above its cap lives until it is cancelled.
    await this.#takeUp();
    if (this.#numbers.all.length === 0) throw thrown;
    if (NumrouteError.is(thrown, 'NO_OFFER')) this.#buyFrom = this.#now + AGAIN_MS;
    else this.#noMore = { cause: thrown };
  }

  async #gotFrom({ account, entry, order }: NumberTried): Promise<GotCode> {
    const { tasks } = this.#parties;
    const got = codeIn(order);
    if (!got)
      throw NumrouteError.input('key', 'a key whose code is still kept; the code of this one was forgotten');
    if (entry.state === 'delivered' && !this.#want.terms.keepOpen)
      tasks.start('finish', entry, () => finish(account, entry, account.signal));
    const { spent } = await this.#record.spending();
    return { ...got, order, tried: this.#numbers.inVain, spent, tookMs: this.#now - this.#begunAt };
  }

  async #noCode(failure: { readonly cause?: unknown } | undefined): Promise<NumrouteError<'NO_CODE'>> {
    await this.#giveUpRest();
    return noCode(this.#want.wanted, this.#numbers.inVain, await this.#record.spending(), failure);
  }

  /** No order of the want is left open without somebody who insists on its cancel. */
  async #giveUpRest(): Promise<void> {
    // A router that closes decides itself what becomes of open orders.
    if (NumrouteError.is(this.#signal.reason, 'CLOSED')) return;
    const { giveUp } = this.#parties;
    await Promise.allSettled(
      this.#numbers.left.map(async (number) => {
        number.giveUp('late');
        await giveUp.order(number.account, number.entry, 'its code is not waited for any more');
      }),
    );
  }

  /** @param nth By what the choice of the number after so many goes: an order is waited for as it was bought. */
  #plan(nth: number): Plan {
    const { ids, terms } = this.#want;
    return planFor(`${ids[0]} ${nth}`, terms, this.#numbers.all, this.#leftMs, this.#parties.rates);
  }

  /** Until something is to be done that nobody tells of. */
  #untilNext(): number {
    const again = Math.max(this.#buyFrom, this.#now + REVIEW_MS);
    return Math.max(0, Math.min(this.#numbers.reviewAt, again) - this.#now);
  }

  get #now(): number {
    return this.#parties.runtime.clock.monotonic();
  }

  get #leftMs(): number {
    return this.#begunAt + this.#want.terms.deadlineMs - this.#now;
  }
}
