import { type BuyerLimit, type HiddenOffers, type Money, NumrouteError } from '@numroute/core';

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
      return soldOut(priceIn(error.details.hidden), priceRefusal, error.details.hidden);
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

const priceIn = (hidden: readonly HiddenOffers[]): Money | undefined =>
  hidden.find(({ limit }) => limit === 'maxPrice')?.cheapest.price;

/** @param cost Of the cheapest, where its price alone was in the way. */
function soldOut(
  cost: Money | undefined,
  priceRefusal: PriceRefusal | undefined,
  hidden: readonly HiddenOffers[] = [],
): NumrouteError {
  const reason = cost && priceRefusal?.(cost);
  if (reason) return reason;
  const said = hidden.flatMap(({ limit, count }) => {
    const why = hiding[limit];
    return why === undefined ? [] : [` ${count === 1 ? 'One offer' : `${count} offers`} ${why}`];
  });
  return new NumrouteError('OUT_OF_STOCK', `Nobody sells that now at this price.${said.join('')}`, {});
}

/**
 * What a client's own wish was in the way of, and of how many offers. Which countries and vendors there are beside,
 * and whether numbers are virtual, is not a client's to know; our costs are not, either.
 */
const hiding: Readonly<Partial<Record<BuyerLimit, string>>> = {
  minPrice: 'cost less than minPrice.',
  minStock: 'have less stock than minStock, or do not say.',
  minSuccessRate: 'deliver fewer codes than minSuccessRate, or do not say.',
  pools: 'are of other pools.',
};
