import type { Money, Offer, Receipt } from '@numroute/core';
import {
  minorUnits,
  outcomeOf,
  type PurchaseOutcome,
  parseJson,
  type Reply,
  type RequestDescription,
  readHandle,
  type VendorCodes,
} from '@numroute/http';
import { orderId } from '@numroute/http/fields';
import * as v from 'valibot';
import { COUNTRY, isService } from './codes.ts';
import { refusalIn } from './words.ts';

const handle = v.object({ service: v.pipe(v.string(), v.check(isService)) });

/** A cap is a number on this wire: of so many decimals, rounded down, a float is exact when it is written. */
const millionths = minorUnits('USD', 6);

/** @throws {NumrouteError} INVALID_INPUT */
export function describePurchase(
  offer: Offer,
  maxPrice: Money,
  { provider }: VendorCodes,
): RequestDescription {
  const { service } = readHandle(offer, provider, handle);
  const cap = Number(millionths.write(maxPrice)) / 1_000_000;
  return { path: ['verifications'], json: { serviceName: service, capability: 'sms', maxPrice: cap } };
}

const sale = v.object({ method: v.literal('GET'), href: v.string() });

/**
 * What a reply proves: a sale by the link to its order, which is all that it tells, and a refusal by a word.
 * All the rest may be an order.
 */
export function readPurchase(reply: Reply): PurchaseOutcome {
  return outcomeOf(reply, { refused: refusalIn(reply), sold: receiptIn(reply) });
}

function receiptIn(reply: Reply): Receipt | undefined {
  const sold = reply.status === 201 ? v.safeParse(sale, parseJson(reply.text)) : undefined;
  const id = sold?.success ? idIn(sold.output.href) : undefined;
  return id === undefined ? undefined : { id, status: 'open', messages: [], country: COUNTRY };
}

/** A link is read and never followed: it may lead anywhere. */
function idIn(href: string): string | undefined {
  const read = v.safeParse(orderId, /\/verifications\/([\w-]+)\/?$/.exec(href)?.[1]);
  return read.success ? read.output : undefined;
}
