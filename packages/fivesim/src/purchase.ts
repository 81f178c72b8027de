import { type Money, NumrouteError, type Offer } from '@numroute/core';
import {
  headerWait,
  isSuccess,
  type PurchaseOutcome,
  type Reply,
  type RequestDescription,
  readHandle,
  sampleOf,
  turnedAway,
  unproven,
} from '@numroute/http';
import * as v from 'valibot';
import { ANY, isName } from './names.ts';
import { readSale, type Site } from './orders.ts';
import { refusalOf } from './words.ts';

/** What to buy, in the vendor's own names. */
export interface Handle {
  readonly country: string;
  readonly operator: string;
  readonly product: string;
}

const name = v.pipe(v.string(), v.check(isName));
/** An offer of one kind is never bought as one of the other: only `any` takes a cap. */
const handles = {
  pinned: v.object({ country: name, operator: name, product: name }),
  any: v.object({ country: name, operator: v.literal(ANY), product: name }),
};

/** @throws {NumrouteError} INVALID_INPUT */
export function describePurchase(
  offer: Offer,
  maxPrice: Money,
  { id, currency }: Site,
  isPinned: boolean,
): RequestDescription {
  const shape = isPinned ? handles.pinned : handles.any;
  const { country, operator, product }: Handle = readHandle(offer, id, shape);
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
  const { text, status } = reply;
  const code = refusalOf(text, status);
  if (code) {
    const wait = headerWait(reply);
    return { outcome: 'rejected', code, word: text, ...(wait !== undefined && { retryAfterMs: wait }) };
  }
  if (status === 401 && text === '') return { outcome: 'rejected', code: 'UNAUTHORIZED', word: 'HTTP 401' };
  const turned = turnedAway(reply);
  // Its rule against a client is no matter of time.
  if (turned && status === 403) return { outcome: 'rejected', code: 'REJECTED', word: sampleOf(reply) };
  if (turned) return turned;
  if (!isSuccess(reply)) return unproven(reply);
  try {
    return { outcome: 'accepted', receipt: readSale(reply, site) };
  } catch (error) {
    if (NumrouteError.is(error)) return unproven(reply);
    throw error;
  }
}
