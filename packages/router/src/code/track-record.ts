import { addMoney, type Money, money } from '@numroute/core';
import { type JournalEntry, takenFor } from '@numroute/journal';
import type { Grounds } from '../quoting/outlook.ts';
import { observationOf } from './observed.ts';

/**
 * What became of a purchase.
 * - `code`: something came
 * - `open`: it waits for its code
 * - `finished`, `cancelled`, `expired`, `gone`: its order ended so, and nothing came
 * - `refused`: nothing was bought
 * - `lost`: charged, and its order cannot be named
 * - `in-doubt`: nobody knows whether it was bought
 */
export type Outcome =
  | 'code'
  | 'open'
  | 'finished'
  | 'cancelled'
  | 'expired'
  | 'gone'
  | 'refused'
  | 'lost'
  | 'in-doubt';

/**
 * Where the money of a purchase is.
 * - `delivered`: a code came for it
 * - `kept`: charged, and neither refunded nor delivered
 * - `promised`: the vendor's word promises it back, and no balance has shown it yet
 * - `held`: its order is open
 * - `doubtful`: it may have been charged, or may still come back without a promise
 * - `returned`: the balance showed it again
 */
export type MoneyPlace = 'delivered' | 'kept' | 'promised' | 'held' | 'doubtful' | 'returned';

/** How many of the codes had come by an age. */
export interface CurvePoint {
  /** Since the code was asked for, else since its number was bought. Milliseconds. */
  readonly afterMs: number;
  /** Of the codes that came at all. A share from 0 to 1; rises. */
  readonly share: number;
}

/** What the router thinks of a vendor's next order. */
export interface VendorBelief {
  /** That its code comes within 20 minutes. A share from 0 to 1. */
  readonly chance: number;
  /** The mean age at which such a code comes. Milliseconds. */
  readonly meanMs: number;
  /** As `TrackRecord.curve`, of codes within 20 minutes. */
  readonly curve: readonly CurvePoint[];
  /** The chance that the vendor keeps the money of an order without a code. */
  readonly keeps: number;
  /** The chance that a purchase finds nothing, though stock is listed; absent for all services together. */
  readonly phantom?: number;
  /** Own orders that are remembered. Older ones count less, so it is no whole number. */
  readonly evidence: number;
  readonly from: Grounds;
}

/** What the purchases at an account have come to. */
export interface TrackRecord {
  /** All that were sent, by what became of them; none is left out, most are 0. */
  readonly purchases: Readonly<Record<Outcome, number>>;
  /** Numbers that were put to use or had their time: what `value` learns from. */
  readonly tried: number;
  /** Of those, the ones whose code came. */
  readonly delivered: number;
  /** Seconds to code; empty where no code came. */
  readonly curve: readonly CurvePoint[];
  /** Half of the codes had come by then, and nine in ten; absent where none came. To the second. Milliseconds. */
  readonly halfMs?: number;
  readonly mostMs?: number;
  /** Exact sums by currency. What nothing was charged for is in none. */
  readonly money: readonly Readonly<Record<MoneyPlace, Money>>[];
}

/** As `TrackRecord`, of one service. */
export interface ServiceRecord extends TrackRecord {
  readonly service: string;
  readonly belief: VendorBelief;
}

/** What an account's purchases have come to, and what is believed of the next one. */
export interface VendorRecord extends TrackRecord {
  readonly provider: string;
  /** Of what was sent at or after. Milliseconds since 1970. */
  readonly since: number;
  readonly belief: VendorBelief;
  /** Those of which most was bought first. */
  readonly services: readonly ServiceRecord[];
}

/** Ages in seconds at which a curve is told. */
export const AGES: readonly number[] = [
  0, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 150, 180, 240, 300, 420, 600, 900, 1_200,
];

const SECOND_MS = 1_000;

