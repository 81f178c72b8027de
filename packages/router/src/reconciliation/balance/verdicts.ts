import { compareMoney, type Money } from '@numroute/core';
import {
  type Blind,
  chargeIn,
  explain,
  isExact,
  moveAlone,
  type Solutions,
  type UnresolvedGroup,
} from './compare.ts';
import {
  decidedBy,
  isAtRest,
  mayBelieveAbsence,
  refundedBy,
  settledAt,
  wasOverdueAtCheckpoint,
} from './deadlines.ts';
import { audit } from './explain.ts';
import { isPromised, type Reading, rangeOf, type Statement, type StatementEntry } from './statement.ts';

/**
 * - `ambiguous`: more than one thing explains the balance
 * - `contradiction`: nothing explains it
 * - `unsettled`: nothing is charged yet, but the vendor still may
 * - `moving`: a refund may still come
 * - `dispute`: the sums of this account are in dispute until an older undecided attempt has run its
 *   time, or for good since a checkpoint at which money was missing
 */
export type Doubt = Blind | 'ambiguous' | 'contradiction' | 'unsettled' | 'moving' | 'dispute';

/** What the balance says of one attempt. */
export type Verdict = { readonly id: string } & (
  | {
      /** Nothing lives at the vendor, and nothing was paid in the end. */
      readonly verdict: 'absent';
    }
  | {
      /** It was charged, and its number is not known. */
      readonly verdict: 'lost';
      /** Absent where the balance shows a charge, but does not prove how much it was. */
      readonly charged?: Money;
      /** Not proven: the worst is supposed, because others use the account too. */
      readonly assumed: boolean;
    }
  | { readonly verdict: 'returned' }
  | { readonly verdict: 'missing'; readonly assumed: boolean }
  | { readonly verdict: 'disputed'; readonly why: Doubt }
  | {
      readonly verdict: 'undecided';
      readonly why: Doubt;
      /** Without news a reading before this time says the same again. */
      readonly until: number;
    }
);

/**
 * Judges every attempt whose money is undecided: `absent` or `lost` for an unknown purchase, `returned`
 * or `missing` for an order that ended. A verdict is given only if everything that explains the
 * balance agrees on it; after its lifetime and refund lag an undecided attempt is `disputed`.
 *
 * The two mistakes weigh differently. A false `absent` buys a second number, so it must hold even
 * if the vendor breaks its word about refunds. A false `lost` costs a wait, so there the word counts.
 *
 * Give it readings that `readLedger` accepted; it cannot see what moved meanwhile.
 */
export function solve(statement: Statement, reading: Reading): readonly Verdict[] {
  const groups = statement.entries.filter(isUnresolved);
  if (groups.length === 0) return [];
  if (!statement.exclusive) return groups.flatMap((entry) => assume(entry, statement, reading));
  const pessimistic = explain(statement, reading, 'pessimistic');
  const optimistic = explain(statement, reading, 'optimistic');
  if (typeof pessimistic === 'string')
    return groups.map((entry) => doubt(entry, pessimistic, statement, reading));
  if (typeof optimistic === 'string')
    return groups.map((entry) => doubt(entry, optimistic, statement, reading));
  return groups.flatMap((entry) => {
    const inDoubt = pessimistic.groups.get(entry.id);
    const inTrust = optimistic.groups.get(entry.id);
    if (!inDoubt || !inTrust || wasOverdueAtCheckpoint(entry, statement)) {
      // Over before the checkpoint, which therefore knows nothing of it; a promise needs no verdict.
      return isPromised(entry) ? [] : [doubt(entry, 'no-checkpoint', statement, reading)];
    }
    return entry.state === 'unknown'
      ? [
          judgePurchase(
            entry,
            statement,
            reading,
            { group: inDoubt, all: pessimistic },
            { group: inTrust, all: optimistic },
          ),
        ]
      : [judgeEnded(entry, statement, reading, inDoubt)];
  });
}

function isUnresolved(entry: StatementEntry): boolean {
  const { state, money } = entry;
  if (money) return false;
  return state === 'unknown' || state === 'gone' || state === 'lost' || isPromised(entry);
}

/** What explains the balance, for one group of attempts and for the account. */
interface Evidence {
  readonly group: UnresolvedGroup;
  readonly all: Solutions;
}

function judgePurchase(
  entry: StatementEntry,
  statement: Statement,
  reading: Reading,
  inDoubt: Evidence,
  inTrust: Evidence,
): Verdict {
  const { id } = entry;
  if (inDoubt.group.holding.length === 0) return doubt(entry, 'contradiction', statement, reading);
  const evidence = inTrust.group.holding.length > 0 ? inTrust : inDoubt;
  if (isForced(evidence.group, evidence.group.entries.length)) {
    // If the price is a range, no amount is derived from a refund that is only promised.
    const { group, all } = isExact(entry) ? evidence : inDoubt;
    const told = chargeIn(group, all);
    const charged = told && isProven(told, entry, statement, reading) ? told : undefined;
    return {
      id,
      verdict: 'lost',
      ...(charged && { charged }),
      assumed: false,
    };
  }
  if (!isForced(inDoubt.group, 0)) return doubt(entry, 'ambiguous', statement, reading);
  if (!mayBelieveAbsence(entry, reading.askedAt, statement.timing)) {
    return { id, verdict: 'undecided', why: 'unsettled', until: settledAt(entry, statement.timing) };
  }
  const disputed = statement.entries.filter(({ state }) => state === 'disputed');
  const over = Math.max(...disputed.map((one) => decidedBy(one, statement.timing)));
  if (reading.askedAt < over) return { id, verdict: 'undecided', why: 'dispute', until: over };
  // A refund since the checkpoint for an order that no journal knows would hide the charge.
  if (statement.checkpoint?.shaken !== undefined) return doubt(entry, 'dispute', statement, reading);
  return { id, verdict: 'absent' };
}

