import {
  addDecimals,
  compareMoney,
  type Decimal,
  decimalOf,
  formatDecimal,
  type Money,
} from '@numroute/core';
import type { Checkpoint, Unexplained } from '@numroute/journal';
import { mayExpireAt, refundedBy, wasOverdueAtCheckpoint } from './deadlines.ts';
import { addSpans, holds, NOTHING, type Span, type Spans, shareOf, spansOfAll } from './spans.ts';
import {
  entriesSince,
  namedBy,
  type Reading,
  rangeOf,
  type Statement,
  type StatementEntry,
} from './statement.ts';
import { strayMoney } from './stray.ts';

/** What is assumed of promised refunds. `pessimistic`: they may never come. `optimistic`: they are there when they are due. */
export type RefundAssumption = 'pessimistic' | 'optimistic';

/** Attempts of the same state and price. The balance tells how many of them are charged, not which. */
export interface UnresolvedGroup {
  readonly entries: readonly StatementEntry[];
  /** Every number of them that explains the balance, with the bounds of what they moved together. */
  readonly holding: readonly { readonly count: number; readonly moved: Span }[];
}

/** Everything that explains the reading. */
export interface Solutions {
  readonly groups: ReadonlyMap<string, UnresolvedGroup>;
  /** By how much the balance has changed since the checkpoint, and every change that is possible. */
  readonly moved: bigint;
  readonly possible: Spans;
  /** What may have moved beside the attempts, by an earlier reading that they do not explain. */
  readonly stray: Span;
  moneyOf(units: bigint): Money;
}

/** Why no sum can be made. */
export type Blind = 'no-checkpoint' | 'currency' | 'incomplete' | 'too-many';

interface Part {
  readonly entries: StatementEntry[];
  /** By the number of entries that hold their money. */
  readonly counts: readonly number[];
  readonly unit: Span;
  /** What it moves if it holds none and if it holds all. */
  readonly base: Span;
}

/** Finds every combination of charges and refunds since the checkpoint that explains the balance. */
export function explain(
  statement: Statement,
  reading: Reading,
  assumption: RefundAssumption,
): Solutions | Blind {
  const { checkpoint } = statement;
  if (!checkpoint) return 'no-checkpoint';
  const entries = entriesSince(checkpoint, statement.entries);
  const known = new Set(entries.map(({ id }) => id));
  if (!namedBy(checkpoint).every((id) => known.has(id))) return 'incomplete';
  const scale = commonScale(checkpoint, entries, reading);
  if (!scale) return 'currency';
  const { units, moneyOf } = scale;
  const moved = units(reading.balance) - units(checkpoint.balance);

  const parts = partsOf(statement, checkpoint, entries, reading, assumption, units);
  const spans = parts.map(spansOf);
  const before: Spans[] = [NOTHING];
  for (const one of spans) {
    const sums = addSpans(before.at(-1) ?? NOTHING, one);
    if (!sums) return 'too-many';
    before.push(sums);
  }
  const possible = before.at(-1) ?? NOTHING;
  const stray = strayMoney(checkpoint, entries, units);
  if (!stray) return 'too-many';
  const groups = new Map<string, UnresolvedGroup>();
  // It adds to what explains a balance, and does not explain one alone.
  let after = possible.some((sum) => holds(sum, moved)) ? [stray] : NOTHING;
  for (let place = parts.length - 1; place >= 0; place -= 1) {
    const part = parts[place];
    const own = spans[place];
    if (!part || !own) continue;
    const group = {
      entries: part.entries,
      holding: holdingOf(part, moved, before[place] ?? NOTHING, after),
    };
    for (const { id } of part.entries) groups.set(id, group);
    const sums = addSpans(own, after);
    if (!sums) return 'too-many';
    after = sums;
  }
  return { groups, moved, possible, stray, moneyOf };
}

/**
 * What the balance leaves to be explained, and by which attempts: those whose outcome, refund or price was
 * not certain, and those bought just before, whose charge a balance that lags behind does not show yet.
 * Undefined where no sum can be made.
 */
export function leftOver(statement: Statement, reading: Reading): Unexplained | undefined {
  const { checkpoint, timing } = statement;
  if (!checkpoint) return undefined;
  const entries = entriesSince(checkpoint, statement.entries);
  const scale = commonScale(checkpoint, entries, reading);
  if (!scale) return undefined;
  const { units, moneyOf } = scale;
  let moved = units(reading.balance) - units(checkpoint.balance);
  const among: string[] = [];
  for (const entry of entries) {
    const parts = partsOf(statement, checkpoint, [entry], reading, 'pessimistic', units);
    const [span, ...others] = parts.flatMap(spansOf);
    const isCertain = span && others.length === 0 && span.low === span.high;
    const isLate = entry.sentAt > reading.askedAt - timing.refundLagMs;
    if (isCertain && !(isLate && span.low < 0n)) moved -= span.low;
    else among.push(entry.id);
  }
  return { moved: moneyOf(moved), among };
}

function holdingOf(part: Part, moved: bigint, before: Spans, after: Spans): UnresolvedGroup['holding'] {
  return part.counts.flatMap((count) => {
    const share = shareOf(spanOf(part, count), moved, before, after);
    return share ? [{ count, moved: share }] : [];
  });
}

const spansOf = (part: Part): Spans => spansOfAll(part.counts.map((count) => spanOf(part, count)));

