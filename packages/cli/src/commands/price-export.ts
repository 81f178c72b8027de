import type { PriceSpan } from '@numroute/prices';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import {
  type KeptHistory,
  nothingKept,
  type PastPrices,
  type PastPricesFlags,
  spanJson,
} from './price-history.ts';

export interface ExportFlags extends Omit<PastPricesFlags, 'in'> {
  readonly csv?: boolean;
}

const COLUMNS = [
  ...['since', 'until', 'stands', 'service', 'country', 'provider', 'pool'],
  ...['price', 'currency', 'stock', 'success_rate'],
];

/** Prices as their vendors listed them: nothing is converted or rounded. */
export async function exportPrices(io: Io, kept: KeptHistory, asked: PastPrices): Promise<number> {
  let isEmpty = true;
  for await (const spans of kept.history.spans(asked.filter)) {
    if (io.signal.aborted) return EXIT.ok;
    const lines = spans.map((span) => (asked.json ? JSON.stringify(spanJson(span)) : csvLine(cellsOf(span))));
    if (isEmpty && !asked.json) lines.unshift(csvLine(COLUMNS));
    isEmpty = false;
    io.stdout.write(`${lines.join('\n')}\n`);
  }
  if (!isEmpty) return EXIT.ok;
  return nothingKept(io, kept, { ...asked, json: false });
}

function cellsOf({ since, until, stands, stock, price, successRate, ...span }: PriceSpan): readonly string[] {
  return [
    ...[new Date(since).toISOString(), new Date(until).toISOString(), String(stands)],
    ...[span.service, span.country, span.provider, span.pool ?? ''].map(harmless),
    ...[price.amount, price.currency, stock === null ? '' : String(stock)],
    successRate === undefined ? '' : String(successRate),
  ];
}

/** A spreadsheet would run a vendor's word that begins so. */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** RFC 4180. */
const csvLine = (cells: readonly string[]): string =>
  cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
