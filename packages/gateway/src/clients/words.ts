import { type Money, NumrouteError } from '@numroute/core';

/** The error for a client that is told what the cheapest would cost us; undefined where that is no reason. */
export type TooDear = (cost: Money) => NumrouteError | undefined;

/**
 * What a vendor refused us, told to a client: "your key is wrong", "your balance is empty" and "you
 * ask too often" are about our account there. What may have cost money is told as it is.
 */
export async function inClientsWords<T>(work: Promise<T>, tooDear?: TooDear): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw translated(error, tooDear);
  }
}

function translated(error: unknown, tooDear: TooDear | undefined): unknown {
  if (!NumrouteError.is(error) || error.moneyMayHaveMoved) return error;
  switch (error.code) {
    case 'NO_OFFER':
      return soldOut(error.details.cheapest?.price, tooDear);
    case 'PRICE_ABOVE_LIMIT':
      return soldOut(error.details.price, tooDear);
    case 'INSUFFICIENT_FUNDS':
    case 'BUDGET_EXCEEDED':
      return soldOut(undefined, tooDear);
    case 'UNAUTHORIZED':
    case 'RATE_LIMITED':
      return new NumrouteError('UNAVAILABLE', 'The vendor cannot be asked now.', {});
    default:
      return error;
  }
}

/** @param cost Of the cheapest, where its price alone was in the way. */
function soldOut(cost: Money | undefined, tooDear: TooDear | undefined): NumrouteError {
  const reason = cost && tooDear?.(cost);
  if (reason) return reason;
  return new NumrouteError('OUT_OF_STOCK', 'Nobody sells that now at this price.', {});
}
