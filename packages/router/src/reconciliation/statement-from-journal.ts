import { isPriceUnproven, type Manifest, type Money } from '@numroute/core';
import type { Checkpoint, JournalEntry } from '@numroute/journal';
import {
  EXPIRY_MARGIN_MS,
  HEARD_BY_MS,
  LIFETIME_MS,
  MAX_SERVER_MS,
  REFUND_LAG_MS,
} from '../time/vendor-times.ts';
import type { AttemptState, PriceRange, Statement, StatementEntry } from './balance/statement.ts';

export interface StatementOptions {
  readonly checkpoint: Checkpoint | undefined;
  /** False if anybody else may buy or pay in at this account. */
  readonly exclusive: boolean;
  /** What may have been charged where nobody has told. */
  readonly chargedFor: (entry: JournalEntry) => Money | PriceRange;
}

/** The statement of one account, from its journal: the attempts that the checkpoint names, and all newer ones. */
export function statementFromJournal(
  { timing: { lifetimeMs = LIFETIME_MS }, traits: { refundsOnCancel } }: Manifest,
  entries: readonly JournalEntry[],
  { checkpoint, exclusive, chargedFor }: StatementOptions,
): Statement {
  return {
    ...(checkpoint && { checkpoint }),
    entries: entries.map((entry) => entryFromJournal(entry, refundsOnCancel, chargedFor)),
    timing: {
      lifetimeMs,
      refundLagMs: REFUND_LAG_MS,
      purchaseTimeoutMs: HEARD_BY_MS,
      maxServerMs: MAX_SERVER_MS,
      expiryMarginMs: EXPIRY_MARGIN_MS,
    },
    exclusive,
  };
}

function entryFromJournal(
  entry: JournalEntry,
  refundsOnCancel: boolean,
  chargedFor: (entry: JournalEntry) => Money | PriceRange,
): StatementEntry {
  const { id, number, state, money, sentAt, unheardAfterMs, since, order, cancel } = entry;
  const ended = state === 'cancelled' || state === 'expired' || state === 'gone';
  // Asked anew without an answer in between: the earlier one may still have been carried out.
  const asked = cancel?.step === 'asked' || (cancel?.step === 'wanted' && cancel.asked > 0);
  return {
    id,
    number,
    state: stateOf(state, refundsOnCancel),
    price: priceOf(entry, chargedFor),
    ...(order?.paidSource === 'vendor' && { told: true }),
    sentAt,
    ...(unheardAfterMs !== undefined && { unheardAt: sentAt + unheardAfterMs }),
    ...(ended && { endedAt: since }),
    ...(order?.expiresAt !== undefined && { expiresAt: order.expiresAt }),
    ...(asked && { cancelAsked: true }),
    ...((money === 'returned' || money === 'missing') && { money }),
  };
}

function priceOf(
  entry: JournalEntry,
  chargedFor: (entry: JournalEntry) => Money | PriceRange,
): Money | PriceRange {
  const { order, charged } = entry;
  if (!order || order.paidSource === 'offer') return charged ?? chargedFor(entry);
  const { paid, quoted } = order;
  return isPriceUnproven(order) ? { least: paid, most: quoted, quoted: paid } : paid;
}

/** A vendor that promises nothing for a cancel may still pay. */
const stateOf = (state: JournalEntry['state'], refundsOnCancel: boolean): AttemptState =>
  state === 'cancelled' && !refundsOnCancel ? 'gone' : state;
