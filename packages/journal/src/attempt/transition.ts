import {
  advance,
  askAnother,
  grantAnother,
  isPriceUnproven,
  type Money,
  NumrouteError,
  type Order,
  type OrderReport,
} from '@numroute/core';
import type { AttemptEvent, Happening } from './event.ts';
import { sinceIntent, withMilestones } from './milestones.ts';
import type { AttemptRecord, AttemptState, CancelTrack } from './record.ts';
import { moneyOf } from './refund.ts';
import { table } from './table.ts';

/**
 * The attempt after one more event. Pure: the live engine, the journal's file and a rebuild from its
 * events all come to the same.
 *
 * @throws {NumrouteError} WRONG_STATE The pair of state and event is not in the table.
 */
export function transition(before: AttemptRecord | undefined, event: AttemptEvent): AttemptRecord {
  const from = before?.state ?? 'none';
  const allowed = table[event.kind][from];
  if (!allowed) throw illegal(event, from);
  const after = before ? follow(before, event) : begin(event);
  if (!allowed.includes(after.state)) throw illegal(event, `${from} to ${after.state}`);
  return withMilestones(after, event);
}

/** Whether an attempt in this state may go through such an event at all. */
export function allows(state: AttemptState, kind: Happening['kind']): boolean {
  return table[kind][state] !== undefined;
}

function illegal({ kind, attempt }: AttemptEvent, from: string): NumrouteError<'WRONG_STATE'> {
  return new NumrouteError('WRONG_STATE', `attempt ${attempt}: ${kind} is not possible from ${from}`, {});
}

function begin(event: AttemptEvent): AttemptRecord {
  const { attempt: id, at: sentAt, up } = event;
  const sent = { sentAt, ...(up && { sentUp: up }) };
  if (event.kind === 'intent') {
    const { want, offer, maxPrice, beside } = event;
    const asked = { id, want, offer, maxPrice, ...(beside && { beside }) };
    return { ...asked, ...sent, state: 'sending', money: 'reserved', ...changedAt(event) };
  }
  if (event.kind !== 'surplus' || event.order.provider !== event.offer.provider) throw illegal(event, 'none');
  const { offer, maxPrice, order } = event;
  const { status: state } = order;
  return {
    id,
    offer,
    maxPrice,
    ...sent,
    state,
    money: moneyOf(state, order.refund),
    order,
    ...changedAt(event),
  };
}

/** When the state changed. What an earlier change left goes with it. */
function changedAt({ at, up }: AttemptEvent): Pick<AttemptRecord, 'since' | 'sinceUp'> {
  return { since: at, ...(up && { sinceUp: up }) };
}

function timeless({ sinceUp: _earlier, ...record }: AttemptRecord): AttemptRecord {
  return record;
}

function follow(before: AttemptRecord, event: AttemptEvent): AttemptRecord {
  const to = (state: AttemptState, reason: string): AttemptRecord => ({
    ...timeless(before),
    state,
    money: moneyOf(state),
    reason,
    ...changedAt(event),
  });
  switch (event.kind) {
    case 'intent':
    case 'surplus':
      throw illegal(event, before.state);
    case 'refused':
      return to('refused', `${event.code}: ${event.message}`);
    case 'unheard': {
      const unheardAfterMs = event.by === 'recovery' ? undefined : sinceIntent(before, event);
      return { ...to('unknown', event.message), ...(unheardAfterMs !== undefined && { unheardAfterMs }) };
    }
    case 'absent':
    case 'disputed':
      return to(event.kind, event.evidence);
    case 'lost':
      return { ...to('lost', event.evidence), ...(event.charged && { charged: event.charged }) };
    case 'bought': {
      if (event.order.provider !== before.offer.provider) throw illegal(event, 'another provider');
      const { reason: _settled, charged, ...rest } = before;
      const found = charged ? priced(event.order, charged) : event.order;
      const held = holding(rest, found, event);
      return event.adopted ? { ...held, adopted: true } : held;
    }
    case 'reported':
      return told(before, event.report, event);
    case 'cancel-wanted': {
      const { why, insist, notBefore, unlike, fault } = event;
      // Somebody who insists is not overruled by somebody who only asks.
      const insists = insist || (before.cancel?.insist ?? false);
      return track(before, {
        step: 'wanted',
        why,
        insist: insists,
        notBefore,
        ...(unlike && { unlike }),
        ...(fault && { fault }),
      });
    }
    case 'cancel-asked':
      return track(before, { step: 'asked', asked: (before.cancel?.asked ?? 0) + 1 });
    case 'cancel-refused':
      return track(before, {
        step: 'refused',
        notBefore: event.notBefore,
        why: event.message,
        ...(event.final && { final: true }),
      });
    case 'cancel-confirmed':
      return track(told(before, event.report, event), { step: 'confirmed' });
    case 'another-asked':
      return before.order ? { ...before, order: askAnother(before.order) } : before;
    case 'another-confirmed':
      return before.order ? holding(before, grantAnother(before.order, event.report), event) : before;
    case 'used':
      // Only when: `withMilestones` says it.
      return before;
    case 'finish-asked':
      return { ...before, finishAsked: true };
    case 'charge-seen':
      return before.order ? { ...before, order: priced(before.order, event.price) } : before;
    case 'refund-seen':
      return refunded(before, 'seen', event.evidence);
    case 'refund-missing':
      return refunded(before, 'missing', event.evidence);
  }
}

function told(before: AttemptRecord, report: OrderReport, event: AttemptEvent): AttemptRecord {
  // The table lets no attempt without an order come here.
  if (!before.order) return before;
  const aside = event.kind === 'reported' && event.aside === true;
  return holding(before, advance(before.order, report, { aside }), event);
}

function holding(before: AttemptRecord, order: Order, event: AttemptEvent): AttemptRecord {
  const state = order.status;
  if (state === before.state) return { ...before, order };
  return { ...timeless(before), order, state, money: moneyOf(state, order.refund), ...changedAt(event) };
}

function track(before: AttemptRecord, change: Partial<CancelTrack>): AttemptRecord {
  const was = before.cancel ?? { step: 'wanted', insist: false, why: '', notBefore: 0, asked: 0 };
  return { ...before, cancel: { ...was, ...change } };
}

/**
 * The vendor's word names this order, so the balance does not overrule it; but a word below the quote
 * is no proof.
 */
function priced(order: Order, price: Money): Order {
  return isPriceUnproven(order) ? { ...order, paid: price, paidSource: 'balance' } : order;
}

function refunded(before: AttemptRecord, refund: 'seen' | 'missing', reason: string): AttemptRecord {
  const { state, order } = before;
  return { ...before, money: moneyOf(state, refund), reason, ...(order && { order: { ...order, refund } }) };
}
