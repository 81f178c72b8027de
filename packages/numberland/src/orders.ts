import { NumrouteError, type OrderReport } from '@numroute/core';
import { dataOf, messageIn, type Reply, unexpected } from '@numroute/http';
import * as v from 'valibot';
import { saidBy } from './reply.ts';
import { type State, states } from './words.ts';

const order = v.object({
  RESULT: v.pipe(v.string(), v.trim(), v.picklist(['1', '2', '3', '4', '5', '6'])),
  CODE: v.optional(v.nullable(v.string()), null),
});

/** What may be asked of an order. */
export type Change = 'cancelnumber' | 'bannumber' | 'closenumber' | 'repeat';

/** The states that say yes. A refusal shows as the state that the order is in. */
const granting: Readonly<Record<Change, readonly State[]>> = {
  cancelnumber: ['3', '4'],
  bannumber: ['3', '4'],
  closenumber: ['6'],
  repeat: ['5'],
};

/** Too early for a cancel: a client of the vendor asks again after so long. */
const CANCEL_AGAIN_MS = 30_000;

/** @throws {NumrouteError} WRONG_STATE The vendor refused the change. */
export function readOrder(reply: Reply, id: string, change?: Change): OrderReport {
  const { RESULT: state, CODE: code } = dataOf(reply, order, saidBy(reply), id);
  if (change && !granting[change].includes(state)) throw refusal(state, change);
  const messages = [messageIn(code) ?? []].flat();
  switch (state) {
    case '1':
      return { id, status: 'open', messages: [] };
    case '2':
      if (messages.length === 0) throw unexpected(reply, 'CODE');
      return { id, status: 'delivered', messages };
    case '3':
    case '4':
      return { id, status: 'cancelled', messages: [] };
    case '5':
      return { id, status: 'delivered', messages, awaits: true };
    case '6':
      // An end without a code: nothing is written about its money.
      if (messages.length === 0) return { id, status: 'gone', messages };
      // It may have come from state 5, with the old code: one that reads like it is no news.
      return { id, status: 'finished', messages, awaits: true };
  }
}

function refusal(state: State, change: Change): NumrouteError {
  const isOver = state === '3' || state === '4' || state === '6';
  const givesUp = change === 'cancelnumber' || change === 'bannumber';
  const isTooEarly = givesUp && state === '1';
  // Only before the code comes, the vendor cancels.
  const isFinal = isOver || (givesUp && !isTooEarly);
  const word = `${state} (${states[state]})`;
  return new NumrouteError('WRONG_STATE', `the vendor refused ${change}: the order stays in ${word}`, {
    vendorWord: word,
    ...(isTooEarly && { retryAfterMs: CANCEL_AGAIN_MS }),
    ...(isFinal && { final: true }),
  });
}
