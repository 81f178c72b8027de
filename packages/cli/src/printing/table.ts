import { findCountry, type Offer } from '@numroute/core';
import type { Exclusion, Outlook, Quote, RankedOffer, Rate } from '@numroute/router';
import { type Io, painter, tame, widthOf } from '../io.ts';
import { type Column, columnLines, fitting, type GivingWay } from './columns.ts';
import { decimalsFor, describeRate, exact, plural, readable } from './format.ts';
import { printLines, short } from './lines.ts';
import { silenceText } from './silence.ts';

/** What offers are ranked by: the price of a number, or the cost of a code. */
export type Ordering = 'price' | 'value';

interface TableOptions {
  readonly by: Ordering;
  readonly rates: readonly Rate[];
  /** Rows to show; the rest is counted. */
  readonly limit: number;
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
export function printQuote(io: Io, quote: Quote, { by, rates, limit }: TableOptions): void {
  const { ranked, excluded, silent, currency } = quote;
  const paint = painter(io);
  const lines: string[] = [];
  if (ranked.length > 0) lines.push(...offerLines(ranked.slice(0, limit), by, paint, widthOf(io)), '');
  if (ranked.length > limit)
    lines.push(`  … and ${ranked.length - limit} dearer (--limit ${ranked.length} shows all)`, '');
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
  rows: readonly RankedOffer[],
  by: Ordering,
  paint: ReturnType<typeof painter>,
  width: number,
): string[] {
  const codes = by === 'value' ? codeColumns(rows) : [];
  const columns = [...priceColumns(rows), ...codes, ...placeColumns(rows)];
  const [head = '', first = '', ...others] = columnLines(fitting(columns, width, givingWay(rows)));
  return [paint('bold', head), paint('green', first), ...others];
}

/** What a price says again goes first; of whom to buy from, the beginning of the name stays. */
const givingWay = (rows: readonly RankedOffer[]): readonly GivingWay[] => [
  { title: 'COUNTRY', least: 12 },
  { title: 'ASKED' },
  { title: 'STOCK' },
  { title: 'COUNTRY', brief: rows.map(({ offer }) => short(offer.country, 7)) },
  { title: 'PROVIDER/POOL', least: 16 },
  { title: 'KNOWN FROM' },
  { title: 'TIME' },
  { title: 'PROVIDER/POOL', least: 8 },
  { title: 'CHANCE' },
];

function priceColumns(rows: readonly RankedOffer[]): readonly Column[] {
  const decimals = decimalsFor(rows.map(({ comparable }) => comparable));
  const digits = String(rows.length).length;
  const placeOf = (index: number): string => `${index === 0 ? '*' : ' '} ${`${index + 1}`.padStart(digits)}`;
  return [
    { title: '#', cells: rows.map((_, index) => placeOf(index)), isNumber: true },
    { title: 'PRICE', cells: rows.map(({ comparable }) => readable(comparable, decimals)), isNumber: true },
    { title: 'ASKED', cells: rows.map(({ offer }) => exact(offer.price)), isNumber: true },
    { title: 'STOCK', cells: rows.map(({ offer }) => `${offer.stock ?? '?'}`), isNumber: true },
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
