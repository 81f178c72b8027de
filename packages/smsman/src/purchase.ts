import type { Offer, Receipt } from '@numroute/core';
import {
  isSuccess,
  outcomeOf,
  type PurchaseOutcome,
  type RefusalCode,
  type Reply,
  readHandle,
  refusalOf,
  type Said,
  told,
} from '@numroute/http';
import { ifTold, orderId, phone } from '@numroute/http/fields';
import * as v from 'valibot';
import { ID } from './fields.ts';
import { handle } from './offers.ts';
import { type Fields, fieldsOf, meaningOf, wordIn } from './words.ts';

const id = ifTold(v.pipe(v.string(), v.regex(ID)));
const sale = v.object({ request_id: orderId, number: ifTold(phone), country_id: id, application_id: id });

/** What tells of an order: beside a refusal it contradicts it. */
const ORDER = /"(?:request_id|number)"\s*:/i;

/**
 * What a reply to `get-number` proves. A refusal needs a documented code, a sale its id, and neither stands
 * beside the other. The rest may have been charged.
 */
export function readPurchase(reply: Reply, offer: Offer): PurchaseOutcome {
  const fields = fieldsOf(reply);
  return outcomeOf(reply, { refused: refusalIn(fields, reply), sold: receiptIn(fields, reply, offer) });
}

function refusalIn(fields: Fields | undefined, { text }: Reply): Said<RefusalCode> | undefined {
  const word = wordIn(fields);
  return word === undefined || ORDER.test(text) ? undefined : refusalOf(meaningOf(word));
}

function receiptIn(fields: Fields | undefined, reply: Reply, offer: Offer): Receipt | undefined {
  const isRefused = fields?.has('error_code') || fields?.get('success') === false;
  if (!fields || isRefused || !isSuccess(reply)) return undefined;
  const read = v.safeParse(sale, Object.fromEntries(fields));
  if (!read.success) return undefined;
  const { request_id: id, number, country_id, application_id } = read.output;
  const asked = readHandle(offer, offer.provider, handle);
  // Of another country than was asked for, the offer's name would be a lie.
  const nameOf = (sold: string | null, wanted: string, name: string): string | null =>
    sold === null || sold === wanted ? sold && name : `${offer.provider}:${sold}`;
  return {
    id,
    status: 'open',
    messages: [],
    ...told({
      phone: number,
      country: nameOf(country_id, asked.country, offer.country),
      service: nameOf(application_id, asked.service, offer.service),
    }),
  };
}
