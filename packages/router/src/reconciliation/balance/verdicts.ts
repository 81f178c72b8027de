import type { Money } from '@numroute/core';
import { type Blind, chargeIn, explain, type Riddle, type Solutions } from './compare.ts';
import { decidedBy, isAtRest, isOldStory, mayBelieveAbsence, refundedBy, settledAt } from './deadlines.ts';
import { type LedgerEntry, type LedgerPage, type LedgerTiming, type Reading, rangeOf } from './statement.ts';

/**
 * - `ambiguous`: more than one thing explains the balance
 * - `contradiction`: nothing explains it
 * - `unsettled`: nothing is charged yet, but the vendor still may
 * - `moving`: a refund may still come
 * - `dispute`: the sums of this account are in dispute until an older riddle has run its time, or
 *   for good since the anchor, where money was missing then
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
      /** Absent where the balance shows a charge, but not how much it was. */
      readonly charged?: Money;
      /** Not proven: the worst is supposed, because others use the account too. */
      readonly assumed: boolean;
      /** The time for a refund is over too. Otherwise it stays a riddle until then. */
      readonly money?: 'missing';
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
 * Judges every attempt whose money is a riddle: `absent` or `lost` for an unknown purchase, `returned`
 * or `missing` for an order that ended. A verdict is given only if everything that explains the
 * balance agrees on it; after its lifetime and refund lag a riddle is `disputed`.
 *
 * The two mistakes weigh differently. A false `absent` buys a second number, so it must hold even
 * if the vendor breaks its word about refunds. A false `lost` costs a wait, so there the word counts.
 *
 * Give it readings that `readLedger` accepted; it cannot see what moved meanwhile.
 */
export function solve(page: LedgerPage, reading: Reading): readonly Verdict[] {
  const riddles = page.entries.filter(isRiddle);
  if (riddles.length === 0) return [];
  if (!page.exclusive) return riddles.flatMap((entry) => assume(entry, page, reading));
  const doubted = explain(page, reading, 'doubted');
  const trusted = explain(page, reading, 'trusted');
  if (typeof doubted === 'string') return riddles.map((entry) => doubt(entry, doubted, page, reading));
  if (typeof trusted === 'string') return riddles.map((entry) => doubt(entry, trusted, page, reading));
  return riddles.flatMap((entry) => {
    const inDoubt = doubted.riddles.get(entry.id);
    const inTrust = trusted.riddles.get(entry.id);
    if (!inDoubt || !inTrust || isOldStory(entry, page)) {
      // Over before the anchor, which therefore knows nothing of it; a promise needs no verdict.
      return isPromised(entry) ? [] : [doubt(entry, 'no-anchor', page, reading)];
    }
    return entry.state === 'unknown'
      ? [
          judgePurchase(
            entry,
            page,
            reading,
            { riddle: inDoubt, all: doubted },
            { riddle: inTrust, all: trusted },
          ),
        ]
      : [judgeEnded(entry, page, reading, inDoubt)];
  });
}

function isRiddle(entry: LedgerEntry): boolean {
  const { state, money } = entry;
  if (money) return false;
  return state === 'unknown' || state === 'gone' || state === 'lost' || isPromised(entry);
}

const isPromised = ({ state }: LedgerEntry): boolean => state === 'cancelled' || state === 'expired';

/** What explains the balance, for one riddle and for the account. */
interface Evidence {
  readonly riddle: Riddle;
  readonly all: Solutions;
}

function judgePurchase(
  entry: LedgerEntry,
  page: LedgerPage,
  reading: Reading,
  inDoubt: Evidence,
  inTrust: Evidence,
): Verdict {
  const { id } = entry;
  if (inDoubt.riddle.holding.length === 0) return doubt(entry, 'contradiction', page, reading);
  const evidence = inTrust.riddle.holding.length > 0 ? inTrust : inDoubt;
  if (isForced(evidence.riddle, evidence.riddle.entries.length)) {
    // Of a price within bounds, a refund that is only promised would make up an amount.
    const { riddle, all } = isExact(entry) ? evidence : inDoubt;
    const charged = chargeIn(riddle, all);
    return {
      id,
      verdict: 'lost',
      ...(charged && { charged }),
      assumed: false,
      ...(isAtRest(page, reading.askedAt) && ifOver(entry, page.timing, reading.askedAt)),
    };
  }
  if (!isForced(inDoubt.riddle, 0)) return doubt(entry, 'ambiguous', page, reading);
  if (!mayBelieveAbsence(entry, reading.askedAt, page.timing)) {
    return { id, verdict: 'undecided', why: 'unsettled', until: settledAt(entry, page.timing) };
  }
  const disputed = page.entries.filter(({ state }) => state === 'disputed');
  const over = Math.max(...disputed.map((one) => decidedBy(one, page.timing)));
  if (reading.askedAt < over) return { id, verdict: 'undecided', why: 'dispute', until: over };
  // What was paid back since for an order that stands in no book would hide the charge.
  if (page.anchor?.shaken !== undefined) return doubt(entry, 'dispute', page, reading);
  return { id, verdict: 'absent' };
}

