import type { Money } from '@numroute/core';
import type { SpendRow } from '@numroute/journal';
import type { Rate } from '@numroute/router';
import { type Io, tame } from '../io.ts';
import { type Column, printFitting } from './columns.ts';
import { describeRate, plural, readable } from './format.ts';
import { printLines } from './lines.ts';

interface SpendShown {
  readonly by: string | undefined;
  readonly zone: string;
  /** What the amounts are in; undefined: what they were charged in. */
  readonly currency: string | undefined;
  readonly rows: readonly SpendRow[];
  readonly totals: readonly SpendRow[];
  /** What they were converted by. */
  readonly rates: readonly Rate[];
}

type Amount = 'charged' | 'refunded' | 'promised' | 'missing' | 'inDoubt' | 'net';

const TITLES: Readonly<Record<Amount, string>> = {
  charged: 'CHARGED',
  refunded: 'BACK',
  promised: 'PROMISED',
  missing: 'MISSING',
  inDoubt: 'IN DOUBT',
  net: 'NET',
};

/** What stands under a title that nobody knows by itself. */
const MEANINGS: Partial<Readonly<Record<Amount, string>>> = {
  refunded: 'BACK: the balance showed it.',
  promised: 'PROMISED: the vendor says that it is back, and no balance has shown it yet; it is still in NET.',
  missing: 'MISSING: promised, and the balance shows that it was kept.',
  inDoubt: 'IN DOUBT: nobody knows whether it was charged, or whether it comes back.',
};

/** A row for each group and currency; columns in which there is nothing are left out. */
export function printSpend(io: Io, { by, zone, currency, rows, totals, rates }: SpendShown): void {
  if (rows.length === 0) {
    io.stdout.write('Nothing was charged for what was asked for.\n');
    return;
  }
  const shown = (Object.keys(TITLES) as Amount[]).filter(
    (name) => name === 'charged' || name === 'net' || rows.some((row) => row[name].amount !== '0'),
  );
  const all = by === undefined || rows.length === 1 ? rows : [...rows, ...totals];
  const groupOf = (row: SpendRow, at: number): string =>
    at >= rows.length ? 'all' : tame(row.group ?? (by === 'client' ? 'nobody' : ''));
  const columns: readonly Column[] = [
    ...(by === undefined ? [] : [{ title: by.toUpperCase(), cells: all.map(groupOf) }]),
    { title: 'IN', cells: all.map(({ net }) => net.currency) },
    ...shown.map((name) =>
      amountsOf(
        TITLES[name],
        all.map((row) => row[name]),
        // A division by a rate has no end.
        currency === undefined ? undefined : 4,
      ),
    ),
    numbersOf(
      'CODES',
      all.map(({ codes }) => String(codes)),
    ),
    numbersOf(
      'SHARE',
      all.map(({ codes, over }) => (over === 0 ? '-' : `${Math.round((100 * codes) / over)}%`)),
    ),
    amountsOf(
      'A CODE COST',
      all.map(({ perCode }) => perCode),
      4,
    ),
  ];
  printFitting(io, columns, [
    { title: columns[0]?.title ?? '', least: 8 },
    { title: 'SHARE' },
    { title: 'CODES' },
  ]);
  printLines(io, ['', ...wordsOf(shown, { by, zone, currency, rows, rates })]);
}

function wordsOf(
  shown: readonly Amount[],
  { by, zone, currency, rows, rates }: Omit<SpendShown, 'totals'>,
): readonly string[] {
  const numbers = rows.reduce((sum, row) => sum + row.numbers, 0);
  const apart = new Set(rows.map(({ net }) => net.currency).filter((one) => one !== currency));
  const isUnconverted = currency !== undefined && apart.size > 0;
  return [
    `${plural(numbers, 'number')}. NET: what was charged and is not back. SHARE: of numbers that do not wait for a code any more.`,
    ...shown.flatMap((name) => MEANINGS[name] ?? []),
    ...(by === 'day' || by === 'month' ? [`Days are those of ${zone}.`] : []),
    ...(rates.length > 0 ? [`Rates: ${rates.map(describeRate).join('; ')}`] : []),
    ...(isUnconverted
      ? [
          `No rate leads from ${[...apart].join(', ')} to ${currency}: such amounts stand in rows of their own. Rates go into the config file.`,
        ]
      : []),
  ];
}

/**
 * With as many decimals in each currency: as they are, or rounded for reading to so many places at most.
 */
function amountsOf(
  title: string,
  amounts: readonly (Money | undefined)[],
  places: number = Number.POSITIVE_INFINITY,
): Column {
  const decimals = new Map<string, number>();
  for (const { amount, currency } of amounts.filter((one) => one !== undefined)) {
    const own = amount.split('.')[1]?.length ?? 0;
    decimals.set(currency, Math.min(places, Math.max(decimals.get(currency) ?? 0, own)));
  }
  const cells = amounts.map((one) => {
    if (!one || one.amount === '0') return one ? '0' : '-';
    return readable(one, decimals.get(one.currency) ?? 0).slice(0, -one.currency.length - 1);
  });
  return numbersOf(title, cells);
}

const numbersOf = (title: string, cells: readonly string[]): Column => ({ title, cells, isNumber: true });
