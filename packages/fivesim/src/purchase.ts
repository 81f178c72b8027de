import { type Money, NumrouteError, type Offer } from '@numroute/core';
import {
  headerWait,
  isTurnedAway,
  outcomeOf,
  type PurchaseOutcome,
  type RefusalCode,
  type Reply,
  type RequestDescription,
  readHandle,
  type Said,
  sampleOf,
} from '@numroute/http';
import * as v from 'valibot';
import { ANY, NAME } from './names.ts';
import { receiptIn, type Site } from './orders.ts';
import { meaningOf } from './words.ts';

const name = v.pipe(v.string(), v.regex(NAME));
/** An offer of one kind is never bought as one of the other: only `any` takes a cap. */
const handles = {
  pinned: v.object({ country: name, operator: name, product: name }),
  any: v.object({ country: name, operator: v.literal(ANY), product: name }),
};

/** @throws {NumrouteError} INVALID_INPUT */
export function describePurchase(
  offer: Offer,
  maxPrice: Money,
  { codes, currency }: Site,
  isPinned: boolean,
): RequestDescription {
  const shape = isPinned ? handles.pinned : handles.any;
  const { country, operator, product } = readHandle(offer, codes.provider, shape);
  if (maxPrice.currency !== currency) throw NumrouteError.input('maxPrice', `an amount in ${currency}`);
  return {
    path: ['user', 'buy', 'activation', country, operator, product],
    ...(!isPinned && { query: { maxPrice: maxPrice.amount } }),
  };
}

/**
 * What a reply proves. A sale is an order with its id; a refusal needs its whole sentence and a status that
 * goes with it, or the filter in front of the shop, which then never heard of it.
 */
export function readPurchase(reply: Reply, site: Site): PurchaseOutcome {
  return outcomeOf(reply, { refused: refusalIn(reply), sold: receiptIn(reply, site) });
}

function refusalIn(reply: Reply): Said<RefusalCode> | undefined {
  const { text, status } = reply;
  const { refusal: code } = meaningOf(reply);
  if (code) return { code, word: text, retryAfterMs: headerWait(reply) };
  if (status === 401 && text === '') return { code: 'UNAUTHORIZED', word: 'HTTP 401' };
  // The filter's rule against a client is no matter of time.
  return status === 403 && isTurnedAway(reply) ? { code: 'REJECTED', word: sampleOf(reply) } : undefined;
}
