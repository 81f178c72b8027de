import {
  findCountry,
  type Money,
  money,
  NumrouteError,
  type Offer,
  parseDecimal,
  type Receipt,
} from '@numroute/core';
import type { PurchaseOutcome, Reply, RequestDescription } from '@numroute/http';
import { type Body, fieldsOf, readBody, wordsOf } from './envelope.ts';
import { isSuccess, priceOf, sample, waitOf } from './failure.ts';
import { readId, readPhone, readTime, withCallingCode } from './fields.ts';
import { readHandle } from './handle.ts';
import type { Shelf } from './offers.ts';
import { describeRequest } from './request.ts';
import { isRefusal, meaningOf } from './words.ts';

/** @throws {NumrouteError} INVALID_INPUT */
export function describePurchase(offer: Offer, maxPrice: Money, shelf: Shelf): RequestDescription {
  const { id, profile, currency } = shelf;
  const { action, maxPrice: cap, pool: picks } = profile.purchase;
  const { country, service, pool } = readHandle(offer, id);
  if (profile.onlyCountry !== undefined && profile.onlyCountry !== country) {
    throw NumrouteError.input('offer.handle', `country ${profile.onlyCountry}, the only one of this site`);
  }
  // Without the parameter the site would choose; without a way to choose, the offer is another's.
  if (pool !== undefined && picks === undefined) throw NumrouteError.input('offer.handle', 'no pool');
  if (maxPrice.currency !== currency) throw NumrouteError.input('maxPrice', `an amount in ${currency}`);
  return describeRequest(shelf, 'purchase', action, {
    service,
    ...(profile.onlyCountry === undefined && { country }),
    ...(cap !== undefined && { [cap]: maxPrice.amount }),
    ...(pool !== undefined && picks !== undefined && { [picks]: pool }),
  });
}

/**
 * What a reply proves. A sale needs id and phone, a refusal needs its word, alone, from a server
 * that did not fail. All the rest may have been charged.
 */
export function readPurchase(reply: Reply, shelf: Shelf, offer: Offer): PurchaseOutcome {
  const body = readBody(reply);
  const receipt = isSuccess(reply) ? receiptOf(body, reply, shelf) : undefined;
  if (receipt) return { outcome: 'accepted', receipt: phoneOf(receipt, offer, shelf) };
  const refused = holdsOrder(body) ? undefined : refusalOf(body, reply, shelf);
  // The reply itself is the evidence: an id or a phone in it is a strong lead.
  return refused ?? { outcome: 'unknown', why: sample(reply.text) || 'an empty reply' };
}

function phoneOf(receipt: Receipt, offer: Offer, { profile }: Shelf): Receipt {
  const { phone } = receipt;
  const callingCode = profile.nationalPhones && findCountry(offer.country)?.callingCode;
  return phone && callingCode ? { ...receipt, phone: withCallingCode(phone, callingCode) } : receipt;
}

function receiptOf(body: Body, reply: Reply, shelf: Shelf): Receipt | undefined {
  if (body.kind === 'text') return readAccessNumber(body.text, reply, shelf);
  const fields = body.kind === 'json' ? fieldsOf(body.value) : undefined;
  const id = readId(fields?.get('activationId'));
  const phone = readPhone(fields?.get('phoneNumber'));
  if (!fields || id === undefined || phone === undefined) return undefined;
  if (wordsOf(body).some((said) => meaningOf(said, 'purchase', shelf.profile))) return undefined;
  const price = priceOf(fields.get('activationCost'), fields.get('currency'), shelf.currency);
  const expiresAt = readTime(fields.get('activationEndTime'));
  return {
    id,
    phone,
    status: 'open',
    messages: [],
    ...(price && { price }),
    ...(expiresAt !== undefined && { expiresAt }),
  };
}

/** `ACCESS_NUMBER:<id>:<phone>` */
function readAccessNumber(
  text: string,
  { headers }: Reply,
  { profile, currency }: Shelf,
): Receipt | undefined {
  const [word, first, second, ...more] = text.split(':');
  const id = readId(first);
  const phone = readPhone(second);
  if (word !== 'ACCESS_NUMBER' || more.length > 0 || id === undefined || phone === undefined)
    return undefined;
  const header = profile.purchase.priceHeader;
  const price = header === undefined ? undefined : priceOf(headers[header], undefined, currency);
  return { id, phone, status: 'open', messages: [], ...(price && { price }) };
}

/** Anything of an order beside a word makes the word doubtful. */
function holdsOrder(body: Body): boolean {
  if (body.kind === 'text') return /ACCESS_NUMBER/i.test(body.text);
  if (body.kind !== 'json') return false;
  const fields = fieldsOf(body.value);
  if (!fields) return true;
  return ['activationId', 'phoneNumber', 'activationCost'].some((name) => fields.has(name));
}

function refusalOf(body: Body, reply: Reply, { profile, currency }: Shelf): PurchaseOutcome | undefined {
  const answered = isSuccess(reply) || (reply.status >= 400 && reply.status < 500);
  if (!answered) return undefined;
  const meanings = wordsOf(body).flatMap((said) => meaningOf(said, 'purchase', profile) ?? []);
  const [first] = meanings;
  if (!first) {
    // 429 is refused before anything is processed (protocol.md 3), in whatever words.
    if (reply.status !== 429) return undefined;
    const wait = waitOf({ code: 'RATE_LIMITED', word: 'RATE_LIMIT' }, reply);
    return { outcome: 'rejected', code: 'RATE_LIMITED', word: sample(reply.text) || 'HTTP 429', ...wait };
  }
  const { code, word } = first;
  if (!isRefusal(code) || meanings.some((other) => other.code !== code)) return undefined;
  const least = first.price === undefined ? undefined : parseDecimal(first.price);
  return {
    outcome: 'rejected',
    code,
    word,
    ...(least && least.units > 0n && { price: money(first.price ?? '', currency) }),
    ...(code === 'RATE_LIMITED' && waitOf(first, reply)),
  };
}
