import { addMoney, decimalOf, divideDecimals, formatDecimal, type Money } from '@numroute/core';
import type { MoneyState } from '../attempt/index.ts';
import type { JournalEntry } from '../contract.ts';
import { countedOf, takenFor } from './cost.ts';

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

const AMOUNTS = ['charged', 'refunded', 'promised', 'missing', 'inDoubt', 'net'] as const;
const COUNTS = ['numbers', 'over', 'codes'] as const;
const PLACES = 12;

/** Which part of what was taken it is, beside `charged`. */
const parts: Readonly<Record<MoneyState, (typeof AMOUNTS)[number] | undefined>> = {
  returned: 'refunded',
  due: 'promised',
  missing: 'missing',
  reserved: 'inDoubt',
  doubtful: 'inDoubt',
  held: undefined,
  spent: undefined,
  free: undefined,
};

/**
 * What one attempt adds; undefined where nothing was taken.
 *
 * @param priceOf What the reader pays for what an order cost.
 * @throws {NumrouteError} INVALID_INPUT The attempt has no amount that can be read.
 */
export function spendRowOf(
  entry: JournalEntry,
  group: string | undefined,
  priceOf: (cost: Money) => Money = (cost) => cost,
): SpendRow | undefined {
  const taken = takenFor(entry);
  if (!taken) return undefined;
  const charged = priceOf(taken);
  const nothing: Money = { amount: '0', currency: charged.currency };
  const { numbers, over, codes } = countedOf(entry);
  const row = { charged, refunded: nothing, promised: nothing, missing: nothing, inDoubt: nothing };
  const part = parts[entry.money];
  return {
    ...(group !== undefined && { group }),
    ...row,
    ...(part && { [part]: charged }),
    net: entry.money === 'returned' ? nothing : charged,
    ...{ numbers, over, codes },
  };
}

/** Rows of the same group and currency as one, by group and currency. */
export function joinSpend(rows: Iterable<SpendRow>): readonly SpendRow[] {
  const joined = new Map<string, SpendRow>();
  for (const row of rows) {
    const name = nameOf(row);
    const known = joined.get(name);
    joined.set(name, known ? together(known, row) : row);
  }
  return [...joined]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, row]) => {
      const { perCode: _earlier, ...rest } = row;
      return row.codes === 0 ? rest : { ...rest, perCode: shareOf(row) };
    });
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

const nameOf = ({ group, charged }: SpendRow): string => JSON.stringify([group ?? '', charged.currency]);

function together(one: SpendRow, other: SpendRow): SpendRow {
  const amounts = AMOUNTS.map((name) => [name, sumOf(one[name], other[name])] as const);
  const counts = COUNTS.map((name) => [name, one[name] + other[name]] as const);
  return { ...one, ...Object.fromEntries<Money | number>([...amounts, ...counts]) };
}

/** Most attempts add to two of the amounts. */
const sumOf = (one: Money, other: Money): Money => (other.amount === '0' ? one : addMoney(one, other));

const shareOf = ({ net, codes }: SpendRow): Money => ({
  amount: formatDecimal(divideDecimals(decimalOf(net), { units: BigInt(codes), scale: 0 }, PLACES)),
  currency: net.currency,
});