/** Its order cannot be asked for, so a price that is not the quoted one needs a balance that nothing else moved. */
function isProven(charged: Money, entry: StatementEntry, statement: Statement, reading: Reading): boolean {
  const { price } = entry;
  if (isExact(entry)) return true;
  const isQuoted = 'quoted' in price && price.quoted && compareMoney(charged, price.quoted) === 0;
  return isQuoted || moveAlone(new Set([entry.id]), statement, reading);
}

function judgeEnded(
  entry: StatementEntry,
  statement: Statement,
  reading: Reading,
  inDoubt: UnresolvedGroup,
): Verdict {
  const final = refundedBy(entry, statement.timing);
  if (reading.askedAt < final) return { id: entry.id, verdict: 'undecided', why: 'moving', until: final };
  if (isShareable(inDoubt)) {
    const share = shareOut(entry, inDoubt);
    if (share.verdict === 'missing' && !isAsQuoted(inDoubt.entries, statement, reading))
      return doubt(entry, 'ambiguous', statement, reading);
    const until = decidedBy(entry, statement.timing);
    // A vendor that only forgot the number still ends the order, and pays it back, in its own time. Until
    // then it may be the one that lives where only some of them were paid back, and its want buys no other.
    const mayLive = entry.state === 'gone' && reading.askedAt < until && !isForced(inDoubt, 0);
    return mayLive ? { id: entry.id, verdict: 'undecided', why: 'moving', until } : share;
  }
  return doubt(entry, inDoubt.holding.length > 0 ? 'ambiguous' : 'contradiction', statement, reading);
}

/** Whether it does not matter which of them is meant: all are alike, to the last digit of the charge. */
function isShareable({ entries, holding: [only, ...more] }: UnresolvedGroup): boolean {
  if (!only || more.length > 0) return false;
  return only.count === 0 || only.count === entries.length || entries.every(isExact);
}

/**
 * Whether a refund is missing although everything else cost what was quoted. Where something cost more it
 * may have cost more than its bounds allow, too, and the refund has come.
 */
function isAsQuoted(
  group: readonly StatementEntry[],
  { entries, ...statement }: Statement,
  reading: Reading,
): boolean {
  const quoted = entries.map((entry) =>
    group.includes(entry) || !('quoted' in entry.price) || !entry.price.quoted
      ? entry
      : { ...entry, price: entry.price.quoted },
  );
  return (
    entries.every(isExact) || audit({ ...statement, entries: quoted }, reading, 'pessimistic').audit === 'ok'
  );
}

/** Of orders that no sum can tell apart, the oldest count as refunded first. */
function shareOut({ id }: StatementEntry, { entries, holding }: UnresolvedGroup): Verdict {
  const refunded = entries.length - (holding[0]?.count ?? 0);
  const inOrder = [...entries].sort((left, right) => left.number - right.number);
  return inOrder.findIndex((one) => one.id === id) < refunded
    ? { id, verdict: 'returned' }
    : { id, verdict: 'missing', assumed: false };
}

const isForced = ({ holding }: UnresolvedGroup, count: number): boolean =>
  holding.length === 1 && holding[0]?.count === count;

function doubt(entry: StatementEntry, why: Doubt, statement: Statement, reading: Reading): Verdict {
  const over = lastWordOn(entry, statement, reading.askedAt);
  return reading.askedAt >= over
    ? { id: entry.id, verdict: 'disputed', why }
    : { id: entry.id, verdict: 'undecided', why, until: over };
}

/**
 * While a purchase is unknown the account buys nothing, so its other orders come to rest: worth the
 * wait. An ended order waits for that rest too, but not for ever where something always moves.
 */
function lastWordOn(entry: StatementEntry, statement: Statement, askedAt: number): number {
  const { entries, timing } = statement;
  const own = decidedBy(entry, timing);
  if (entry.state !== 'unknown') return isAtRest(statement, askedAt) ? own : own + timing.lifetimeMs;
  return Math.max(own, ...entries.filter(isPromised).map((other) => refundedBy(other, timing)));
}

/** With others on the account sums prove nothing: suppose the worst, as soon as nothing more can be charged. */
function assume(entry: StatementEntry, { timing }: Statement, { askedAt }: Reading): readonly Verdict[] {
  // A promised refund that cannot be seen stays a promise.
  if (isPromised(entry)) return [];
  const { id, state, price } = entry;
  if (state === 'unknown') {
    const until = settledAt(entry, timing);
    return askedAt >= until
      ? [
          {
            id,
            verdict: 'lost',
            charged: rangeOf(price).most,
            assumed: true,
          },
        ]
      : [{ id, verdict: 'undecided', why: 'unsettled', until }];
  }
  const until = refundedBy(entry, timing);
  return askedAt >= until
    ? [{ id, verdict: 'missing', assumed: true }]
    : [{ id, verdict: 'undecided', why: 'moving', until }];
}
