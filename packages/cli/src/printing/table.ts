import { findCountry, type Offer } from '@numroute/core';
import type { Exclusion, Outlook, Quote, RankedOffer, Rate } from '@numroute/router';
import { type Style, tame } from '../io.ts';
import { short } from './columns.ts';
import { decimalsFor, describeRate, exact, plural, readable } from './format.ts';
import { silenceText } from './silence.ts';

/** What offers are ranked by: the price of a number, or the cost of a code. */
export type Ordering = 'price' | 'value';

interface TableOptions {
  readonly by: Ordering;
  readonly rates: readonly Rate[];
  /** Rows to show; the rest is counted. */
  readonly limit: number;
  readonly paint: (style: Style, text: string) => string;
}

/** Why an offer was left out, in words. */
const reasons: Readonly<Record<Exclusion, string>> = {
  'out-of-stock': 'out of stock',
  'above-limit': 'above your limit',
  'no-exchange-rate': 'in a currency without an exchange rate',
  'virtual-number': 'virtual (VoIP)',
  'below-minimum': 'below --min',
  'other-pool': 'another pool',
  'few-in-stock': 'fewer than --min-stock',
  'low-success-rate': 'fewer codes than --min-rate',
  'not-a-price': 'without a usable price',
  'provider-cooling': 'from a provider that just failed',
  'provider-disabled': 'from a provider that is switched off',
  'account-unresolved': 'from an account with an unresolved purchase',
  'poor-outlook': 'dearer by the code than it is worth',
};

/** Undefined for what is no reason to leave an offer out, such as an error's code. */
export const reasonOf = (why: string): string | undefined =>
  Object.hasOwn(reasons, why) ? reasons[why as Exclusion] : undefined;

/** A quote for people: fits 80 columns. */
export function quoteTable(quote: Quote, { by, rates, limit, paint }: TableOptions): string {
  const { ranked, excluded, silent, currency } = quote;
  const lines: string[] = [];
  if (ranked.length > 0) lines.push(...offerLines(ranked.slice(0, limit), by, paint), '');
  if (ranked.length > limit)
    lines.push(`  … and ${ranked.length - limit} dearer (--limit ${ranked.length} shows all)`, '');
  lines.push(...wrap(summary(quote, by)));
  if (by === 'value' && ranked.length > 0) lines.push(...wrap(LEGEND));
  if (excluded.length > 0) lines.push(...wrap(leftOut(quote)));
  for (const one of silent) lines.push(...wrap(silenceText(one)).map((line) => paint('yellow', line)));
  const asked = new Set([...ranked, ...excluded].map(({ offer }) => offer.price.currency));
  asked.delete(currency);
  const used = rates.filter(({ base, quote: other }) => asked.has(base) || asked.has(other));
  if (used.length > 0) lines.push(...wrap(`Rates: ${used.map(describeRate).join('; ')}`));
  return `${lines.join('\n')}\n`;
}

interface Column {
  readonly title: string;
  readonly cells: readonly string[];
  readonly isNumber?: true;
}

/** So wide is a terminal. */
const WIDTH = 80;

function offerLines(rows: readonly RankedOffer[], by: Ordering, paint: TableOptions['paint']): string[] {
  const columns = fitting(rows, by);
  const widths = columns.map(widthOf);
  const lineOf = (texts: readonly string[]): string =>
    columns
      .map(({ isNumber }, at) => {
        const [text, width] = [texts[at] ?? '', widths[at] ?? 0];
        return isNumber ? text.padStart(width) : text.padEnd(width);
      })
      .join('  ')
      .replace(/^(.) {2}/, '$1 ')
      .trimEnd();
  const head = lineOf(columns.map(({ title }) => title));
  const lines = rows.map((_, row) => lineOf(columns.map(({ cells }) => cells[row] ?? '')));
  // What is too wide even so loses the end of a provider's name.
  const shown = [head, ...lines].map((line) => (by === 'value' ? short(line, WIDTH) : line));
  return shown.map((line, index) =>
    index === 0 ? paint('bold', line) : index === 1 ? paint('green', line) : line,
  );
}

const widthOf = ({ title, cells }: Column): number =>
  Math.max(title.length, ...cells.map((cell) => cell.length));

