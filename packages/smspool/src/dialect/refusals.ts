import { NumrouteError, type WireReply } from '@numroute/core';

/** The vendor's answer to what it does not do. */
export class Refusal extends Error {
  readonly reply: WireReply;

  constructor(status: number, body: object) {
    super('refused');
    this.reply = json({ success: 0, ...body }, status);
  }
}

export function json(body: object, status = 200): WireReply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** A field that is not there, or that means nothing. */
export function missing(param: string): Refusal {
  const message = 'You are missing a required parameter for this request.';
  return new Refusal(400, { errors: [{ message, param, description: `The parameter ${param}.` }] });
}

export const wrongKey: Refusal = new Refusal(403, {
  errors: [{ message: 'Invalid API key', param: 'key', description: 'Your API key.' }],
});

const unknownOrder = new Refusal(404, { message: 'We could not find this order!' });
const tooEarly = new Refusal(400, {
  message: 'Your order cannot be cancelled yet, please try again later.',
});
/** Promises nothing. */
const failed = new Refusal(500, { message: 'Something went wrong.' });

/** The vendor's words for what went wrong in the shop. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  // Where something may have been bought, no word may say that nothing was.
  if (!NumrouteError.is(error) || error.moneyMayHaveMoved) return failed;
  if (error.code === 'UNKNOWN_ORDER') return unknownOrder;
  return error.code === 'WRONG_STATE' ? tooEarly : failed;
}

/** The same for a purchase: a `type`, for the reply and for each pool that was tried. */
export function saleRefusalOf(
  error: unknown,
  { pool, cap }: { readonly pool: string; readonly cap: string },
): Refusal {
  if (!NumrouteError.is(error) || error.moneyMayHaveMoved) return refusalOf(error);
  switch (error.code) {
    case 'OUT_OF_STOCK':
    case 'NO_OFFER':
      return untold('OUT_OF_STOCK', '<p>This service is <b>out of stock</b>.</p>', pool);
    case 'PRICE_ABOVE_LIMIT':
      return untold('PRICE_NOT_FOUND', `We could not find a suitable pool below the price of: ${cap}`, pool);
    case 'INSUFFICIENT_FUNDS':
      return untold('BALANCE_ERROR', 'Insufficient balance.', pool);
    default:
      return refusalOf(error);
  }
}

function untold(type: string, message: string, pool: string): Refusal {
  return new Refusal(422, { message, type, pools: { [pool]: { success: 0, message, type } } });
}
