import type { Money, Shop, WireReply } from '@numroute/core';
import type { Action } from '../faults.ts';
import { Refusals } from './cancelling.ts';
import { Denials } from './denying.ts';
import { endingLate, keepingHistory, readingHistory } from './history.ts';
import type { Habit } from './list.ts';
import { cuttingTheList, KeptLists, listingLate, offeringStale } from './listing.ts';
import { givingNames, knowingNamesLate, takingNames } from './naming.ts';
import { Names, sellingElsewhere, tellingNoPhone } from './numbering.ts';
import { chargingMore, chargingTheMost, Lies } from './pricing.ts';
import { takingTime } from './taking-time.ts';
import type { Manner, Where } from './where.ts';

export { type Habit, habits, habitsOf, takenUp } from './list.ts';
export { telling } from './telling.ts';
export { finding, recalling, type Where } from './where.ts';
export { givingNames, keepingHistory, readingHistory, takingNames };

/** All habits of one vendor, with what they remember from one request to the next. */
export class Habits {
  readonly names = new Names();
  readonly #denials: Denials;
  readonly #lies: Lies;
  readonly #refusals: Refusals;
  readonly #lists: KeptLists;
  readonly #deeds: readonly Manner[];
  readonly #words: readonly Manner[];

  constructor(where: Where) {
    this.#denials = new Denials(where);
    this.#lies = new Lies(where);
    this.#refusals = new Refusals(where);
    this.#lists = new KeptLists(where);
    const { habits } = where.vendor;
    const those = (manners: readonly (readonly [Habit, (where: Where) => Manner])[]): Manner[] =>
      manners.filter(([habit]) => habits.has(habit)).map(([, of]) => of(where));
    this.#deeds = those([
      ['charges-the-most', chargingTheMost],
      ['charges-more', chargingMore],
      ['other-country', sellingElsewhere],
      ['rush', takingTime],
    ]);
    this.#words = [
      ...those([
        ['list-cut', cuttingTheList],
        ['list-late', listingLate],
        ['offers-stale', offeringStale],
        ['takes-names', knowingNamesLate],
        ['keeps-history', endingLate],
        ['no-phone', tellingNoPhone],
        ['tells-too-little', () => this.#lies.manner],
        ['denies', () => this.#denials.manner],
      ]),
      this.#refusals.manner,
      ...those([['id-again', () => this.names.manner]]),
    ];
  }

  /** What is done at this counter. */
  deeds(shop: Shop, action: Action): Shop {
    return this.#deeds.reduce((made, manner) => manner(made, action), shop);
  }

  /** What is said of it. */
  words(shop: Shop, action: Action): Shop {
    return this.#words.reduce((made, manner) => manner(made, action), shop);
  }

  /** The reply as it goes out. */
  reply(now: WireReply, action: Action, asked: string): WireReply {
    if (action === 'cancel') return this.#refusals.worded(now);
    return action === 'list' ? this.#lists.replyTo(asked, now) : now;
  }

  /** A cancel of the order of that name leaves for the vendor. */
  asked(name: string | null): void {
    if (name !== null) this.#refusals.asked(this.names.idOf(name));
  }

  /** A reply about the order of that name reached the engine. */
  heard(name: string | null, text: string): void {
    if (name !== null) this.#refusals.heard(this.names.idOf(name), text);
  }

  denied(id: string, from: number, until: number): boolean {
    return this.#denials.denied(id, from, until);
  }

  deniedUntil(id: string): number {
    return this.#denials.until(id);
  }

  toldOf(id: string): Money | undefined {
    return this.#lies.toldOf(id);
  }

  wasCancelAsked(id: string): boolean {
    return this.#refusals.wasAsked(id);
  }

  isNeverCancelled(id: string): boolean {
    return this.#refusals.isFinal(id);
  }

  askedAfterFinal(id: string): number {
    return this.#refusals.askedAfterFinal(id);
  }
}
