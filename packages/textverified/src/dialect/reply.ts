import { decimalOf, formatDecimal, type Money, NumrouteError, type WireReply } from '@numroute/core';

const headers = { 'content-type': 'application/json' };

/** @param body JSON already, so that no float rounds a price. */
export const show = (body: string, status = 200): WireReply => ({ status, headers, body });

export const refuse = (status: number, errorCode: string, errorDescription: string): WireReply =>
  show(JSON.stringify({ errorCode, errorDescription }), status);

/** Members of an object, each as JSON. */
export const objectOf = (members: Readonly<Record<string, string>>): string =>
  `{${Object.entries(members)
    .map(([name, json]) => `${JSON.stringify(name)}:${json}`)
    .join()}}`;

/** A number in JSON, digit for digit. */
export const plain = (amount: Money): string => formatDecimal(decimalOf(amount));

export const notFound: WireReply = refuse(404, 'NotFound', 'There is no such thing.');
export const unauthorized: WireReply = refuse(401, 'Unauthorized', 'The key or the token is not accepted.');

/** Promises nothing. */
const failed: WireReply = refuse(500, 'InternalError', 'Something went wrong.');

/** What went wrong in the shop, in words such as the vendor's clients look for. */
export function sayNo(error: unknown): WireReply {
  // Where something may have been bought, no word may say that nothing was.
  if (!NumrouteError.is(error) || error.moneyMayHaveMoved) return failed;
  switch (error.code) {
    case 'OUT_OF_STOCK':
    case 'NO_OFFER':
      return refuse(400, 'OutOfStock', 'This service is out of stock.');
    case 'PRICE_ABOVE_LIMIT':
      return refuse(400, 'PriceAboveMaximum', 'The price is above maxPrice.');
    case 'INSUFFICIENT_FUNDS':
      return refuse(400, 'InsufficientCredits', 'Your balance is too low.');
    case 'REJECTED':
      return refuse(400, 'BadRequest', 'The request is not valid.');
    case 'RATE_LIMITED':
      return refuse(429, 'TooManyRequests', 'Slow down.');
    case 'UNKNOWN_ORDER':
      return notFound;
    case 'WRONG_STATE':
      return refuse(400, 'NotAllowed', 'This cannot be done now.');
    default:
      return failed;
  }
}
