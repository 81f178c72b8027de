import type { Money, NumberFault, Offer, Order } from '@numroute/core';
import type { Unlike, Uptime } from './event.ts';

/**
 * Where one purchase at one account stands.
 * - `sending`: the intent is written, the request may be out
 * - `refused`: proven that nothing was bought
 * - `unknown`: sent, and nobody knows whether it was bought
 * - `absent`: was unknown; the vendor's list or balance proves that nothing was bought
 * - `lost`: was unknown; the balance proves a charge, but the order cannot be named
 * - `disputed`: the evidence contradicts itself; a person decides
 * - the others: as `OrderStatus` says
 */
export type AttemptState =
  | 'sending'
  | 'refused'
  | 'unknown'
  | 'absent'
  | 'lost'
  | 'disputed'
  | 'open'
  | 'delivered'
  | 'finished'
  | 'cancelled'
  | 'expired'
  | 'gone';

/**
 * What became of the price.
 * - `reserved`: it may be charged, or is and cannot be named
 * - `free`: nothing was charged
 * - `held`: charged, and may still come back
 * - `spent`: the goods arrived
 * - `due`: the vendor's word promises it back
 * - `doubtful`: the order is over and the vendor's word does not promise the money
 * - `returned`, `missing`: what the balance showed
 */
export type MoneyState = 'reserved' | 'free' | 'held' | 'spent' | 'due' | 'doubtful' | 'returned' | 'missing';

/**
 * How far giving an order up has come. Asked is not done, and refused is not over.
 */
export interface CancelTrack {
  readonly step: 'wanted' | 'asked' | 'refused' | 'confirmed';
  /** Whether the router asks again by itself until the order is over. */
  readonly insist: boolean;
  readonly why: string;
  /** Not to be asked for before; milliseconds since 1970. */
  readonly notBefore: number;
  /** How often the vendor was asked. */
  readonly asked: number;
  /** The vendor will refuse for the rest of the order's life: it is not asked again. */
  readonly final?: true;
  /** It is given up because it is not what was offered. */
  readonly unlike?: Unlike;
  /** It is given up because its number is bad. */
  readonly fault?: NumberFault;
}

/** One purchase at one account, as its events tell it. */
export interface AttemptRecord {
  readonly id: string;
  /** What it was bought for; absent for what one request bought beyond what was wanted. */
  readonly want?: string;
  readonly offer: Offer;
  /** In the offer's currency. */
  readonly maxPrice: Money;
  /**
   * It may be under way beside others at its account: what each of them bought can be named there. Absent:
   * it is alone in doubt.
   */
  readonly beside?: true;
  readonly sentAt: number;
  readonly sentUp?: Uptime;
  readonly state: AttemptState;
  readonly money: MoneyState;
  /** So long after the intent we gave up waiting for the reply. Absent where a crash did. */
  readonly unheardAfterMs?: number;
  /** From the intent until its order was known here, in milliseconds; so are the three below. */
  readonly openedAfterMs?: number;
  /** Until the service was first asked for a code. Absent: nobody said so. */
  readonly usedAfterMs?: number;
  /** Until the first SMS was heard of. */
  readonly codeAfterMs?: number;
  /** Until it was over without any SMS. Absent where one came, also afterwards. */
  readonly endedAfterMs?: number;
  /** What the balance showed of a purchase that cannot be named. */
  readonly charged?: Money;
  /** Known once the vendor has named it. */
  readonly order?: Order;
  /** Found again after its reply was lost. */
  readonly adopted?: boolean;
  readonly cancel?: CancelTrack;
  /** The vendor was told, or is being told, that we are done. */
  readonly finishAsked?: boolean;
  /** Why it is what it is: a refusal's or a verdict's words. */
  readonly reason?: string;
  /** When the state last changed. */
  readonly since: number;
  readonly sinceUp?: Uptime;
}

/**
 * At most one purchase of an account may be so, or several that all are `beside`. Nothing more is bought
 * there while one is `unknown`.
 */
export const UNRESOLVED: readonly AttemptState[] = ['sending', 'unknown'];

/** At most one attempt of a want may be so: while it is, nothing else is bought for the want. */
export const LIVE: readonly AttemptState[] = ['sending', 'unknown', 'disputed', 'open', 'delivered'];

/** Something may still be done about such an attempt: it has no state of `ENDED`. */
export const UNFINISHED: readonly AttemptState[] = [
  'sending',
  'unknown',
  'lost',
  'disputed',
  'open',
  'delivered',
];

/** Nothing more is to be done about such an attempt but to look at the balance. */
export const ENDED: readonly AttemptState[] = [
  'refused',
  'absent',
  'finished',
  'cancelled',
  'expired',
  'gone',
];
