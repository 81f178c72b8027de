import { addMoney, compareMoney, type Money, money } from '@numroute/core';
import type { JournalEntry } from '@numroute/router';
import { costOf } from '../cost.ts';
import type { Vendor } from '../vendor.ts';
import type { Ending } from './index.ts';
import type { Surprises } from './surprises.ts';

/**
 * Every sale stands in the books, and what the books say that it cost is what it cost: added up, the
 * balance is the first funds less what was spent, to the last digit.
 */
export function judgeMoney(vendor: Vendor, surprises: Surprises, { judge, entries, tally }: Ending): void {
  const { id: provider, world } = vendor;
  const known = new Map<string, JournalEntry>();
  for (const entry of entries) {
    if (entry.order?.provider === provider) known.set(entry.order.id, entry);
  }
  const nameless = new Map(
    entries.filter(({ offer, order }) => offer.provider === provider && !order).map((one) => [one.id, one]),
  );
  const weighed: string[] = [];
  let [booked, real] = [money('0', world.currency), money('0', world.currency)];
  let isDecided = true;
  for (const sale of judge.sales) {
    if (sale.vendor !== provider) continue;
    const entry = known.get(sale.id) ?? nameless.get(sale.attempt ?? '');
    if (sale.echo && !known.has(sale.id)) {
      tally.add('orders: echoed by a proxy, unknown to anybody');
      continue;
    }
    if (!entry) {
      if (surprises.explainsUnknown(sale, vendor)) tally.add('excused: a sale for which an echo was taken');
      else judge.accuse('M2 forgotten', `${provider} ${sale.id} of want ${sale.want} is in no book`);
      continue;
    }
    const cost = costOf(vendor, sale);
    const isFree = compareMoney(cost, money('0', cost.currency)) === 0;
    const said = `${provider} ${sale.id} (${judge.statusOf(sale)}, ${isFree ? 'refunded' : 'paid'}): attempt ${entry.number} says ${entry.state}, ${entry.money}`;
    switch (entry.money) {
      case 'free':
        // Over and paid back before anybody looked: as if it had never been.
        if (entry.state === 'absent' && isFree) tally.add('attempts: absent, after a refund');
        else judge.accuse(entry.state === 'refused' ? 'M1 money' : 'M10 false verdict', said);
        break;
      case 'spent':
        if (isFree) judge.accuse('M1 money', said);
        break;
      case 'missing':
      case 'returned':
        // Only the sum says which: orders of one price cannot be told apart.
        weighed.push(said);
        booked = addMoney(booked, entry.money === 'missing' ? sale.price : money('0', world.currency));
        real = addMoney(real, cost);
        break;
      case 'due':
        isDecided = false;
        // The vendor's promise; whether it keeps it is the balance's to say.
        if (isFree) tally.add('money: due, and refunded unseen');
        else if (surprises.keepsItsWord) judge.accuse('M1 money', said);
        else tally.add('excused: due, of a vendor that does not keep its word');
        break;
      case 'held':
        judge.accuse('M9 stuck', said);
        break;
      case 'reserved':
      case 'doubtful':
        isDecided = false;
        tally.add(`money: ${entry.state} and ${isFree ? 'refunded' : 'spent'}`);
    }
    const { order, charged } = entry;
    const price = order && order.paidSource !== 'offer' ? order.paid : charged;
    if (price && compareMoney(price, sale.price) !== 0) {
      const isMisread = order?.paidSource !== 'vendor' && surprises.spoilSums;
      if (isMisread) tally.add('excused: a price that the balance told, at a vendor that surprised');
      else judge.accuse('M1 money', `${said}; the books say ${price.amount}, it was ${sale.price.amount}`);
    } else if (price && compareMoney(price, entry.offer.price) !== 0) {
      tally.add(
        `prices: not the quoted one, as the ${order?.paidSource === 'vendor' ? 'vendor' : 'balance'} told`,
      );
    } else if (order && !price && compareMoney(entry.offer.price, sale.price) !== 0) {
      tally.add('prices: not the quoted one, and nobody knows');
    }
  }
  if (compareMoney(booked, real) === 0) return;
  const told = `${provider} kept ${real.amount}, the books say ${booked.amount}: ${weighed.join('; ')}`;
  if (surprises.spoilSums) tally.add('excused: a sum at a vendor that surprised');
  // Of orders that no sum can tell apart, one that is still in doubt may be the one that was paid.
  else if (!isDecided && differsByDoubt(booked, real, provider, entries))
    tally.add('excused: a sum with a like order still in doubt');
  else judge.accuse('M1 money', told);
}

/** Whether one undecided attempt's price is just the difference. */
function differsByDoubt(
  booked: Money,
  real: Money,
  provider: string,
  entries: readonly JournalEntry[],
): boolean {
  return entries.some(({ offer, money: where }) => {
    if (offer.provider !== provider) return false;
    if (where !== 'due' && where !== 'doubtful' && where !== 'reserved') return false;
    const [low, high] = compareMoney(booked, real) < 0 ? [booked, real] : [real, booked];
    return compareMoney(addMoney(low, offer.price), high) === 0;
  });
}
