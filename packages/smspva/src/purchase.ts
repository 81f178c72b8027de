import { findCountry, type Offer, type Receipt } from '@numroute/core';
import {
  expiryOf,
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
import { ifTold, phone, whole } from '@numroute/http/fields';
import * as v from 'valibot';
import { COUNTRY, OPERATOR, ORDER_ID, SERVICE } from './codes.ts';
import { refusalIn, statusOf } from './words.ts';

const textOf = (pattern: RegExp) => v.pipe(v.string(), v.regex(pattern));

const handle = v.object({
  country: textOf(COUNTRY),
  service: textOf(SERVICE),
  operator: v.optional(textOf(OPERATOR)),
});

/** It takes no cap. @throws {NumrouteError} INVALID_INPUT */
export function describePurchase(offer: Offer, { provider }: VendorCodes): RequestDescription {
  const { country, service, operator } = readHandle(offer, provider, handle);
  return { path: ['number', country, service, ...(operator === undefined ? [] : [operator])] };
}

const sale = v.object({
  data: v.object({
    // One that cannot be asked about would be an order that nobody can end.
    orderId: textOf(ORDER_ID),
    phoneNumber: ifTold(v.string()),
    countryCode: ifTold(v.string()),
    orderExpireIn: ifTold(whole),
  }),
});

type Sale = v.InferOutput<typeof sale>['data'];

/** What a reply proves: a sale by its id, a refusal by a documented status. The rest may be an order. */
export function readPurchase(reply: Reply, offer: Offer, codes: VendorCodes): PurchaseOutcome {
  const isSale = isSuccess(reply) && statusOf(reply) === '200';
  const sold = isSale ? v.safeParse(sale, parseJson(reply.text)) : undefined;
  return outcomeOf(reply, {
    refused: refusalIn(reply),
    sold: sold?.success ? receiptOf(sold.output.data, reply, offer, codes) : undefined,
  });
}

function receiptOf(data: Sale, reply: Reply, offer: Offer, { countries }: VendorCodes): Receipt {
  const { orderId: id, countryCode, orderExpireIn: lasts } = data;
  const country =
    countryCode !== null && COUNTRY.test(countryCode) ? countries.nameOf(countryCode) : undefined;
  const expiresAt = expiryOf(lasts ? reply.at + lasts * 1000 : undefined, reply);
  const number = phoneOf(data, country ?? offer.country);
  return { id, status: 'open', messages: [], ...told({ phone: number, country, expiresAt }) };
}

/** The number comes without its calling code, which `countryCode` is in replies, and not in the documents. */
function phoneOf({ phoneNumber, countryCode }: Sale, country: string): string | undefined {
  const isCode = countryCode !== null && /^\+?[1-9]\d{0,3}$/.test(countryCode);
  const callingCode = isCode ? countryCode : findCountry(country)?.callingCode;
  if (phoneNumber === null || !/\d/.test(phoneNumber)) return undefined;
  const isJoined = phoneNumber.startsWith('+');
  if (!isJoined && callingCode === undefined) return undefined;
  const read = v.safeParse(phone, isJoined ? phoneNumber : `${callingCode}${phoneNumber}`);
  return read.success ? read.output : undefined;
}
