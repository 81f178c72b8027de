import type { Offer, Receipt } from '@numroute/core';
import {
  isSuccess,
  outcomeOf,
  type PurchaseOutcome,
  parseJson,
  type Reply,
  type RequestDescription,
  readHandle,
  told,
  type VendorCodes,
} from '@numroute/http';
import { ifTold, orderId, phone } from '@numroute/http/fields';
import * as v from 'valibot';
import { COUNTRY, SERVICE } from './codes.ts';
import { ask } from './request.ts';
import { refusalIn } from './words.ts';

const handle = v.object({
  country: v.pipe(v.string(), v.regex(COUNTRY)),
  service: v.pipe(v.string(), v.regex(SERVICE)),
});

/** It takes no cap. The country is always said: without one a Russian number is sold. @throws {NumrouteError} INVALID_INPUT */
export function describePurchase(offer: Offer, { provider }: VendorCodes): RequestDescription {
  const { country, service } = readHandle(offer, provider, handle);
  return ask('getNum', { service, country, number: '1' });
}

const sale = v.object({
  response: v.literal('1'),
  tzid: orderId,
  number: ifTold(phone),
  country: ifTold(v.pipe(v.string(), v.regex(COUNTRY))),
});

/** What a reply proves: a sale by its `tzid`, a refusal by a listed word. All the rest may be an order. */
export function readPurchase(reply: Reply, codes: VendorCodes): PurchaseOutcome {
  return outcomeOf(reply, { refused: refusalIn(reply), sold: receiptIn(reply, codes) });
}

function receiptIn(reply: Reply, { countries }: VendorCodes): Receipt | undefined {
  const sold = isSuccess(reply) ? v.safeParse(sale, parseJson(reply.text)) : undefined;
  if (!sold?.success) return undefined;
  const { tzid: id, number, country } = sold.output;
  const place = country && countries.nameOf(country);
  return { id, status: 'open', messages: [], ...told({ phone: number, country: place }) };
}
