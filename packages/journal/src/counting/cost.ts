import { countedPrice, formatDecimal, type Money, NumrouteError, parseDecimal } from '@numroute/core';
import type { JournalEntry } from '../contract.ts';

/** Sums are kept in such parts of a unit: no amount has more decimal places. */
export const PLACES = 18;

/** What is counted of an attempt, for budgets and for success rates. */
export interface Counted {
  readonly currency: string;
  /** In parts of 10^-PLACES, none below zero. Undefined: no amount of the attempt can be read. */
  readonly units: bigint | undefined;
  /** The vendor's word promises it back, and nothing has shown it yet. */
  readonly promised: boolean;
  /** One where an order is known. */
  readonly numbers: number;
  /** One where it waits for no first code any more. */
  readonly over: number;
  /** One where something came. */
  readonly codes: number;
}

/**
 * What an attempt costs, or may cost. A vendor that says less than it offered is not believed before the
 * balance shows it.
 */
export function costOf({ order, charged, maxPrice }: JournalEntry): Money {
  return order ? countedPrice(order) : (charged ?? maxPrice);
}

/**
 * What `spent` counts of one attempt; undefined where that is nothing.
 *
 * @param takesPromise As in `SpentFilter`.
 * @throws {NumrouteError} INVALID_INPUT The attempt has no amount that can be read.
 */
export function spentOf(entry: JournalEntry, takesPromise: readonly string[] = []): Money | undefined {
  const { currency, units, promised } = countedOf(entry);
  if (promised && takesPromise.includes(entry.offer.provider)) return undefined;
  if (units === undefined) throw unreadable(entry);
  return units > 0n ? { amount: formatDecimal({ units, scale: PLACES }), currency } : undefined;
}

/**
 * What was taken for an attempt, or may have been, also where it came back; undefined where that is nothing.
 *
 * @throws {NumrouteError} INVALID_INPUT The attempt has no amount that can be read.
 */
export function takenFor(entry: JournalEntry): Money | undefined {
  const taken = unitsTaken(entry);
  return taken && { amount: formatDecimal({ units: taken.units, scale: PLACES }), currency: taken.currency };
}

/** As `takenFor`, in parts of 10^-PLACES. */
export function unitsTaken(
  entry: JournalEntry,
): { readonly currency: string; readonly units: bigint } | undefined {
  if (entry.money === 'free') return undefined;
  const { currency, units } = partsTaken(entry);
  if (units === undefined) throw unreadable(entry);
  return { currency, units };
}

/** What an attempt adds to the sums. An amount that cannot be read adds undefined units. */
export function countedOf(entry: JournalEntry): Counted {
  const { money, maxPrice } = entry;
  return {
    ...(money === 'free' || money === 'returned'
      ? { currency: textOf(maxPrice?.currency), units: 0n }
      : partsTaken(entry)),
    promised: money === 'due',
    ...countsOf(entry),
  };
}

/** What is counted of an attempt beside its money. */
export function countsOf({ order, state }: JournalEntry): Pick<Counted, 'numbers' | 'over' | 'codes'> {
  const over = order !== undefined && state !== 'open';
  return {
    numbers: order ? 1 : 0,
    over: over ? 1 : 0,
    codes: over && order.messages.length > 0 ? 1 : 0,
  };
}

/** Service and country, as a name that no other pair has. */
export function marketOf({
  service,
  country,
}: {
  readonly service: string;
  readonly country: string;
}): string {
  return JSON.stringify([service, country]);
}

/** Nobody knows what was spent, so nothing more may be. */
export function unreadable(attempt: { readonly number: number; readonly id: string }): NumrouteError {
  return NumrouteError.input(
    'journal',
    `amounts that are plain decimals from zero on; attempt ${attempt.number} (${attempt.id}) has none, so nobody knows what was spent`,
  );
}

const partsTaken = (entry: JournalEntry): Pick<Counted, 'currency' | 'units'> =>
  partsOf(() => costOf(entry)) ?? partsOf(() => entry.maxPrice) ?? { currency: '', units: undefined };

/** Undefined for what is no amount: one that a vendor named must not stop the books. */
function partsOf(money: () => Money): Pick<Counted, 'currency' | 'units'> | undefined {
  try {
    const { amount, currency } = money();
    const decimal = parseDecimal(amount);
    if (!decimal || decimal.units < 0n || typeof currency !== 'string') return undefined;
    return { currency, units: decimal.units * 10n ** BigInt(PLACES - decimal.scale) };
  } catch {
    // Two amounts of an order are compared, and one of them is none.
    return undefined;
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
