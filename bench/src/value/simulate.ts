import { type Due, DueHeap } from '../../../packages/router/src/time/due-heap.ts';
import { Errand } from './errand.ts';
import { DEADLINE, LIFE, PURCHASE } from './markets.ts';
import { type Live, MINUTE, type Policy, type Question } from './policy.ts';
import type { Want } from './wants.ts';
import type { Fate, World } from './world.ts';

/** What a policy's wants came to. Money in the market's currency. */
export interface Score {
  /** Of a code: money, and minutes at `MINUTE`, those of the wants without one included. */
  readonly cost: number;
  readonly moneyPerCode: number;
  /** The share of wants without a code. */
  readonly failed: number;
  /** Of the wants with a code. */
  readonly secondsToCode: number;
  readonly numbersPerCode: number;
  /** Of the numbers for all wants but the first 500, those of the first vendor. */
  readonly fromFirst: number;
}

const LEAST_LEFT = 25_000;
/** Between two looks at a market that has nothing to buy. */
const PAUSE = 15_000;
const EARLY_WANTS = 500;

interface Event extends Due {
  readonly happen: (now: number) => void;
}

/** All wants of a world by one policy, in the order of time. */
class Run {
  readonly #world: World;
  readonly #policy: Policy;
  readonly #events = new DueHeap<Event>();
  readonly #waiting = new Set<Live>();
  readonly sums = { codes: 0, money: 0, minutes: 0, secondsToCode: 0, numbers: 0, late: 0, lateFirst: 0 };

  constructor(world: World, policy: Policy) {
    this.#world = world;
    this.#policy = policy;
  }

  start(wants: readonly Want[]): void {
    for (const want of wants) this.#at(want.at, (now) => this.#next(new Errand(want), now));
    for (let { top } = this.#events; top; top = this.#events.top) {
      this.#events.remove(top);
      top.happen(top.due);
    }
  }

  #at(due: number, happen: (now: number) => void): void {
    this.#events.add({ due, place: -1, happen });
  }

  #next(errand: Errand, now: number): void {
    if (errand.end - now < LEAST_LEFT) {
      this.sums.minutes += DEADLINE / 60_000;
      return;
    }
    const decision = this.#policy.choose(this.#question(errand, now));
    if (!decision) {
      this.#at(now + PAUSE, (then) => this.#next(errand, then));
      return;
    }
    const { offer, giveUpAfterMs } = decision;
    const cell = this.#world.cellOf(offer);
    const fate = this.#world.fateOf(errand.want, cell, errand.buy(offer.handle), now);
    this.#at(now + PURCHASE, (openedAt) => {
      this.#policy.asked?.(offer, fate.found, openedAt);
      if (!fate.found) {
        errand.missing.add(offer.handle);
        this.#next(errand, openedAt);
        return;
      }
      this.sums.numbers += 1;
      if (errand.want.id >= EARLY_WANTS) {
        this.sums.late += 1;
        if (cell.vendor === 0) this.sums.lateFirst += 1;
      }
      const live = { want: errand.want, offer, openedAt };
      this.#waiting.add(live);
      this.#wait(errand, live, fate, giveUpAfterMs);
    });
  }

  #question({ want, end, tried, missing, purchases }: Errand, now: number): Question {
    const listed = this.#world.offersAt(want.service, want.country, now);
    const offers = missing.size > 0 ? listed.filter(({ handle }) => !missing.has(handle)) : listed;
    return { want, now, leftMs: end - now, offers, tried, waiting: this.#waiting, nth: purchases };
  }

  #wait(errand: Errand, live: Live, fate: Fate, giveUpAfterMs: number): void {
    const { offer, openedAt } = live;
    const left = errand.end - openedAt;
    const { cancelAfterMs } = this.#world.vendorOf(offer).manifest.timing;
    const giveUp = Math.min(Math.max(giveUpAfterMs, cancelAfterMs), Math.max(left, cancelAfterMs), LIFE);
    const { codeAfterMs } = fate;
    if (codeAfterMs !== undefined && codeAfterMs <= giveUp) {
      this.#at(openedAt + codeAfterMs, () => this.#delivered(errand, live, codeAfterMs));
      return;
    }
    this.#at(openedAt + giveUp, (now) => {
      if (this.#policy.reconsider && giveUp < Math.min(left, LIFE)) {
        const longer = this.#policy.reconsider(live, giveUp, this.#question(errand, now));
        if (longer >= giveUp + 1_000) {
          this.#wait(errand, live, fate, longer);
          return;
        }
      }
      this.#waiting.delete(live);
      if (fate.keeps) this.sums.money += Number(offer.price.amount);
      errand.failedBy(offer);
      this.#policy.ended?.({ ...live, atRiskMs: giveUp, keeps: fate.keeps });
      this.#next(errand, now);
    });
  }

  #delivered({ want, end }: Errand, live: Live, codeAfterMs: number): void {
    this.#waiting.delete(live);
    const at = live.openedAt + codeAfterMs;
    this.sums.money += Number(live.offer.price.amount);
    this.sums.minutes += (Math.min(at, end) - want.at) / 60_000;
    this.#policy.ended?.({ ...live, codeAfterMs, atRiskMs: codeAfterMs, keeps: false });
    // A code after the end is paid, and of no use.
    if (at > end) return;
    this.sums.codes += 1;
    this.sums.secondsToCode += (at - want.at) / 1_000;
  }
}

export function simulate(world: World, wants: readonly Want[], policy: Policy): Score {
  const run = new Run(world, policy);
  run.start(wants);
  const { codes, money, minutes, secondsToCode, numbers, late, lateFirst } = run.sums;
  return {
    cost: (money + MINUTE * minutes) / codes,
    moneyPerCode: money / codes,
    failed: 1 - codes / wants.length,
    secondsToCode: secondsToCode / codes,
    numbersPerCode: numbers / codes,
    fromFirst: lateFirst / Math.max(1, late),
  };
}
