import { compareMoney, money } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import { costOf } from '../cost.ts';
import type { Sale } from '../counter.ts';
import type { Vendor } from '../vendor.ts';
import { judgeBookings } from './bookings.ts';
import type { Ending } from './index.ts';
import { judgeBookedPrice } from './price.ts';
import type { Surprises } from './surprises.ts';

/** Every sale stands in the books, and what the books say of its money is so. */
export function judgeMoney(vendor: Vendor, surprises: Surprises, ending: Ending): void {
  const { judge, entries, tally } = ending;
  const { id: provider } = vendor;
  const known = new Map<Sale, JournalEntry>();
  for (const entry of entries) {
    const sale = entry.order && judge.saleOf(entry.order);
    if (sale?.vendor !== provider) continue;
    const other = known.get(sale);
    if (other && vendor.habits.has('twin'))
      // One of them found it in the list while the reply to the other was under way.
      tally.add('excused: one order for two attempts, at an account under two names');
    else if (other)
      judge.accuse(
        'M3 two live orders',
        `${provider} ${sale.id} is of attempts ${other.number} and ${entry.number}`,
      );
    known.set(sale, entry);
  }
  const nameless = new Map(
    entries.filter(({ offer, order }) => offer.provider === provider && !order).map((one) => [one.id, one]),
  );
  const booked = new Map<Sale, JournalEntry>();
  for (const sale of judge.sales) {
    if (sale.vendor !== provider) continue;
    const entry = known.get(sale) ?? nameless.get(sale.attempt ?? '');
    if (sale.echo && !known.has(sale)) {
      tally.add('orders: echoed by a proxy, unknown to anybody');
      continue;
    }
    if (!entry) {
      if (surprises.explainsUnknown(sale, vendor)) tally.add('excused: a sale for which an echo was taken');
      else if (vendor.habits.has('twin') && judge.entries.get(sale.attempt ?? '')?.order)
        tally.add('excused: an order in no book, whose attempt took one of the other name');
      else judge.accuse('M2 forgotten', `${provider} ${sale.id} of want ${sale.want} is in no book`);
      continue;
    }
    booked.set(sale, entry);
    judgeWord(vendor, sale, entry, ending);
    judgeBookedPrice(sale, entry, surprises, ending);
  }
  judgeBookings(vendor, booked, surprises, ending);
}

/** What needs no balance to be known. */
function judgeWord(vendor: Vendor, sale: Sale, entry: JournalEntry, { judge, tally }: Ending): void {
  const cost = costOf(vendor, sale);
  const isFree = compareMoney(cost, money('0', cost.currency)) === 0;
  const status = judge.statusOf(sale);
  const said = `${vendor.id} ${sale.id} (${status}, ${isFree ? 'refunded' : 'paid'}): attempt ${entry.number} says ${entry.state}, ${entry.money}`;
  switch (entry.money) {
    case 'free':
      // Over and paid back before anybody looked: as if it had never been.
      if (entry.state === 'absent' && isFree) tally.add('attempts: absent, after a refund');
      else judge.accuse(entry.state === 'refused' ? 'M1 money' : 'M10 false verdict', said);
      return;
    case 'spent':
      if (isFree) judge.accuse('M1 money', said);
      return;
    case 'due':
      // The vendor's promise. What was promised for this order and not kept is no word of the engine's.
      if (isFree) tally.add('money: due, and refunded unseen');
      else if (status === 'cancelled' || status === 'expired') tally.add('money: due, and never refunded');
      else judge.accuse('M1 money', said);
      return;
    case 'held':
      judge.accuse('M9 stuck', said);
      return;
    case 'reserved':
    case 'doubtful':
      tally.add(`money: ${entry.state} and ${isFree ? 'refunded' : 'spent'}`);
      return;
    case 'missing':
    case 'returned':
      // The balance said so, of one of several like orders.
      tally.add(`money: ${entry.money} and ${isFree ? 'refunded' : 'spent'}`);
  }
}
