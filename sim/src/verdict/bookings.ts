import type { JournalEntry } from '@numroute/journal';
import type { Sale } from '../counter.ts';
import type { Vendor } from '../vendor.ts';
import type { Ending } from './index.ts';
import type { Surprises } from './surprises.ts';

/** A reply with the balance may be so old when it is booked. */
const SLOWEST_MS = 95_000;

/** What the balance is said to have shown of one order's refund. */
interface Booking {
  readonly sale: Sale;
  readonly kind: 'returned' | 'missing';
  /** By the monotonic clock. */
  readonly at: number;
  readonly said: string;
}

/** A refund that came or did not. */
interface Refund {
  readonly sale: Sale;
  /** By the monotonic clock; never is infinite. */
  readonly at: number;
}

/**
 * A balance cannot tell orders of one price apart, so they are judged price by price: every refund that
 * was booked as returned had come by then, every one that was booked as missing had not, and each
 * booking has an order of its own for which that is true.
 */
export function judgeBookings(
  vendor: Vendor,
  booked: ReadonlyMap<Sale, JournalEntry>,
  surprises: Surprises,
  { judge, tally, epoch }: Ending,
): void {
  if (vendor.habits.has('twin')) {
    tally.add('unjudged: refunds at an account that two providers share', booked.size);
    return;
  }
  const refundedAt = new Map(
    vendor.world.ledger.flatMap(({ kind, order, at }) =>
      kind === 'refund' && order !== undefined ? [[order, at - epoch] as const] : [],
    ),
  );
  const bookings: Booking[] = [];
  const refunds: Refund[] = [];
  for (const [sale, entry] of booked) {
    const { money, number } = entry;
    if (money === 'free' || money === 'spent' || money === 'held') continue;
    refunds.push({ sale, at: refundedAt.get(sale.id) ?? Number.POSITIVE_INFINITY });
    if (money !== 'returned' && money !== 'missing') continue;
    const at = judge.bookedAt.get(entry.id) ?? 0;
    const said = `${vendor.id} ${sale.id} for ${sale.price.amount}: attempt ${number} says ${entry.state}, ${money}`;
    bookings.push({ sale, kind: money, at, said });
  }
  for (const { kind, at, sale, said } of unmatched(bookings, refunds)) {
    const came = refundedAt.get(sale.id);
    const truth = came === undefined ? 'it never came' : `it came at ${came} and was booked at ${at}`;
    const why = surprises.explainsBooking(kind, sale);
    if (why === undefined) judge.accuse('M1 money', `${said}; ${truth}`);
    else tally.add(`excused: a refund booked as ${kind}, ${why}`);
  }
}

/** Those for which no like order is left that their word is true of. */
function unmatched(bookings: readonly Booking[], refunds: readonly Refund[]): readonly Booking[] {
  const holder = new Map<Refund, Booking>();
  const place = (booking: Booking, tried: Set<Refund>): boolean => {
    // Its own first: then nothing needs to be moved, mostly.
    const own = refunds.filter(({ sale }) => sale === booking.sale);
    for (const refund of [...own, ...refunds]) {
      if (tried.has(refund) || !isTrueOf(booking, refund)) continue;
      tried.add(refund);
      const other = holder.get(refund);
      if (other && !place(other, tried)) continue;
      holder.set(refund, booking);
      return true;
    }
    return false;
  };
  return bookings.filter((booking) => !place(booking, new Set()));
}

function isTrueOf({ sale, kind, at }: Booking, refund: Refund): boolean {
  if (sale.price.amount !== refund.sale.price.amount) return false;
  return kind === 'returned' ? refund.at <= at : refund.at > at - SLOWEST_MS;
}
