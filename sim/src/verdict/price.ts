import { compareMoney } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Sale } from '../counter.ts';
import type { Ending } from './index.ts';
import type { Surprises } from './surprises.ts';

/** What the books say that an order cost is what it cost, or nobody told. */
export function judgeBookedPrice(
  sale: Sale,
  { order, charged, offer, number }: JournalEntry,
  surprises: Surprises,
  { judge, tally, habitsOf, vendors }: Ending,
): void {
  const price = order && order.paidSource !== 'offer' ? order.paid : charged;
  if (!price) {
    if (order && compareMoney(offer.price, sale.price) !== 0)
      tally.add('prices: not the quoted one, and nobody knows');
    return;
  }
  const isShared = vendors.some(({ id, habits }) => id === sale.vendor && habits.has('twin'));
  if (price.currency !== sale.price.currency) {
    tally.add('prices: in a currency without a rate');
    return;
  }
  const source = order?.paidSource === 'vendor' ? 'vendor' : 'balance';
  if (source === 'balance' && isShared) {
    tally.add('unjudged: prices of an account that two providers share');
    return;
  }
  if (compareMoney(price, sale.price) === 0) {
    if (compareMoney(price, offer.price) !== 0)
      tally.add(`prices: not the quoted one, as the ${source} told`);
    return;
  }
  const lie = habitsOf(sale.vendor).toldOf(sale.id);
  // The vendor's word stands in the books as it was told, unless it says that a number was free.
  if (source === 'vendor' && lie && compareMoney(lie, price) === 0 && Number(lie.amount) > 0)
    tally.add('prices: below the truth, as the vendor told');
  else if (source === 'balance' && surprises.explainsPrice(price, sale))
    tally.add('excused: a price that the balance told, at a vendor that surprised');
  else {
    const said = `${sale.vendor} ${sale.id}: attempt ${number} cost ${price.amount} as the ${source} told`;
    judge.accuse('M1 money', `${said}, and it was ${sale.price.amount}`);
  }
}
