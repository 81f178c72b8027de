import { findCountry, type Money, NumrouteError, type Offer, type Receipt } from '@numroute/core';
import {
  isSuccess,
  membersOf,
  type PurchaseOutcome,
  type Reply,
  type RequestDescription,
  readIsoTime,
  sampleOf,
} from '@numroute/http';
import { chargeOf } from './amounts.ts';
import { readId, readPhone } from './fields.ts';
import { readHandle } from './handle.ts';
import { callingCodeOf, namedCountry } from './named-country.ts';
import { refusalOf } from './refusal.ts';
import { type Body, normalWord, readBody, wordsOf } from './reply.ts';
import { describeRequest } from './request.ts';
import type { Site } from './site.ts';
import { meaningOf } from './words.ts';

/** @throws {NumrouteError} INVALID_INPUT */
export function describePurchase(offer: Offer, maxPrice: Money, site: Site): RequestDescription {
  const { id, profile, currency } = site;
  const { action, maxPrice: cap, pool: picks } = profile.purchase;
  const { country, service, pool } = readHandle(offer, id);
  if (profile.onlyCountry !== undefined && profile.onlyCountry !== country) {
    throw NumrouteError.input('offer.handle', `country ${profile.onlyCountry}, the only one of this site`);
  }
  // Without the parameter the site would choose; without a way to choose, the offer is another's.
  if (pool !== undefined && picks === undefined) throw NumrouteError.input('offer.handle', 'no pool');
  if (maxPrice.currency !== currency) throw NumrouteError.input('maxPrice', `an amount in ${currency}`);
  return describeRequest(site, 'purchase', action, {
    service,
    ...(profile.onlyCountry === undefined && { country }),
    ...(cap !== undefined && { [cap]: maxPrice.amount }),
    ...(pool !== undefined && picks !== undefined && { [picks]: pool }),
  });
}

/**
 * What a reply proves. A sale needs the order's id; its phone is told where it can be read. A refusal
 * needs a proof that nothing was bought. All the rest may have been charged.
 */
export function readPurchase(reply: Reply, site: Site, offer: Offer): PurchaseOutcome {
  const body = readBody(reply);
  const receipt = isSuccess(reply) ? receiptOf(body, reply, site, offer) : undefined;
  if (receipt) return { outcome: 'accepted', receipt };
  // The reply itself is the evidence: an id or a phone in it is a strong lead.
  return refusalOf(body, reply, site) ?? { outcome: 'unknown', why: sampleOf(reply) || 'an empty reply' };
}

function receiptOf(body: Body, reply: Reply, site: Site, offer: Offer): Receipt | undefined {
  if (body.kind === 'text') return readAccessNumber(body.text, reply, site, offer);
  const fields = body.kind === 'json' ? membersOf(body.value) : undefined;
  const id = readOrderId(fields?.get('activationId'), site);
  if (!fields || id === undefined) return undefined;
  const words = wordsOf(body);
  if (words.some((said) => meaningOf(said, 'purchase', site.profile))) return undefined;
  const place = ['phoneNumber', 'phone', 'number'].find((name) => fields.has(name));
  const phone = place === undefined ? undefined : phoneOf(fields.get(place), site, offer);
  // An id without a place for its phone, or beside words, may be of an order that was there before.
  const isDoubtful = place === undefined || words.some(({ word }) => word !== '');
  if (phone === undefined && isDoubtful) return undefined;
  const price = chargeOf(fields.get('activationCost'), fields.get('currency'), site.currency);
  const expiresAt = readIsoTime(fields.get('activationEndTime'));
  const country = namedCountry(fields, phone, site.codes);
  // An id without a name of ours may be a number of another kind, such as a calling code.
  const isKnown = country !== undefined && (country === offer.country || findCountry(country) !== undefined);
  return {
    ...saleOf(id, phone),
    ...(isKnown && { country }),
    ...(price && { price }),
    ...(expiresAt !== undefined && { expiresAt }),
  };
}

/** `ACCESS_NUMBER:<id>:<phone>`; the second colon is the end of the id. */
function readAccessNumber(text: string, reply: Reply, site: Site, offer: Offer): Receipt | undefined {
  const [, first, second] = /^ACCESS_NUMBER:([^:]*):([^:\n]*)(?::[^\n]*)?$/.exec(text) ?? [];
  const id = readOrderId(first, site);
  if (id === undefined || text.lastIndexOf('ACCESS_NUMBER') > 0) return undefined;
  // Of a reply that may have been cut off, the last digits of the phone may be missing. The list of open
  // orders tells it again; where there is none, the phone as told is all that can be had.
  const isToldAgain = site.profile.active !== undefined;
  const phone = reply.openEnded && isToldAgain ? undefined : phoneOf(second, site, offer);
  const header = site.profile.purchase.priceHeader;
  const price = header === undefined ? undefined : chargeOf(reply.headers[header], undefined, site.currency);
  return { ...saleOf(id, phone), ...(price && { price }) };
}

function saleOf(id: string, phone: string | undefined): Receipt {
  return { id, ...(phone !== undefined && { phone }), status: 'open', messages: [] };
}

/** A vendor's word in the place of the id says that there is no order. */
function readOrderId(value: unknown, { profile }: Site): string | undefined {
  const id = readId(value);
  if (id === undefined || !/\d/.test(id)) return undefined;
  return meaningOf({ word: normalWord(id) }, 'purchase', profile) ? undefined : id;
}

function phoneOf(told: unknown, { profile }: Site, offer: Offer): string | undefined {
  return readPhone(told, profile.nationalPhones && callingCodeOf(offer.country));
}
