import { SHORT_SPANS, SPANS } from '../../counting/spans.ts';
import { MONEY, OUTCOME } from './tables.ts';

// As text: a sum may be more than a number of JavaScript holds.
const sumOf = (columns: readonly string[], rest: string, times = 1): string =>
  `(SELECT ${columns.map((one) => `CAST(coalesce(sum(${one}), 0) * ${times} AS TEXT)`).join(` || ' ' || `)} FROM ${rest})`;

/** Each length of span has all of it once. All lengths together are read in one go. */
const outcomes = sumOf(OUTCOME, 'counted', SHORT_SPANS.length);

const same = (one: string, other: string): string => `SELECT ${one} = ${other}`;

/**
 * Each answers 1 where its sums add up. They follow from the attempts, so nothing is lost with sums that do
 * not: `countAll` makes them anew.
 */
export const sumQuestions: readonly string[] = [
  same('(SELECT count(*) FROM attempt)', '(SELECT count(*) FROM counted)'),
  same(sumOf(MONEY, "spending WHERE whose = '*'"), sumOf(MONEY, 'counted', SPANS.length)),
  same(
    sumOf(MONEY, "spending WHERE whose <> '*'"),
    sumOf(MONEY, 'counted WHERE buyer IS NOT NULL', SPANS.length),
  ),
  same(sumOf(OUTCOME, "success WHERE market = ''"), outcomes),
  same(sumOf(OUTCOME, "success WHERE market <> ''"), outcomes),
];
