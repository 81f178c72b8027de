import { addMoney, compareMoney, type Money } from '@numroute/core';
import { isQuiet } from './checkpoint.ts';
import { type Blind, chargeIn, explain, type RefundAssumption } from './compare.ts';
import {
  type AttemptState,
  chargedSince,
  isPromised,
  type Reading,
  rangeOf,
  type Statement,
  type StatementEntry,
} from './statement.ts';

/**
 * - `mismatch`: money moved that no attempt explains: a purchase made twice by a proxy or made
 *   elsewhere, a refund that never came, a price that is not the quoted one. `difference` is signed;
 *   a negative one is missing. A matter for a person.
 * - `top-up`: more than all refunds together could bring: somebody paid in at least `amount`.
 * - `blind`: nothing to compare
 */
export type Audit =
  | { readonly audit: 'ok' }
  | { readonly audit: 'mismatch'; readonly difference: Money }
  | { readonly audit: 'top-up'; readonly amount: Money }
  | { readonly audit: 'blind'; readonly why: Blind | 'not-exclusive' };

/**
 * Compares the balance with what the attempts say it should be, refunds promised and due included.
 * Take a new checkpoint after a mismatch or top-up, as soon as the account is quiet: the older one
 * would repeat it for ever.
 *
 * @param assumption `pessimistic`: a refund that did not come is no mismatch.
 */
export function audit(
  statement: Statement,
  reading: Reading,
  assumption: RefundAssumption = 'optimistic',
): Audit {
  if (!statement.exclusive) return { audit: 'blind', why: 'not-exclusive' };
  const solutions = explain(statement, reading, assumption);
  if (typeof solutions === 'string') return { audit: 'blind', why: solutions };
  const { moved, possible, moneyOf } = solutions;
  const gaps = possible.map(({ low, high }) =>
    moved < low ? moved - low : moved > high ? moved - high : 0n,
  );
  const size = (gap: bigint): bigint => (gap < 0n ? -gap : gap);
  const nearest = gaps.reduce((best, gap) => (size(gap) < size(best) ? gap : best));
  if (nearest === 0n) return { audit: 'ok' };
  const everything = possible.at(-1);
  return everything && moved > everything.high
    ? { audit: 'top-up', amount: moneyOf(nearest) }
    : { audit: 'mismatch', difference: moneyOf(nearest) };
}

/**
 * What the vendor really charged for orders whose price was only known within bounds, by attempt
 * id. The balance is the only one to tell where the reply to a purchase names no price.
 *
 * What two cost together is believed of each where it is just what was quoted, or what was guessed
 * of each before, nothing else was moving and nothing else explains the balance.
 *
 * @param guesses What earlier looks at the balance made likely.
 */
export function learnPrices(
  statement: Statement,
  reading: Reading,
  guesses: ReadonlyMap<string, Money> = new Map(),
): ReadonlyMap<string, Money> {
  const learned = new Map<string, Money>();
  if (!statement.exclusive || !statement.checkpoint) return learned;
  const solutions = explain(statement, reading, 'pessimistic');
  if (typeof solutions === 'string') return learned;
  const open = chargedSince(statement).filter(isWithinBounds);
  const [only, ...others] = open;
  // Of several, the ends of their bounds would split one charge into two.
  if (only && others.length === 0) {
    const group = solutions.groups.get(only.id);
    const charged = group && chargeIn(group, solutions);
    if (charged) learned.set(only.id, charged);
    return learned;
  }
  const held = open.filter(({ state }) => HELD.includes(state));
  const isCalm = [reading.askedAt, reading.answeredAt].every((at) =>
    isQuiet(statement.entries, at, statement.timing),
  );
  // What is paid back moves nothing, whatever it cost. What is missing moved its price, which is not known.
  const isClear = open.every(
    (entry) => HELD.includes(entry.state) || (entry.money !== 'missing' && isPromised(entry)),
  );
  if (!isCalm || !isClear || held.length > MOST_TOGETHER) return learned;
  const total = chargedTogether(statement, held, reading);
  if (!total) return learned;
  const quoted = new Map(held.flatMap(({ id, price }) => ('quoted' in price ? [[id, price.quoted]] : [])));
  for (const supposed of [quoted, new Map([...quoted, ...guesses])]) {
    const all = new Map(held.flatMap(({ id }) => pairOf(id, supposed.get(id))));
    if (all.size === held.length && compareMoney(sumOf([...all.values()]), total) === 0) return all;
  }
  return learned;
}

const pairOf = (id: string, price: Money | undefined): readonly (readonly [string, Money])[] =>
  price ? [[id, price]] : [];

/**
 * What these orders cost together; undefined where more than one sum explains the balance. A refund that
 * is promised and due counts as come. One that nobody promised, or that counts as missing, may have come
 * or not: a lower price of these orders and one refund less look like a higher price and one more.
 */
function chargedTogether(
  statement: Statement,
  held: readonly StatementEntry[],
  reading: Reading,
): Money | undefined {
  const [first, ...others] = held;
  if (!first) return undefined;
  const ranges = held.map(({ price }) => rangeOf(price));
  const least = sumOf(ranges.map((range) => range.least));
  const most = sumOf(ranges.map((range) => range.most));
  const together = { ...first, price: { least, most } };
  const entries = statement.entries
    .filter((entry) => !others.includes(entry))
    .map((entry) => (entry === first ? together : asPromised(entry)));
  const solutions = explain({ ...statement, entries }, reading, 'pessimistic');
  if (typeof solutions === 'string') return undefined;
  const group = solutions.groups.get(first.id);
  return group && chargeIn(group, solutions);
}

const asPromised = (entry: StatementEntry): StatementEntry =>
  isPromised(entry) && entry.money === undefined ? { ...entry, money: 'returned' } : entry;

/** @param prices At least one. */
const sumOf = (prices: readonly Money[]): Money => prices.reduce((sum, price) => addMoney(sum, price));

/** Of more, changed prices make up the quoted sum by chance. */
const MOST_TOGETHER = 2;

const HELD: readonly AttemptState[] = ['open', 'delivered', 'finished'];
const NOTHING_BOUGHT: readonly AttemptState[] = ['absent', 'refused'];
const BOUGHT: readonly AttemptState[] = ['open', 'delivered', 'finished', 'cancelled', 'expired', 'gone'];

/** Attempts that bought something since the checkpoint, and whose price is known within bounds alone. */
export function unpriced(statement: Statement): readonly StatementEntry[] {
  return chargedSince(statement).filter((entry) => BOUGHT.includes(entry.state) && isWithinBounds(entry));
}

function isWithinBounds({ state, price }: StatementEntry): boolean {
  const { least, most } = rangeOf(price);
  return !NOTHING_BOUGHT.includes(state) && least.amount !== most.amount;
}
