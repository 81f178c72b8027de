import { type Money, NumrouteError } from '@numroute/core';

/** The error for a client that is told what the cheapest would cost us; undefined where that is no reason. */
export type PriceRefusal = (cost: Money) => NumrouteError | undefined;

/**
 * What a vendor refused us, told to a client: "your key is wrong", "your balance is empty" and "you
 * ask too often" are about our account there. What may have cost money is told as it is.
 */
export async function withClientErrors<T>(work: Promise<T>, priceRefusal?: PriceRefusal): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw translated(error, priceRefusal);
  }
}

function translated(error: unknown, priceRefusal: PriceRefusal | undefined): unknown {
  if (!NumrouteError.is(error) || error.moneyMayHaveMoved) return error;
  switch (error.code) {
    case 'NO_OFFER':
      return soldOut(error.details.cheapest?.price, priceRefusal);
    case 'PRICE_ABOVE_LIMIT':
      return soldOut(error.details.price, priceRefusal);
    case 'INSUFFICIENT_FUNDS':
    case 'BUDGET_EXCEEDED':
      return soldOut(undefined, priceRefusal);
    case 'UNAUTHORIZED':
    case 'RATE_LIMITED':
      return new NumrouteError('UNAVAILABLE', 'The vendor cannot be asked now.', {});
    default:
      return error;
  }
}

/** @param cost Of the cheapest, where its price alone was in the way. */
function soldOut(cost: Money | undefined, priceRefusal: PriceRefusal | undefined): NumrouteError {
  const reason = cost && priceRefusal?.(cost);
  if (reason) return reason;
  return new NumrouteError('OUT_OF_STOCK', 'Nobody sells that now at this price.', {});
}
