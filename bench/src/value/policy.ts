import type { Offer } from '@numroute/core';
import type { Want } from './wants.ts';

/** What a minute costs, in the market's currency. */
export const MINUTE = 0.01;

/** What a code is worth, times the least price that is listed. */
export const CODE = 20;

export const priceOf = ({ price }: Offer): number => Number(price.amount);

export const leastOf = (offers: readonly Offer[]): number => Math.min(...offers.map(priceOf));

/** An order that waits. Times are milliseconds of the virtual clock. */
export interface Live {
  readonly want: Want;
  readonly offer: Offer;
  readonly openedAt: number;
}

export interface Question {
  readonly want: Want;
  readonly now: number;
  readonly leftMs: number;
  /** What is listed, without what this want was just told is not there. */
  readonly offers: readonly Offer[];
  /** Numbers of this want in vain, by `cellOf`. */
  readonly tried: ReadonlyMap<string, number>;
  /** All orders that wait now. */
  readonly waiting: Iterable<Live>;
  /** Of this want's purchases. */
  readonly nth: number;
}

export interface Decision {
  readonly offer: Offer;
  /** Before the vendor's first cancel the order is waited for in any case. */
  readonly giveUpAfterMs: number;
}

export interface Ended extends Live {
  readonly codeAfterMs?: number;
  readonly atRiskMs: number;
  readonly keeps: boolean;
}

/** Who buys. */
export interface Policy {
  readonly name: string;
  choose(question: Question): Decision | undefined;
  /** At the age of giving up: another age, if it is worth waiting on. */
  reconsider?(live: Live, ageMs: number, question: Question): number;
  ended?(order: Ended): void;
  /** A purchase of what was listed. */
  asked?(offer: Offer, found: boolean, now: number): void;
}
