import {
  cancelBefore,
  type Manifest,
  type Offer,
  type Order,
  type Receipt,
  toldEnd,
  toldPrice,
} from '@numroute/core';
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
  const expiresAt = toldEnd(receipt, boughtAt);
  const lifetimeMs = offer.lifetimeMs ?? timing.lifetimeMs;
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
    ...(expiresAt !== undefined && { expiresAt }),
    ...(receipt.cancelAfter !== undefined && { cancelAfter: receipt.cancelAfter }),
    cancelBefore: cancelBefore(sentAt, endOf(sentAt, expiresAt, lifetimeMs)),
    refund: 'none',
    ...(!traits.refundsOnCancel && { refundsOnCancel: false as const }),
  };
}

/** The earlier of the vendor's word and of what its orders live. */
function endOf(sentAt: number, expiresAt: number | undefined, lifetimeMs: number | undefined): number {
  if (expiresAt === undefined) return sentAt + (lifetimeMs ?? LIFETIME_MS);
  return lifetimeMs === undefined ? expiresAt : Math.min(expiresAt, sentAt + lifetimeMs);
}
