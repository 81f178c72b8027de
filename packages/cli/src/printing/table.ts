import { findCountry, type Money, type Offer } from '@numroute/core';
import type { Exclusion, Outlook, Quote, RankedOffer, Rate } from '@numroute/router';
import { type Io, painter, short, tame, widthOf } from '../io.ts';
import { type Column, columnLines, fitting, type GivingWay } from './columns.ts';
import { changeText, decimalsFor, describeRate, exact, plural, rateText, readable } from './format.ts';
import { printLines } from './lines.ts';
import { silenceText } from './silence.ts';

/** What offers are ranked by: the price of a number, or the cost of a code. */
export type Ordering = 'price' | 'value';

/** What is new about an offer: it was not there in the round before, or it cost something else. */
export type Change = 'new' | { readonly was: Money };

/** An offer as it is shown, and its place in the ranking, from 1 on. */
export interface Row {
  readonly rank: number;
  readonly one: RankedOffer;
  /** Absent: nothing is new, or there was no round before. */
  readonly change?: Change;
}

/** How prices have moved of late, as a small line for each row. */
export interface Trends {
  readonly title: string;
  readonly lines: ReadonlyMap<Row, string>;
}

interface TableOptions {
  readonly by: Ordering;
  readonly rates: readonly Rate[];
  /** What is shown, in this order; the rest is counted. */
  readonly rows: readonly Row[];
  readonly trends?: Trends;
  /** There was a round before. */
  readonly isRound?: boolean;
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

/** A quote for people. Its columns give way where a terminal is narrow. */
export function printQuote(io: Io, quote: Quote, options: TableOptions): void {
  const { by, rates, rows } = options;
  const { ranked, excluded, silent, currency } = quote;
  const paint = painter(io);
  const lines: string[] = [];
  if (rows.length > 0) lines.push(...offerLines(options, paint, widthOf(io)), '');
  if (ranked.length > rows.length)
    lines.push(`  … and ${ranked.length - rows.length} more (--limit ${ranked.length} shows all)`, '');
  lines.push(summary(quote, by));
  if (by === 'value' && ranked.length > 0) lines.push(LEGEND);
  if (excluded.length > 0) lines.push(leftOut(quote));
  for (const one of silent) lines.push(paint('yellow', silenceText(one)));
  const asked = new Set([...ranked, ...excluded].map(({ offer }) => offer.price.currency));
  asked.delete(currency);
  const used = rates.filter(({ base, quote: other }) => asked.has(base) || asked.has(other));
  if (used.length > 0) lines.push(`Rates: ${used.map(describeRate).join('; ')}`);
  printLines(io, lines);
}

function offerLines(
  { rows, by, trends, isRound }: TableOptions,
  paint: ReturnType<typeof painter>,
  width: number,
): string[] {
  const offers = rows.map(({ one }) => one);
  const columns = [
    ...priceColumns(rows, isRound === true),
    ...(by === 'value' ? codeColumns(offers) : []),
    ...placeColumns(offers),
    ...(trends ? [{ title: trends.title, cells: rows.map((row) => trends.lines.get(row) ?? '') }] : []),
  ];
  const [head = '', ...lines] = columnLines(fitting(columns, width, givingWay(offers, trends?.title)));
  return [
    paint('bold', head),
    ...lines.map((line, at) => (rows[at]?.rank === 1 ? paint('green', line) : line)),
  ];
}

/** What a price says again goes first; of whom to buy from, the beginning of the name stays. */
const givingWay = (rows: readonly RankedOffer[], trend: string = ''): readonly GivingWay[] => [
  { title: 'COUNTRY', least: 12 },
  { title: 'ASKED' },
  { title: 'STOCK' },
  { title: 'RATE' },
  { title: 'COUNTRY', brief: rows.map(({ offer }) => short(offer.country, 7)) },
  { title: 'PROVIDER/POOL', least: 16 },
  { title: trend },
  { title: 'KNOWN FROM' },
  { title: 'TIME' },
  { title: 'PROVIDER/POOL', least: 8 },
  { title: 'CHANCE' },
];

function priceColumns(rows: readonly Row[], isRound: boolean): readonly Column[] {
  const decimals = decimalsFor(rows.map(({ one }) => one.comparable));
  const digits = String(Math.max(...rows.map(({ rank }) => rank))).length;
  const placeOf = ({ rank }: Row): string => `${rank === 1 ? '*' : ' '} ${`${rank}`.padStart(digits)}`;
  const changeOf = ({ one, change }: Row): string =>
    change === undefined || change === 'new'
      ? (change ?? '')
      : (changeText(change.was, one.comparable) ?? '');
  const column = (title: string, cell: (row: Row) => string): Column => ({
    title,
    cells: rows.map(cell),
    isNumber: true,
  });
  return [
    column('#', placeOf),
    column('PRICE', ({ one }) => readable(one.comparable, decimals)),
    ...(isRound ? [column('CHANGE', changeOf)] : []),
    column('ASKED', ({ one }) => exact(one.offer.price)),
    column('STOCK', ({ one }) => `${one.offer.stock ?? '?'}`),
    ...(rows.some(({ one }) => one.offer.successRate)
      ? [column('RATE', ({ one }) => rateText(one.offer.successRate?.value))]
      : []),
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

function placeColumns(rows: readonly RankedOffer[]): readonly Column[] {
  return [
    { title: 'COUNTRY', cells: rows.map(({ offer }) => countryName(offer.country)) },
    { title: 'PROVIDER/POOL', cells: rows.map(({ offer }) => sellerOf(offer)) },
  ];
}

/** `arzancell/3` */
export const sellerOf = ({ provider, pool }: Pick<Offer, 'provider' | 'pool'>): string =>
  pool === undefined ? provider : `${provider}/${tame(pool)}`;

/** `EE Estonia` */
export function countryName(code: string): string {
  const name = findCountry(code)?.name;
  return name === undefined ? tame(code) : `${code} ${name}`;
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
