import type { CallToolResult } from '@modelcontextprotocol/server';
import { type AnyNumrouteError, type ErrorCode, formatMoney, NumrouteError } from '@numroute/core';
import { LostNumber } from '@numroute/gateway/shop';

/** The same twice, because hosts show models the one or the other. */
export const answer = (value: object): CallToolResult => ({
  content: [{ type: 'text', text: JSON.stringify(value) }],
  structuredContent: { ...value },
});

/** What is told of an error: our words alone, because a vendor's may say anything. */
export function refusal(error: unknown, onError: (error: unknown) => void): CallToolResult {
  if (!NumrouteError.is(error)) {
    onError(error);
    // Nobody proved that nothing was charged.
    return {
      ...answer({ code: 'FAILED', message: 'numroute failed.', money_may_have_moved: true }),
      isError: true,
    };
  }
  const { code, moneyMayHaveMoved, details } = error;
  const wait = 'retryAfterMs' in details ? details.retryAfterMs : undefined;
  return {
    ...answer({
      code,
      message: messageOf(error),
      money_may_have_moved: moneyMayHaveMoved,
      ...(wait !== undefined && { retry_after_s: Math.ceil(wait / 1_000) }),
      ...('field' in details && { field: details.field }),
    }),
    isError: true,
  };
}

function messageOf(error: AnyNumrouteError): string {
  if (error instanceof LostNumber)
    return 'It was charged, or may have been, and its number cannot be told. compare_prices gives a new quote.';
  if (error.code === 'INVALID_INPUT') return error.message;
  if (error.code === 'PRICE_ABOVE_LIMIT' && error.details.price && !error.moneyMayHaveMoved)
    return `The cheapest costs ${formatMoney(error.details.price)} now. compare_prices gives a new quote.`;
  return messages[error.code];
}

const AGAIN = 'Try again later.';
const NOTHING = 'Nothing was bought.';

const messages: Readonly<Record<Exclude<ErrorCode, 'INVALID_INPUT'>, string>> = {
  OUT_OF_STOCK: `Nobody sells that now at this price. ${NOTHING} compare_prices shows what there is.`,
  NO_OFFER: `Nobody sells that now at this price. ${NOTHING} compare_prices shows what there is.`,
  NO_CODE: 'No code came in time; its numbers are given up. compare_prices gives a new quote.',
  PRICE_ABOVE_LIMIT: 'It costs more than the cap of this quote. compare_prices gives a new one.',
  NOT_AS_OFFERED: 'The vendor sold something else, which is given back. compare_prices gives a new quote.',
  REJECTED: `That is not allowed here. ${NOTHING}`,
  INSUFFICIENT_FUNDS: `What is left of the budget does not cover the cap. ${NOTHING} get_balance tells what is left.`,
  BUDGET_EXCEEDED: `A budget forbids it. ${NOTHING}`,
  UNAUTHORIZED: `The vendor cannot be asked now. ${AGAIN}`,
  RATE_LIMITED: `That was asked too often. ${AGAIN}`,
  UNAVAILABLE: `That is not available now. ${AGAIN} To buy, send the same quote.`,
  UNREADABLE: `The vendor could not be understood. ${AGAIN}`,
  OUTCOME_UNKNOWN: 'It may have been bought. Do not buy again: send the same quote.',
  UNKNOWN_ORDER: 'There is no such order. list_orders shows yours.',
  WRONG_STATE: 'The order is not in a state for that. list_orders shows in which it is.',
  UNSUPPORTED: 'Its vendor cannot do that.',
  CLOSED: 'numroute is closing.',
  NOT_OWNER: `Another machine acts at that vendor now. ${AGAIN} To buy, send the same quote.`,
};