function ifOver(entry: LedgerEntry, timing: LedgerTiming, askedAt: number): { readonly money?: 'missing' } {
  return askedAt >= refundedBy(entry, timing) ? { money: 'missing' } : {};
}

function judgeEnded(entry: LedgerEntry, page: LedgerPage, reading: Reading, inDoubt: Riddle): Verdict {
  const final = refundedBy(entry, page.timing);
  if (reading.askedAt < final) return { id: entry.id, verdict: 'undecided', why: 'moving', until: final };
  if (isShareable(inDoubt)) {
    const share = shareOut(entry, inDoubt);
    const until = decidedBy(entry, page.timing);
    // A vendor that only forgot the number still ends the order, and pays it back, in its own time.
    const forgotten = entry.state === 'gone' && share.verdict === 'missing' && reading.askedAt < until;
    return forgotten ? { id: entry.id, verdict: 'undecided', why: 'moving', until } : share;
  }
  return doubt(entry, inDoubt.holding.length > 0 ? 'ambiguous' : 'contradiction', page, reading);
}

const isExact = ({ price }: LedgerEntry): boolean => !('least' in price);

/** Whether it does not matter which of them is meant: all are alike, to the last digit of the charge. */
function isShareable({ entries, holding: [only, ...more] }: Riddle): boolean {
  if (!only || more.length > 0) return false;
  return only.count === 0 || only.count === entries.length || entries.every(isExact);
}

/** Of orders that no sum can tell apart, the oldest count as refunded first. */
function shareOut({ id }: LedgerEntry, { entries, holding }: Riddle): Verdict {
  const refunded = entries.length - (holding[0]?.count ?? 0);
  const inOrder = [...entries].sort((left, right) => left.number - right.number);
  return inOrder.findIndex((one) => one.id === id) < refunded
    ? { id, verdict: 'returned' }
    : { id, verdict: 'missing', assumed: false };
}

const isForced = ({ holding }: Riddle, count: number): boolean =>
  holding.length === 1 && holding[0]?.count === count;

function doubt(entry: LedgerEntry, why: Doubt, page: LedgerPage, reading: Reading): Verdict {
  const over = lastWordOn(entry, page, reading.askedAt);
  return reading.askedAt >= over
    ? { id: entry.id, verdict: 'disputed', why }
    : { id: entry.id, verdict: 'undecided', why, until: over };
}

/**
 * While a purchase is unknown the account buys nothing, so its other orders come to rest: worth the
 * wait. An ended order waits for that rest too, but not for ever where something always moves.
 */
function lastWordOn(entry: LedgerEntry, page: LedgerPage, askedAt: number): number {
  const { entries, timing } = page;
  const own = decidedBy(entry, timing);
  if (entry.state !== 'unknown') return isAtRest(page, askedAt) ? own : own + timing.lifetimeMs;
  return Math.max(own, ...entries.filter(isPromised).map((other) => refundedBy(other, timing)));
}

/** With others on the account sums prove nothing: suppose the worst, as soon as nothing more can be charged. */
function assume(entry: LedgerEntry, { timing }: LedgerPage, { askedAt }: Reading): readonly Verdict[] {
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
            ...ifOver(entry, timing, askedAt),
          },
        ]
      : [{ id, verdict: 'undecided', why: 'unsettled', until }];
  }
  const until = refundedBy(entry, timing);
  return askedAt >= until
    ? [{ id, verdict: 'missing', assumed: true }]
    : [{ id, verdict: 'undecided', why: 'moving', until }];
}