/** Adds purchases up to a track record: each once, as it is by now, in any order. */
export class TrackSum {
  readonly #purchases: Record<Outcome, number> = {
    ...{ code: 0, open: 0, finished: 0, cancelled: 0, expired: 0, gone: 0 },
    ...{ refused: 0, lost: 0, 'in-doubt': 0 },
  };
  #tried = 0;
  #delivered = 0;
  /** Codes by the second in which they came, rounded up. */
  readonly #seconds = new Map<number, number>();
  readonly #money = new Map<string, Record<MoneyPlace, Money>>();

  /** @throws {NumrouteError} INVALID_INPUT The attempt has no amount that can be read. */
  add(entry: JournalEntry): void {
    this.#purchases[outcomeOf(entry)] += 1;
    const seen = observationOf(entry);
    if (seen) this.#tried += 1;
    if (seen?.codeAfterMs !== undefined) {
      this.#delivered += 1;
      const second = Math.ceil(seen.codeAfterMs / SECOND_MS);
      this.#seconds.set(second, (this.#seconds.get(second) ?? 0) + 1);
    }
    this.#addMoney(entry);
  }

  get sent(): number {
    return Object.values(this.#purchases).reduce((all, one) => all + one, 0);
  }

  result(): TrackRecord {
    const half = this.#secondOf(0.5);
    const most = this.#secondOf(0.9);
    return {
      purchases: { ...this.#purchases },
      tried: this.#tried,
      delivered: this.#delivered,
      curve: this.#curve(),
      ...(half !== undefined && { halfMs: half * SECOND_MS }),
      ...(most !== undefined && { mostMs: most * SECOND_MS }),
      money: [...this.#money.values()].map((sums) => ({ ...sums })),
    };
  }

  #curve(): readonly CurvePoint[] {
    if (this.#delivered === 0) return [];
    return AGES.map((age) => {
      let had = 0;
      for (const [second, codes] of this.#seconds) if (second <= age) had += codes;
      return { afterMs: age * SECOND_MS, share: had / this.#delivered };
    });
  }

  /** The first second by which that share of the codes had come. */
  #secondOf(share: number): number | undefined {
    let had = 0;
    for (const second of [...this.#seconds.keys()].sort((one, other) => one - other)) {
      had += this.#seconds.get(second) ?? 0;
      if (had >= share * this.#delivered) return second;
    }
    return undefined;
  }

  #addMoney(entry: JournalEntry): void {
    const place = placeOf(entry);
    const amount = takenFor(entry);
    if (!place || !amount || amount.amount === '0') return;
    const { currency } = amount;
    const none = money('0', currency);
    const sums = this.#money.get(currency) ?? {
      ...{ delivered: none, kept: none, promised: none },
      ...{ held: none, doubtful: none, returned: none },
    };
    this.#money.set(currency, sums);
    sums[place] = addMoney(sums[place], amount);
  }
}

const hasCode = ({ codeAfterMs, order }: JournalEntry): boolean =>
  codeAfterMs !== undefined || (order?.messages.length ?? 0) > 0;

function outcomeOf(entry: JournalEntry): Outcome {
  if (hasCode(entry)) return 'code';
  switch (entry.state) {
    case 'sending':
    case 'unknown':
    case 'disputed':
      return 'in-doubt';
    case 'refused':
    case 'absent':
      return 'refused';
    case 'delivered':
      return 'open';
    default:
      return entry.state;
  }
}

/** Undefined where nothing was charged. */
function placeOf(entry: JournalEntry): MoneyPlace | undefined {
  const { money: where, state } = entry;
  switch (where) {
    case 'free':
      return undefined;
    case 'returned':
      return 'returned';
    case 'due':
      return 'promised';
    default:
      if (hasCode(entry)) return 'delivered';
  }
  switch (where) {
    case 'held':
      return 'held';
    case 'missing':
      return 'kept';
    case 'spent':
      return state === 'delivered' ? 'held' : 'kept';
    case 'reserved':
      return state === 'lost' ? 'kept' : 'doubtful';
    case 'doubtful':
      return 'doubtful';
  }
}
