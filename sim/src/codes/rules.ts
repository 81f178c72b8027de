import {
  addMoney,
  codeOf,
  compareMoney,
  findCountry,
  type Money,
  money,
  NumrouteError,
  type Order,
} from '@numroute/core';
import { type AttemptEvent, type JournalEntry, LIVE } from '@numroute/journal';
import type { GotCode, NumberInUse } from '@numroute/router';
import type { Sale } from '../counter.ts';
import type { Judge, Seat } from '../judge.ts';
import { rates } from '../rates.ts';
import { Case, countedOf, lesser } from './case.ts';

/** How a call for a code ended; neither where its caller hung up. */
export interface CodeEnd {
  readonly got?: GotCode;
  readonly error?: unknown;
}

/** What is never true of a search for a code: rules G1 to G7. */
export class CodeRules {
  readonly #judge: Judge;
  readonly #seat: Seat;
  readonly #cases: ReadonlyMap<number, Case>;

  constructor(judge: Judge, seat: Seat) {
    this.#judge = judge;
    this.#seat = seat;
    this.#cases = new Map(
      seat.wishes.flatMap((wish) => (wish.code ? [[wish.number, new Case(wish, wish.code)] as const] : [])),
    );
  }

  /** The engine starts anew: whoever waited waits no more. */
  restarted(): void {
    for (const one of this.#cases.values()) one.restarted();
  }

  began(want: number): void {
    this.#caseOf(want).began(this.#now);
  }

  /** A number is handed out. */
  used(want: number, { order, phone, again }: NumberInUse): void {
    const { tally } = this.#seat;
    const one = this.#caseOf(want);
    const sale = this.#judge.saleOf(order);
    const said = `want ${want}: ${order.provider} ${order.id}`;
    const entry = one.entryOf(order);
    if (sale && !entry && tally.count('fault: disk-full') > 0) {
      tally.add('excused: a number handed out that could not be written down yet');
      return;
    }
    if (!sale || !entry) {
      this.#judge.accuse('G3 not used once', `${said} is handed out, and is no order of the want`);
      return;
    }
    tally.add(again ? 'codes: a number handed out again' : 'codes: a number handed out');
    if (one.used.has(sale)) this.#judge.accuse('G3 not used once', `${said} is handed out twice in a run`);
    if (!again && one.everUsed.has(sale)) {
      if (tally.count('fault: disk-full') === 0)
        this.#judge.accuse('G3 not used once', `${said} is handed out as if it had never been`);
      else tally.add('excused: a number handed out as if new, where the disk was full');
    }
    if (one.calls === 0) this.#judge.accuse('G3 not used once', `${said} is handed out after the call`);
    one.used.add(sale);
    one.everUsed.add(sale);
    const callingCode = findCountry(order.country)?.callingCode ?? '';
    if (phone !== order.phone || phone === '' || !phone.startsWith(`+${callingCode}`))
      this.#judge.accuse('M16 not as offered', `${said} is handed out as ${phone}, for ${order.country}`);
    const { maxPrice } = entry;
    if (order.paid.currency !== maxPrice.currency || compareMoney(order.paid, maxPrice) > 0)
      this.#judge.accuse('M12 above the cap', `${said} is handed out for ${order.paid.amount}`);
  }

  /** Whether whoever sends codes has heard of the number. */
  isAwaited(sale: Sale): boolean {
    const one = this.#cases.get(sale.want ?? -1);
    return one === undefined || one.everUsed.has(sale);
  }

  ended(want: number, { got, error }: CodeEnd): void {
    const { tally } = this.#seat;
    const one = this.#caseOf(want);
    one.calls -= 1;
    if (got) {
      tally.add('codes: got');
      if (got.tried.length > 0) tally.add('codes: got, after numbers without one');
      one.got ??= got.code;
      if (!this.#sentTo(got.order).includes(got.code))
        this.#judge.accuse('G6 code withheld', `want ${want} is given ${got.code}, which was never sent`);
      if (one.got !== got.code)
        this.#judge.accuse('G7 key', `want ${want} is given ${got.code}, and was given ${one.got} before`);
    } else if (error === undefined) tally.add('codes: the caller hung up');
    else if (NumrouteError.is(error, 'UNAVAILABLE') && tally.count('fault: disk-full') > 0)
      tally.add('excused: turned away, where the disk was full');
    else if (one.codes.length > 0)
      this.#judge.accuse(
        'G6 code withheld',
        `want ${want}: ${one.codes.join(' ')} came, and was told to nobody`,
      );
    if (one.calls > 0) return;
    const open = one.entries.filter(({ state, cancel }) => state === 'open' && !cancel?.insist);
    for (const { order, offer } of open) {
      if (tally.count('fault: disk-full') > 0) tally.add('excused: left open, where the disk was full');
      else
        this.#judge.accuse(
          'G4 left open',
          `want ${want}: ${offer.provider} ${order?.id} is open, and nobody insists on its cancel`,
        );
    }
    // On a full disk the journal learns late what became of a number.
    if (error === undefined || tally.count('fault: disk-full') > 0) return;
    const isUsed = (order: Order): boolean => {
      const sale = this.#judge.saleOf(order);
      return sale === undefined || one.used.has(sale);
    };
    for (const { provider, id } of one.unused(this.#now, isUsed))
      this.#judge.accuse('G3 not used once', `want ${want}: ${provider} ${id} was handed to nobody`);
  }

  /** The journal took an event. */
  written({ kind }: AttemptEvent, entry: JournalEntry): void {
    const one = this.#cases.get(this.#judge.numberOfWant(entry.want) ?? -1);
    if (!one) return;
    const before = one.entry(entry.id);
    one.written(entry, this.#now);
    const { wish, terms } = one;
    const live = one.entries.filter(({ state }) => LIVE.includes(state));
    if (live.length > terms.atOnce)
      this.#judge.accuse(
        'G1 too many live orders',
        `want ${wish.number}: attempts ${live.map(({ number }) => number).join(', ')} live in the journal`,
      );
    const isIntent = kind === 'intent';
    if (before && before.money === entry.money && before.order?.paid.amount === entry.order?.paid.amount)
      return;
    const cost = isIntent ? countedOf : (other: JournalEntry): Money | undefined => one.agreedTo(other);
    this.#judgeSpending(
      one,
      one.entries.flatMap((other) => cost(other) ?? []),
      `as ${entry.id} is ${kind}`,
    );
  }

  /** A purchase leaves for its vendor. */
  leaving(attempt: string, want: number): void {
    const one = this.#cases.get(want);
    if (!one) return;
    const said = `want ${want}: purchase ${attempt}`;
    if (one.calls === 0) this.#judge.accuse('G5 bought too late', `${said} leaves although nobody waits`);
    else if (this.#now > one.deadlineAt)
      this.#judge.accuse('G5 bought too late', `${said} leaves after the deadline`);
    if (one.codes.length > 0)
      this.#judge.accuse('G7 key', `${said} leaves although ${one.codes[0]} has come`);
  }

  /** A vendor sold a number, and these of the want live there with it. */
  sold(want: number, living: readonly Sale[]): void {
    const one = this.#caseOf(want);
    const costs = living.flatMap(({ attempt, price }) => {
      const entry = this.#judge.entries.get(attempt ?? '');
      // What a vendor charges above the cap, or above its list without a word, nobody can foresee.
      return entry
        ? lesser(price, entry.order?.paidSource === 'offer' ? entry.offer.price : entry.maxPrice)
        : [];
    });
    this.#judgeSpending(one, costs, 'as the vendors have it');
  }

  #judgeSpending({ wish, terms }: Case, costs: readonly Money[], when: string): void {
    const most = terms.maxSpend ?? wish.maxPrice;
    const zero = money('0', most.currency);
    const sum = costs.reduce((all, cost) => addMoney(all, rates.convert(cost, most.currency) ?? zero), zero);
    if (compareMoney(sum, most) > 0)
      this.#judge.accuse(
        'G2 above maxSpend',
        `want ${wish.number}: ${sum.amount} of ${most.amount}, ${when}`,
      );
  }

  /** Every code that was sent to an order, as its vendor has it. */
  #sentTo(order: Order): readonly string[] {
    const sale = this.#judge.saleOf(order);
    const vendor = this.#seat.vendors.find(({ id }) => id === sale?.vendor);
    const real = vendor?.world.orders.find(({ id }) => id === sale?.id);
    return real?.messages.flatMap((message) => codeOf(message) ?? []) ?? [];
  }

  #caseOf(want: number): Case {
    const found = this.#cases.get(want);
    if (!found) throw new RangeError(`Want ${want} is for no code.`);
    return found;
  }

  get #now(): number {
    return this.#seat.clock.monotonic();
  }
}
