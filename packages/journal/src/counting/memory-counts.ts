import { formatDecimal, type Money } from '@numroute/core';
import type { JournalEntry } from '../contract.ts';
import { type Counted, countedOf, marketOf, PLACES, unreadable } from './cost.ts';
import {
  checkOutcomes,
  checkSpent,
  type Outcomes,
  type OutcomesFilter,
  type SpentFilter,
} from './filters.ts';

interface Placed extends Counted {
  readonly id: string;
  readonly number: number;
  readonly provider: string;
  readonly sentAt: number;
  readonly groups: readonly string[];
}

interface Sum extends Pick<Placed, 'provider' | 'promised' | 'currency'> {
  units: bigint;
  unread: number;
  numbers: number;
  over: number;
  codes: number;
}

/** An hour of a group: its sums, and its attempts for whoever asks for a part of it. */
interface Slot {
  readonly sums: Map<string, Sum>;
  readonly members: Map<string, Placed>;
}

const HOUR_MS = 60 * 60_000;
const EVERYBODY = '*';
const ofBuyer = (buyer: string): string => `=${buyer}`;
const ofMarket = (market: string): string => `@${market}`;

/** What a memory journal counts, kept as its entries change. Time may go back: nothing rests on its order. */
export class MemoryCounts {
  readonly #groups = new Map<string, Map<number, Slot>>();
  readonly #known = new Map<string, Placed>();
  /** Whose the latest purchase of an account is. */
  readonly #buyers = new Map<string, string | undefined>();

  /** @param buyer Whose want it is, if it has one. Asked of a new entry only: it never changes. */
  note(entry: JournalEntry, buyer: string | undefined): void {
    const { id, number, offer, want } = entry;
    const before = this.#known.get(id);
    if (before) this.#count(before, -1);
    if (!before && want !== undefined) this.#buyers.set(offer.provider, buyer);
    const placed: Placed = {
      ...countedOf(entry),
      id,
      number,
      provider: offer.provider,
      sentAt: Math.trunc(entry.sentAt),
      groups: before?.groups ?? groupsOf(entry, this.#buyers.get(offer.provider)),
    };
    this.#known.set(id, placed);
    this.#count(placed, 1);
  }

  spent(filter: SpentFilter): readonly Money[] {
    checkSpent(filter);
    const { since, provider, buyer, takesPromise = [] } = filter;
    const units = new Map<string, bigint>();
    for (const one of this.#since(buyer === undefined ? EVERYBODY : ofBuyer(buyer), since)) {
      if (provider !== undefined && one.provider !== provider) continue;
      if (one.promised && takesPromise.includes(one.provider)) continue;
      if ('unread' in one ? one.unread > 0 : one.units === undefined) throw unreadable(this.#unread(filter));
      units.set(one.currency, (units.get(one.currency) ?? 0n) + (one.units ?? 0n));
    }
    return [...units]
      .filter(([, sum]) => sum > 0n)
      .map(([currency, sum]) => ({ amount: formatDecimal({ units: sum, scale: PLACES }), currency }));
  }

  outcomes(filter: OutcomesFilter): Outcomes {
    checkOutcomes(filter);
    const { provider, since, market } = filter;
    const all = { numbers: 0, over: 0, codes: 0 };
    for (const one of this.#since(market ? ofMarket(marketOf(market)) : EVERYBODY, since)) {
      if (one.provider !== provider) continue;
      all.numbers += one.numbers;
      all.over += one.over;
      all.codes += one.codes;
    }
    return all;
  }

  *#since(group: string, time: number): Iterable<Sum | Placed> {
    const since = Math.trunc(time);
    for (const [start, { sums, members }] of this.#groups.get(group) ?? []) {
      if (start >= since) yield* sums.values();
      else if (start + HOUR_MS > since)
        for (const one of members.values()) if (one.sentAt >= since) yield one;
    }
  }

  #unread({ since, provider, buyer, takesPromise = [] }: SpentFilter): Placed {
    const group = buyer === undefined ? EVERYBODY : ofBuyer(buyer);
    for (const one of this.#known.values()) {
      if (one.units !== undefined || one.sentAt < Math.trunc(since) || !one.groups.includes(group)) continue;
      if (provider !== undefined && one.provider !== provider) continue;
      if (!(one.promised && takesPromise.includes(one.provider))) return one;
    }
    throw new Error('counted, and not there');
  }

  #count(one: Placed, by: 1 | -1): void {
    const start = Math.floor(one.sentAt / HOUR_MS) * HOUR_MS;
    const key = JSON.stringify([one.provider, one.promised, one.currency]);
    for (const group of one.groups) {
      const slots = this.#groups.get(group) ?? new Map<number, Slot>();
      this.#groups.set(group, slots);
      const slot = slots.get(start) ?? { sums: new Map<string, Sum>(), members: new Map<string, Placed>() };
      slots.set(start, slot);
      slot.members.set(one.id, one);
      const { provider, promised, currency } = one;
      const sum = slot.sums.get(key) ?? {
        ...{ provider, promised, currency, units: 0n },
        ...{ unread: 0, numbers: 0, over: 0, codes: 0 },
      };
      slot.sums.set(key, sum);
      sum.units += BigInt(by) * (one.units ?? 0n);
      if (one.units === undefined) sum.unread += by;
      sum.numbers += by * one.numbers;
      sum.over += by * one.over;
      sum.codes += by * one.codes;
    }
  }
}

function groupsOf({ offer }: JournalEntry, buyer: string | undefined): readonly string[] {
  const groups = [EVERYBODY, ofMarket(marketOf(offer))];
  return buyer === undefined ? groups : [...groups, ofBuyer(buyer)];
}
