import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A row of a table by its columns; a cell that is missing at the end is empty. */
export type Row = Readonly<Record<string, string>>;

/** The dated source data, as it is committed beside this file. */
export interface IdData {
  readonly familyCountries: readonly Row[];
  readonly familyServices: readonly Row[];
  readonly siteCountries: readonly Row[];
  readonly services: readonly Row[];
}

export function readIdData(): IdData {
  return {
    familyCountries: readTable('family-countries'),
    familyServices: readTable('family-services'),
    siteCountries: readTable('site-countries'),
    services: readTable('services'),
  };
}

/** Columns between tabs under one line of names; lines that begin with `#` say where the rest is from. */
function readTable(name: string): readonly Row[] {
  const text = readFileSync(path.join(import.meta.dirname, 'data', `${name}.tsv`), 'utf8');
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const [head = '', ...rows] = lines;
  const columns = head.split('\t');
  return rows.map((row) => {
    const cells = row.split('\t');
    if (cells.length > columns.length) throw new Error(`${name}.tsv: too many columns in ${row}`);
    return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? '']));
  });
}
