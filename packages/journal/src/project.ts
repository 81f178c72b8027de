import type { Order } from '@numroute/core';
import type { Intent, Outcome } from '@numroute/router';

/** One thing that happened; the body of its line in the file. */
export type JournalEvent =
  | { readonly kind: 'intent'; readonly attempt: string; readonly body: Intent }
  | { readonly kind: 'outcome'; readonly attempt: string; readonly body: Outcome }
  | { readonly kind: 'order'; readonly attempt: string; readonly body: Order };

/** A row of `attempt`. A type, because the binding of an interface would need an index signature. */
export type AttemptRow = {
  id: string;
  want: string | null;
  provider: string;
  state: string;
  cap_amount: string | null;
  cap_currency: string | null;
  paid_amount: string | null;
  paid_currency: string | null;
  reason: string | null;
  intent: string | null;
  order_id: string | null;
  bought: string | null;
};

/**
 * The row after one more event; undefined where there is nothing to note it on. The same for the
 * live file and for a rebuild.
 */
export function project(row: AttemptRow | undefined, event: JournalEvent): AttemptRow | undefined {
  switch (event.kind) {
    case 'intent':
      return planned(event.body);
    case 'order':
      return holding(row, event.attempt, event.body);
    case 'outcome': {
      const outcome = event.body;
      if (outcome.kind === 'bought') return holding(row, event.attempt, outcome.order);
      // A later word never reopens what was settled, and never takes an order away.
      if (row?.state !== 'sending' && row?.state !== 'unknown') return row;
      return { ...row, state: outcome.kind, reason: outcome.message };
    }
  }
}

function planned(intent: Intent): AttemptRow {
  return {
    id: intent.attempt,
    want: intent.want,
    provider: intent.offer.provider,
    state: 'sending',
    cap_amount: intent.maxPrice.amount,
    cap_currency: intent.maxPrice.currency,
    paid_amount: null,
    paid_currency: null,
    reason: null,
    intent: JSON.stringify(intent),
    order_id: null,
    bought: null,
  };
}

function holding(row: AttemptRow | undefined, attempt: string, order: Order): AttemptRow {
  return {
    // An order without an attempt: one request made more than one.
    ...(row ?? {
      id: attempt,
      want: null,
      cap_amount: null,
      cap_currency: null,
      intent: null,
    }),
    provider: order.provider,
    state: order.status,
    paid_amount: order.paid.amount,
    paid_currency: order.paid.currency,
    reason: null,
    order_id: order.id,
    bought: JSON.stringify(order),
  };
}
