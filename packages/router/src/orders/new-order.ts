import { cancelBefore, type Manifest, type Offer, type Order, type Receipt, toldPrice } from '@numroute/core';
import { LIFETIME_MS } from '../time/vendor-times.ts';

/** The vendor counts an order's life from some moment between these two. */
export interface PurchaseTimes {
  readonly sentAt: number;
  readonly boughtAt: number;
}

/** The order as its receipt tells it, and as the offer says where the receipt is silent. */
export function newOrder(
  offer: Offer,
  receipt: Receipt,
  { sentAt, boughtAt }: PurchaseTimes,
  { timing, traits }: Pick<Manifest, 'timing' | 'traits'>,
): Order {
  // A price that is none must not cost us the receipt.
  const price = toldPrice(receipt);
  return {
    provider: offer.provider,
    id: receipt.id,
    phone: receipt.phone ?? '',
    service: offer.service,
    country: offer.country,
    ...(offer.pool !== undefined && { pool: offer.pool }),
    quoted: offer.price,
    paid: price ?? offer.price,
    paidSource: price ? 'vendor' : 'offer',
    status: receipt.status,
    messages: receipt.messages,
    boughtAt,
    ...(receipt.expiresAt !== undefined && { expiresAt: receipt.expiresAt }),
    ...(receipt.cancelAfter !== undefined && { cancelAfter: receipt.cancelAfter }),
    cancelBefore: cancelBefore(sentAt, endOf(sentAt, receipt, offer.lifetimeMs ?? timing.lifetimeMs)),
    refund: 'none',
    ...(!traits.refundsOnCancel && { refundsOnCancel: false as const }),
  };
}

/** A vendor's time may be of another zone, or its clock or ours wrong: then what its orders live counts. */
function endOf(sentAt: number, { expiresAt = 0 }: Receipt, lifetimeMs: number | undefined): number {
  if (expiresAt <= sentAt) return sentAt + (lifetimeMs ?? LIFETIME_MS);
  return lifetimeMs === undefined ? expiresAt : Math.min(expiresAt, sentAt + lifetimeMs);
}
