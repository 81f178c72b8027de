import { decimalOf, formatDecimal, type Money, NumrouteError, type WireReply } from '@numroute/core';

/** The documented sentences of a status. That of a wrong key is not documented. */
const sentences = {
  202: 'SMS not yet received',
  401: 'Invalid API key',
  404: 'Not found',
  405: 'Invalid parameters',
  406: 'Order ID format is invalid or not found',
  407: 'Your balance is too low to receive sms for selected country and service.',
  410: 'This order is closed and unavailable',
  411: 'API access limited by low karma or ratelimits',
  500: 'Failed to fetch number',
  501: 'Number not found',
} as const;

export type Status = keyof typeof sentences;

/** The vendor's answer to what it does not do. */
export class Refusal extends Error {
  readonly status: Status;

  constructor(status: Status) {
    super('refused');
    this.status = status;
  }
}

/** @param data JSON already, so that no float rounds a price. */
export const show = (data: string): WireReply => reply(200, `{"statusCode":200,"data":${data}}`);

export function refuse(status: Status): WireReply {
  const error = { type: `ERROR_${status}`, description: sentences[status] };
  return reply(status, JSON.stringify({ statusCode: status, error }));
}

const reply = (status: number, body: string): WireReply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body,
});

/** A number in JSON, digit for digit. */
export const plain = (amount: Money): string => formatDecimal(decimalOf(amount));

/** The vendor's ids are numbers; whatever else a shop calls its orders stays text. */
export const idOf = (id: string): string => (/^[1-9]\d{0,14}$/.test(id) ? id : JSON.stringify(id));

/** What went wrong in the shop, as the vendor says it. 500 promises nothing, and so fits the rest. */
export function statusOf(error: unknown): Status {
  if (error instanceof Refusal) return error.status;
  // Where something may have been bought, no status may say that nothing was.
  if (!NumrouteError.is(error) || error.moneyMayHaveMoved) return 500;
  switch (error.code) {
    case 'OUT_OF_STOCK':
    case 'NO_OFFER':
    case 'PRICE_ABOVE_LIMIT':
    // To whoever cancels, the same number says that the server does not.
    case 'WRONG_STATE':
      return 501;
    case 'INSUFFICIENT_FUNDS':
      return 407;
    case 'REJECTED':
      return 405;
    case 'RATE_LIMITED':
      return 411;
    case 'UNKNOWN_ORDER':
      return 406;
    default:
      return 500;
  }
}
