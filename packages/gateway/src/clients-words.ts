import { NumrouteError } from '@numroute/core';

/**
 * What a vendor refused us, told to a client: "your key is wrong", "your balance is empty" and "you
 * ask too often" are about our account there. What may have cost money is told as it is.
 */
export async function inClientsWords<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw translated(error);
  }
}

function translated(error: unknown): unknown {
  if (!NumrouteError.is(error) || error.moneyMayHaveMoved) return error;
  switch (error.code) {
    case 'NO_OFFER':
    case 'INSUFFICIENT_FUNDS':
    case 'PRICE_ABOVE_LIMIT':
    case 'NOT_AS_OFFERED':
    case 'BUDGET_EXCEEDED':
      return new NumrouteError('OUT_OF_STOCK', 'Nobody sells that now at this price.', {});
    case 'UNAUTHORIZED':
    case 'RATE_LIMITED':
      return new NumrouteError('UNAVAILABLE', 'The vendor cannot be asked now.', {});
    default:
      return error;
  }
}
