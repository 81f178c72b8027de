import type { DatabaseSync } from 'node:sqlite';
import type { Sample } from './sample.ts';

/** So many cells are read at once. */
const PAGE = 128;

/** A cell with the sample that it had last. */
export interface CellRow extends Sample {
  readonly id: number;
  readonly country: string;
  readonly pool: string;
  /** Null: it is listed no more. */
  readonly since: number | null;
}

/** Each call reads a page of cells; undefined after the last one. A call that failed may be made again. */
type NextPage<Row> = () => readonly Row[] | undefined;

/**
 * Reads the cells of a list, or of one country of it, by country and pool.
 *
 * @param more Further columns, each after a comma.
 */
export function cellsOf<Row extends CellRow = CellRow>(
  sqlite: DatabaseSync,
  more = '',
): (list: number, country: string | undefined) => NextPage<Row> {
  const columns = `SELECT id, country, pool, since, price, stock, rate${more} FROM cell WHERE list = ?`;
  const all = sqlite.prepare(`${columns} AND (country, pool) >= (?, ?) ORDER BY country, pool LIMIT ?`);
  const ofCountry = sqlite.prepare(`${columns} AND country = ? AND pool >= ? ORDER BY pool LIMIT ?`);
  return (list, country) => {
    const statement = country === undefined ? all : ofCountry;
    let from: Pick<Row, 'country' | 'pool'> | undefined = { country: country ?? '', pool: '' };
    return () => {
      if (!from) return undefined;
      const page = statement.all(list, from.country, from.pool, PAGE) as unknown as readonly Row[];
      const last = page.at(-1);
      // No text lies between a text and itself with this at its end.
      from = last && page.length === PAGE ? { country: last.country, pool: `${last.pool}\0` } : undefined;
      return page;
    };
  };
}
