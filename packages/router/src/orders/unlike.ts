import type { JournalEntry, Unlike } from '@numroute/journal';
import { otherCountry } from './phone.ts';

/**
 * What about an order is not as offered, by all that was heard of the order.
 *
 * @param named The country that the vendor named for the order.
 */
export function unlikeOf({ order, cancel }: JournalEntry, named?: string): Unlike | undefined {
  if (!order || cancel?.unlike) return cancel?.unlike;
  if (order.phone === '') return 'phone';
  return otherCountry(order.country, order.phone, named) === undefined ? undefined : 'country';
}