/** By the cost of a code there are more columns than fit: what a price says again gives way first. */
function fitting(rows: readonly RankedOffer[], by: Ordering): readonly Column[] {
  const codes = by === 'value' ? codeColumns(rows) : [];
  const of = (hidden: readonly string[], nameOf: (code: string) => string): readonly Column[] =>
    [...priceColumns(rows), ...codes, ...placeColumns(rows, nameOf)].filter(
      ({ title }) => !hidden.includes(title),
    );
  const widest = of([], countryName);
  if (codes.length === 0) return widest;
  const narrower = [of(['ASKED'], countryName), of(['ASKED', 'STOCK'], countryName)];
  const fits = (columns: readonly Column[]): boolean =>
    columns.reduce((sum, column) => sum + widthOf(column) + 2, -3) <= WIDTH;
  return [widest, ...narrower].find(fits) ?? of(['ASKED', 'STOCK'], (code) => tame(code, 7));
}

function priceColumns(rows: readonly RankedOffer[]): readonly Column[] {
  const decimals = decimalsFor(rows.map(({ comparable }) => comparable));
  const stockOf = (stock: number | null): string =>
    stock === null ? '?' : stock > 9999 ? '9999+' : `${stock}`;
  return [
    { title: '', cells: rows.map((_, index) => (index === 0 ? '*' : '')) },
    { title: '#', cells: rows.map((_, index) => `${index + 1}`), isNumber: true },
    { title: 'PRICE', cells: rows.map(({ comparable }) => readable(comparable, decimals)), isNumber: true },
    { title: 'ASKED', cells: rows.map(({ offer }) => exact(offer.price)), isNumber: true },
    { title: 'STOCK', cells: rows.map(({ offer }) => stockOf(offer.stock)), isNumber: true },
  ];
}

function codeColumns(rows: readonly RankedOffer[]): readonly Column[] {
  const decimals = decimalsFor(rows.flatMap(({ outlook }) => outlook?.perCode ?? []));
  const cells = (textOf: (outlook: Outlook) => string): readonly string[] =>
    rows.map(({ outlook }) => (outlook ? textOf(outlook) : '-'));
  return [
    { title: 'CHANCE', cells: cells(({ chance }) => `${Math.round(chance * 100)}%`), isNumber: true },
    { title: 'TIME', cells: cells(({ meanMs }) => `${Math.round(meanMs / 1000)} s`), isNumber: true },
    { title: 'A CODE COSTS', cells: cells(({ perCode }) => readable(perCode, decimals)), isNumber: true },
    { title: 'KNOWN FROM', cells: cells(({ from }) => from) },
  ];
}

function placeColumns(rows: readonly RankedOffer[], nameOf: (country: string) => string): readonly Column[] {
  const sellerOf = ({ provider, pool }: Offer): string =>
    provider.slice(0, 22) + (pool === undefined ? '' : `/${tame(pool, 10)}`);
  return [
    { title: 'COUNTRY', cells: rows.map(({ offer }) => nameOf(offer.country)) },
    { title: 'PROVIDER/POOL', cells: rows.map(({ offer }) => sellerOf(offer)) },
  ];
}

export function countryName(code: string): string {
  const name = findCountry(code)?.name;
  const text = name === undefined ? tame(code) : `${code} ${name}`;
  return text.length > 17 ? `${text.slice(0, 16)}…` : text;
}

const LEGEND =
  'CHANCE of a code, and mean TIME to it, before its number is given up. A code costs what vendors charge and keep for it, and a tenth of the least price for each minute.';

function summary({ ranked, answered, silent }: Quote, by: Ordering): string {
  const asked = answered.length + silent.length;
  const from = `${answered.length} of ${plural(asked, 'provider')} answered`;
  const what =
    ranked.length > 0
      ? `* cheapest ${by === 'value' ? 'by the code ' : ''}now. ${plural(ranked.length, 'offer')}`
      : 'Nothing that can be bought';
  return `${what}; ${from}.`;
}

function leftOut({ excluded }: Quote): string {
  const groups = Map.groupBy(excluded, ({ why }) => why);
  const hint = groups.has('no-exchange-rate') ? ' Rates go into the config file.' : '';
  return `Left out: ${[...groups].map(([why, offers]) => `${offers.length} ${reasons[why]}`).join(', ')}.${hint}`;
}

/** Breaks a sentence at blanks so that no line is longer than a terminal's. */
export function wrap(text: string, width = 80): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(last === undefined ? word : `  ${word}`);
  }
  return lines;
}
