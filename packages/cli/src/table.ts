import { findCountry } from '@numroute/core';
import type { Exclusion, Quote, RankedOffer, Rate } from '@numroute/router';
import { decimalsFor, describeRate, exact, plural, readable } from './format.ts';
import { type Style, tame } from './io.ts';
import { silenceText } from './silence.ts';

interface TableOptions {
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
export function quoteTable(quote: Quote, { rates, limit, paint }: TableOptions): string {
  const { ranked, excluded, silent, currency } = quote;
  const lines: string[] = [];
  if (ranked.length > 0) lines.push(...offerLines(ranked.slice(0, limit), paint), '');
  if (ranked.length > limit)
    lines.push(`  … and ${ranked.length - limit} dearer (--limit ${ranked.length} shows all)`, '');
  lines.push(...wrap(summary(quote)));
  if (excluded.length > 0) lines.push(...wrap(leftOut(quote)));
  for (const one of silent) lines.push(...wrap(silenceText(one)).map((line) => paint('yellow', line)));
  const asked = new Set([...ranked, ...excluded].map(({ offer }) => offer.price.currency));
  asked.delete(currency);
  const used = rates.filter(({ base, quote: other }) => asked.has(base) || asked.has(other));
  if (used.length > 0) lines.push(...wrap(`Rates: ${used.map(describeRate).join('; ')}`));
  return `${lines.join('\n')}\n`;
}

function offerLines(rows: readonly RankedOffer[], paint: TableOptions['paint']): string[] {
  const decimals = decimalsFor(rows.map(({ comparable }) => comparable));
  const cells = rows.map(({ offer, comparable }, index) => [
    index === 0 ? '*' : '',
    `${index + 1}`,
    readable(comparable, decimals),
    exact(offer.price),
    offer.stock === null ? '?' : offer.stock > 9999 ? '9999+' : `${offer.stock}`,
    countryName(offer.country),
    offer.provider.slice(0, 22) + (offer.pool === undefined ? '' : `/${tame(offer.pool, 10)}`),
  ]);
  const all = [['', '#', 'PRICE', 'ASKED', 'STOCK', 'COUNTRY', 'PROVIDER/POOL'], ...cells];
  const widths = all.reduce(
    (max, row) => row.map((cell, at) => Math.max(cell.length, max[at] ?? 0)),
    [] as number[],
  );
  const text = all.map((row) =>
    row
      .map((cell, at) => (at >= 1 && at <= 4 ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .replace(/^(.) {2}/, '$1 ')
      .trimEnd(),
  );
  return text.map((line, index) =>
    index === 0 ? paint('bold', line) : index === 1 ? paint('green', line) : line,
  );
}

function countryName(code: string): string {
  const name = findCountry(code)?.name;
  const text = name === undefined ? tame(code) : `${code} ${name}`;
  return text.length > 17 ? `${text.slice(0, 16)}…` : text;
}

function summary({ ranked, answered, silent }: Quote): string {
  const asked = answered.length + silent.length;
  const from = `${answered.length} of ${plural(asked, 'provider')} answered`;
  const what =
    ranked.length > 0 ? `* cheapest now. ${plural(ranked.length, 'offer')}` : 'Nothing that can be bought';
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
