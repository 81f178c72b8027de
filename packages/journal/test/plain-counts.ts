import { addMoney, formatMoney, type Money } from '@numroute/core';
import {
  costOf,
  type JournalEntry,
  type OutcomesFilter,
  type SpentFilter,
  type WantRecord,
} from '@numroute/journal';

/** By the first two letters of a want. */
export const buyers: Readonly<Record<string, string | undefined>> = {
  w0: 'qa',
  w1: 'support',
  w2: undefined,
};

export function wantOf(id: string): WantRecord {
  const buyer = buyers[id.slice(0, 2)];
  return { id, print: '', at: 1, ...(buyer !== undefined && { buyer }) };
}

/** What the contract says, read from all entries. */
export const plain = {
  buyers: (entries: readonly JournalEntry[]): ReadonlyMap<string, string | undefined> => {
    const latest = new Map<string, string | undefined>();
    const found = new Map<string, string | undefined>();
    for (const { id, want, offer } of entries) {
      if (want !== undefined) latest.set(offer.provider, buyers[want.slice(0, 2)]);
      found.set(id, latest.get(offer.provider));
    }
    return found;
  },
  spent: (entries: readonly JournalEntry[], filter: SpentFilter): readonly string[] => {
    const { since, provider, buyer, takesPromise = [] } = filter;
    const whose = plain.buyers(entries);
    const costs: Money[] = [];
    for (const entry of entries) {
      if (entry.sentAt < since || entry.money === 'free' || entry.money === 'returned') continue;
      if (provider !== undefined && entry.offer.provider !== provider) continue;
      if (buyer !== undefined && whose.get(entry.id) !== buyer) continue;
      if (entry.money === 'due' && takesPromise.includes(entry.offer.provider)) continue;
      const cost = costOf(entry);
      costs.push(cost.amount.startsWith('-') ? entry.maxPrice : cost);
    }
    return summed(costs);
  },
  outcomes: (entries: readonly JournalEntry[], { provider, since, market }: OutcomesFilter) => {
    const orders = entries.filter(
      ({ order, sentAt, offer }) =>
        order &&
        sentAt >= since &&
        offer.provider === provider &&
        (!market || offer.country === market.country),
    );
    const over = orders.filter(({ state }) => state !== 'open');
    const codes = over.filter(({ order }) => order?.messages.length);
    return { numbers: orders.length, over: over.length, codes: codes.length };
  },
};

/** One sum for each currency. */
export function summed(costs: readonly Money[]): readonly string[] {
  const sums = new Map<string, Money>();
  for (const cost of costs) {
    const sum = sums.get(cost.currency);
    sums.set(cost.currency, sum ? addMoney(sum, cost) : cost);
  }
  return named([...sums.values()].filter(({ amount }) => amount !== '0'));
}

export const named = (sums: readonly Money[]): readonly string[] => sums.map(formatMoney).sort();
