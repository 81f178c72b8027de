import type { Money } from '@numroute/core';
import type { PriceSpan } from '@numroute/prices';
import { type Io, painter, tame, widthOf } from '../io.ts';
import { type Column, columnLines, fitting } from './columns.ts';
import { changeText, decimalsFor, exact, minuteOf, plural, rateText, readable } from './format.ts';
import { printLines } from './lines.ts';
import { countryName, sellerOf } from './table.ts';

/** A price, and the one that its offer had before. */
export interface PriceChange {
  readonly span: PriceSpan;
  readonly price: Money | undefined;
  readonly before: Money | undefined;
}

interface Shown {
  /** Of all that was asked for. */
  readonly count: number;
  readonly leftOut: string | undefined;
}

export function printChanges(io: Io, changes: readonly PriceChange[], { count, leftOut }: Shown): void {
  const decimals = decimalsFor(changes.flatMap(({ price }) => price ?? []));
  const column = (title: string, cell: (change: PriceChange) => string, isNumber?: true): Column => ({
    title,
    cells: changes.map(cell),
    ...(isNumber && { isNumber }),
  });
  const columns = [
    column('SINCE', ({ span }) => minuteOf(span.since)),
    column('UNTIL', ({ span }) => (span.stands ? 'still' : minuteOf(span.until).slice(5))),
    column('PRICE', ({ price }) => (price ? readable(price, decimals) : '-'), true),
    column('CHANGE', ({ price, before }) => (price && before && changeText(before, price)) ?? '', true),
    column('ASKED', ({ span }) => exact(span.price), true),
    column('STOCK', ({ span }) => `${span.stock ?? '?'}`, true),
    column('RATE', ({ span }) => rateText(span.successRate), true),
    column('COUNTRY', ({ span }) => countryName(span.country)),
    column('PROVIDER/POOL', ({ span }) => sellerOf(span)),
  ].filter(({ title, cells }) => title !== 'RATE' || cells.some((cell) => cell !== '-'));
  const [head = '', ...lines] = columnLines(
    fitting(columns, widthOf(io), [
      { title: 'COUNTRY', least: 12 },
      { title: 'STOCK' },
      { title: 'COUNTRY', brief: changes.map(({ span }) => tame(span.country, 7)) },
      { title: 'ASKED' },
      { title: 'RATE' },
      { title: 'UNTIL' },
      { title: 'PROVIDER/POOL', least: 8 },
    ]),
  );
  const more =
    count > changes.length
      ? `The latest ${changes.length} of ${plural(count, 'price')}`
      : plural(count, 'price');
  printLines(io, [
    painter(io)('bold', head),
    ...lines,
    '',
    `${more}, each for as long as it stood. Times are UTC.`,
    ...(leftOut === undefined ? [] : [`No PRICE: ${leftOut}`]),
  ]);
}