function spanOf({ unit, base, entries }: Part, count: number): Span {
  const back = BigInt(entries.length - count);
  const held = BigInt(count);
  return { low: held * unit.low + back * base.low, high: held * unit.high + back * base.high };
}

function partsOf(
  statement: Statement,
  checkpoint: Checkpoint,
  entries: readonly StatementEntry[],
  reading: Reading,
  assumption: RefundAssumption,
  units: (money: Money) => bigint,
): readonly Part[] {
  const held = new Set(checkpoint.held);
  const parts = new Map<string, { entries: StatementEntry[]; unit: Span; base: Span; fate: Fate }>();
  for (const entry of entries) {
    const isOld = wasOverdueAtCheckpoint(entry, statement);
    const wasHeld = isOld || held.has(entry.id);
    const fate = isOld ? lateFate(assumption) : fateOf(entry, statement, reading, assumption);
    const { least, most } = rangeOf(entry.price);
    const [low, high] = [units(least), units(most)];
    // What was charged before the checkpoint changes nothing by staying charged.
    const unit = wasHeld ? { low: 0n, high: 0n } : { low: -high, high: -low };
    const base = wasHeld ? { low, high } : { low: 0n, high: 0n };
    const final = reading.askedAt >= refundedBy(entry, statement.timing);
    // What ended long ago is like nothing that ended since: who is believed to be paid back differs.
    const key = [entry.state, entry.money, fate, final, wasHeld, isOld, low, high].join(' ');
    const alike = parts.get(key);
    if (alike) alike.entries.push(entry);
    else parts.set(key, { entries: [entry], unit, base, fate });
  }
  return [...parts.values()].map(({ fate, ...part }) => {
    const { length } = part.entries;
    const counts =
      fate === 'held' ? [length] : fate === 'back' ? [0] : Array.from({ length: length + 1 }, (_, n) => n);
    return { ...part, counts };
  });
}

/** Where the money of one attempt is: with the vendor, with us, or nobody knows. */
type Fate = 'held' | 'back' | 'either';

/** An overdue refund is not counted on, but it may have come since the checkpoint. */
const lateFate = (assumption: RefundAssumption): Fate => (assumption === 'pessimistic' ? 'either' : 'held');

function fateOf(
  entry: StatementEntry,
  statement: Statement,
  reading: Reading,
  assumption: RefundAssumption,
): Fate {
  const { timing } = statement;
  if (entry.money === 'returned') return 'back';
  if (entry.money === 'missing') return lateFate(assumption);
  switch (entry.state) {
    case 'absent':
    case 'refused':
      return 'back';
    case 'delivered':
    case 'finished':
      return 'held';
    case 'open':
      return entry.cancelAsked || reading.answeredAt >= mayExpireAt(entry, timing) ? 'either' : 'held';
    case 'cancelled':
    case 'expired':
      return assumption === 'optimistic' && reading.askedAt >= refundedBy(entry, timing) ? 'back' : 'either';
    case 'sending':
    case 'unknown':
    case 'gone':
    case 'lost':
    case 'disputed':
      return 'either';
  }
}

/**
 * Whether nothing but these attempts can have moved the balance otherwise than is known: then what they
 * moved is what they were charged. A refund that no reading has shown may be in it or not, and so may a
 * second charge for an order whose price only its vendor told, as when a proxy sends a purchase twice.
 */
export function moveAlone(ids: ReadonlySet<string>, statement: Statement, reading: Reading): boolean {
  const { checkpoint } = statement;
  if (!checkpoint) return false;
  const held = new Set(checkpoint.held);
  return entriesSince(checkpoint, statement.entries).every((entry) => {
    if (ids.has(entry.id)) return true;
    if (wasOverdueAtCheckpoint(entry, statement)) return false;
    const fate = fateOf(entry, statement, reading, 'pessimistic');
    if (fate === 'either' || held.has(entry.id)) return fate !== 'either';
    return entry.told !== true && (fate === 'back' || isExact(entry));
  });
}

/** One scale for all amounts, so that they are whole numbers; undefined if they are not one currency. */
function commonScale(
  checkpoint: Checkpoint,
  entries: readonly StatementEntry[],
  { balance }: Reading,
): { units: (money: Money) => bigint; moneyOf: (units: bigint) => Money } | undefined {
  const prices = entries.map(({ price }) => rangeOf(price));
  const amounts = [balance, checkpoint.balance, ...prices.flatMap(({ least, most }) => [least, most])];
  if (checkpoint.unexplained) amounts.push(checkpoint.unexplained.moved);
  const { currency } = balance;
  if (amounts.some((one) => one.currency !== currency)) return undefined;
  const zero: Decimal = { units: 0n, scale: Math.max(...amounts.map((one) => decimalOf(one).scale)) };
  return {
    units: (one) => addDecimals(zero, decimalOf(one)).units,
    moneyOf: (units) => ({ amount: formatDecimal({ units, scale: zero.scale }), currency }),
  };
}

export const isExact = ({ price }: StatementEntry): boolean => !('least' in price);

/** What each attempt of the group was charged, if every explanation agrees; undefined if not. */
export function chargeIn({ entries, holding }: UnresolvedGroup, { moneyOf }: Solutions): Money | undefined {
  const [only, ...more] = holding;
  if (!only || more.length > 0 || only.count !== entries.length) return undefined;
  const { least, most } = rangeOf(entries[0]?.price ?? moneyOf(0n));
  if (compareMoney(least, most) === 0) return most;
  return entries.length === 1 && only.moved.low === only.moved.high ? moneyOf(-only.moved.low) : undefined;
}
