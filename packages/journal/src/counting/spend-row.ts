import { decimalOf, divideDecimals, formatDecimal, type Money } from '@numroute/core';
import type { MoneyState } from '../attempt/index.ts';
import type { JournalEntry } from '../contract.ts';
import { countsOf, PLACES, takenFor, unitsTaken } from './cost.ts';

/** What the attempts of one group cost, as far as they cost something in one currency. Exact. */
export interface SpendRow {
  /** Such as a provider or a day. Absent: bought for no buyer, or all attempts together. */
  readonly group?: string;
  /** What vendors took, or may have taken: refunds are not taken off. */
  readonly charged: Money;
  /** Of this, what the balance showed to be back. */
  readonly refunded: Money;
  /** Of this, what vendors promise back and no balance has shown yet. */
  readonly promised: Money;
  /** Of this, what vendors promised back and the balance shows to be kept. */
  readonly missing: Money;
  /** Of this, what nobody knows of: whether it was taken, or whether it comes back. */
  readonly inDoubt: Money;
  /** `charged` without `refunded`: what `spent` counts where no promise is taken for a refund. */
  readonly net: Money;
  /** Orders that are known. */
  readonly numbers: number;
  /** Of these, all but the ones that still wait for a first code. */
  readonly over: number;
  /** Of those, the ones that something came to. */
  readonly codes: number;
  /** `net` for each code, rounded at 12 decimal places; absent without one. */
  readonly perCode?: Money;
}

/** What sums are kept of; `net` follows. */
const AMOUNTS = ['charged', 'refunded', 'promised', 'missing', 'inDoubt'] as const;
type Amount = (typeof AMOUNTS)[number];
const COUNTS = ['numbers', 'over', 'codes'] as const;

/** A row whose amounts are in parts of 10^-PLACES. */
interface Sum extends Record<Amount, bigint>, Record<(typeof COUNTS)[number], number> {
  readonly group: string | undefined;
  readonly currency: string;
}

/** Decimal places of what a code has cost. */
const CODE_PLACES = 12;

/** Which part of what was taken it is, beside `charged`. */
const parts: Readonly<Record<MoneyState, Amount | undefined>> = {
  returned: 'refunded',
  due: 'promised',
  missing: 'missing',
  reserved: 'inDoubt',
  doubtful: 'inDoubt',
  held: undefined,
  spent: undefined,
  free: undefined,
};

/** Adds up what attempts cost. */
export class SpendSums {
  readonly #sums = new Map<string | undefined, Map<string, Sum>>();

  /**
   * @param priceOf What the reader pays for what an attempt cost. Absent: that.
   * @throws {NumrouteError} INVALID_INPUT The attempt has no amount that can be read.
   */
  add(entry: JournalEntry, group: string | undefined, priceOf?: (cost: Money) => Money): void {
    const taken = takenBy(entry, priceOf);
    if (!taken) return;
    const sum = this.#sumOf(group, taken.currency);
    sum.charged += taken.units;
    const part = parts[entry.money];
    if (part) sum[part] += taken.units;
    const counts = countsOf(entry);
    for (const name of COUNTS) sum[name] += counts[name];
  }

  addRow(row: SpendRow): void {
    const sum = this.#sumOf(row.group, row.charged.currency);
    for (const name of AMOUNTS) sum[name] += unitsOf(row[name]);
    for (const name of COUNTS) sum[name] += row[name];
  }

  /** By group and currency. */
  rows(): readonly SpendRow[] {
    const nameOf = ({ group = '', currency }: Sum): string => JSON.stringify([group, currency]);
    return [...this.#sums.values()]
      .flatMap((sums) => [...sums.values()])
      .sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1))
      .map(rowOf);
  }

  #sumOf(group: string | undefined, currency: string): Sum {
    const sums = this.#sums.get(group) ?? new Map<string, Sum>();
    this.#sums.set(group, sums);
    const sum = sums.get(currency) ?? {
      ...{ group, currency, charged: 0n, refunded: 0n, promised: 0n, missing: 0n, inDoubt: 0n },
      ...{ numbers: 0, over: 0, codes: 0 },
    };
    sums.set(currency, sum);
    return sum;
  }
}

/** Rows of the same group and currency as one, by group and currency. */
export function joinSpend(rows: Iterable<SpendRow>): readonly SpendRow[] {
  const sums = new SpendSums();
  for (const row of rows) sums.addRow(row);
  return sums.rows();
}

/**
 * The rows with their amounts converted, as far as they can be: a row that cannot stays as it is.
 *
 * @param convert Undefined where no rate leads there.
 */
export function convertSpend(
  rows: readonly SpendRow[],
  convert: (amount: Money) => Money | undefined,
): readonly SpendRow[] {
  return joinSpend(
    rows.map((row) => {
      const amounts = AMOUNTS.map((name) => [name, convert(row[name])] as const);
      return amounts.some(([, amount]) => amount === undefined)
        ? row
        : { ...row, ...Object.fromEntries(amounts) };
    }),
  );
}

function takenBy(entry: JournalEntry, priceOf?: (cost: Money) => Money): ReturnType<typeof unitsTaken> {
  if (!priceOf) return unitsTaken(entry);
  const taken = takenFor(entry);
  const price = taken && priceOf(taken);
  return price && { currency: price.currency, units: unitsOf(price) };
}

function unitsOf(amount: Money): bigint {
  const { units, scale } = decimalOf(amount);
  return units * 10n ** BigInt(PLACES - scale);
}

function rowOf({ group, currency, numbers, over, codes, ...amounts }: Sum): SpendRow {
  const moneyOf = (units: bigint): Money => ({ amount: formatDecimal({ units, scale: PLACES }), currency });
  const { charged, refunded, promised, missing, inDoubt } = amounts;
  const net = { units: charged - refunded, scale: PLACES };
  const perCode = (): Money => ({
    amount: formatDecimal(divideDecimals(net, { units: BigInt(codes), scale: 0 }, CODE_PLACES)),
    currency,
  });
  return {
    ...(group !== undefined && { group }),
    charged: moneyOf(charged),
    refunded: moneyOf(refunded),
    promised: moneyOf(promised),
    missing: moneyOf(missing),
    inDoubt: moneyOf(inDoubt),
    net: moneyOf(net.units),
    ...{ numbers, over, codes },
    ...(codes > 0 && { perCode: perCode() }),
  };
}
