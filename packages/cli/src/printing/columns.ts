import { type Io, painter, short, widthOf } from '../io.ts';

export interface Column {
  readonly title: string;
  /** The title as it stands there, where it had to be cut. */
  readonly heading?: string;
  readonly cells: readonly string[];
  readonly isNumber?: true;
}

/** How a column gives way where a line is too narrow: it leaves, or is cut with … down to `least`. */
export interface GivingWay {
  readonly title: string;
  readonly least?: number;
  /** Stands in place of the column's own cells. */
  readonly brief?: readonly string[];
}

/** The columns as they fit: those of `order` give way, one after the other, as far as it takes. */
export function fitting(
  columns: readonly Column[],
  width: number,
  order: readonly GivingWay[],
): readonly Column[] {
  let left = columns;
  for (const { title, least, brief } of order) {
    const excess = left.reduce((sum, column) => sum + breadthOf(column) + GAP.length, -GAP.length) - width;
    if (excess <= 0) break;
    left = left.flatMap((column) => {
      if (column.title !== title) return column;
      if (brief) return { ...column, cells: brief };
      return least === undefined ? [] : cut(column, Math.max(least, breadthOf(column) - excess));
    });
  }
  return left;
}

const GAP = '  ';

const headingOf = ({ title, heading = title }: Column): string => heading;

const breadthOf = (column: Column): number =>
  column.cells.reduce((most, cell) => Math.max(most, cell.length), headingOf(column).length);

const cut = (column: Column, length: number): Column => ({
  ...column,
  heading: short(column.title, length),
  cells: column.cells.map((cell) => short(cell, length)),
});

/** The titles, and then a line for each row. */
export function columnLines(columns: readonly Column[]): string[] {
  const breadths = columns.map(breadthOf);
  const lineOf = (textOf: (column: Column) => string): string =>
    columns
      .map((column, at) => {
        const [text, breadth] = [textOf(column), breadths[at] ?? 0];
        return column.isNumber ? text.padStart(breadth) : text.padEnd(breadth);
      })
      .join(GAP)
      .trimEnd();
  const rows = columns[0]?.cells ?? [];
  return [lineOf(headingOf), ...rows.map((_, row) => lineOf(({ cells }) => cells[row] ?? ''))];
}

/** As `printFitting`, of rows of text. */
export function printColumns(
  io: Io,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  order: readonly GivingWay[] = [],
): void {
  printFitting(
    io,
    head.map((title, at) => ({ title, cells: rows.map((row) => row[at] ?? '') })),
    order,
  );
}

/** Columns under their titles. Where a terminal is too narrow, they give way; by default none does. */
export function printFitting(io: Io, columns: readonly Column[], order: readonly GivingWay[] = []): void {
  const [titles = '', ...lines] = columnLines(fitting(columns, widthOf(io), order));
  io.stdout.write(`${[painter(io)('bold', titles), ...lines].join('\n')}\n`);
}
