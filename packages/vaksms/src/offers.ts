import { decimalOf, type Offer, type Query } from '@numroute/core';
import {
  askedOf,
  dataOf,
  type Json,
  membersOf,
  parseJson,
  type Reply,
  type RequestDescription,
  refuseSaid,
  type Send,
  unexpected,
  type VendorCodes,
} from '@numroute/http';
import { amountIn, ifTold, whole } from '@numroute/http/fields';
import * as v from 'valibot';
import { COUNTRY, SERVICE } from './codes.ts';
import { lifetimeOf } from './data/lifetimes.ts';
import { fieldsOf, saidBy, type Word, wordIn } from './words.ts';

/** What a purchase needs. */
export const handle = v.object({
  service: v.pipe(v.string(), v.regex(SERVICE)),
  country: v.pipe(v.string(), v.regex(COUNTRY)),
});

/** The vendor's prices, in the currency of the account, which it does not tell. */
export interface Site {
  readonly currency: string;
  readonly codes: VendorCodes;
}

/** The slash at the end is the vendor's: without it a server may redirect, and no redirect is followed. */
export function ask(method: string, query: Readonly<Record<string, string>> = {}): RequestDescription {
  return { path: `${method}/`, query };
}

/** Some hundred services, each with its words and its picture. */
const maxBytes = 1_048_576;

interface Wanted {
  readonly service: string;
  readonly country: string;
}

/** One request for a country; where none is named, one for each that the vendor lists. */
export async function listOffers(send: Send, query: Query, site: Site): Promise<readonly Offer[]> {
  const asked = askedOf(query, site.codes);
  if (!asked) return [];
  const { service, country: only } = asked;
  const offers: Offer[] = [];
  // One request after the other, each in its turn.
  for (const country of only === undefined ? await readCountries(send) : [only]) {
    if (service === undefined) {
      const reply = await send({ ...ask('getCountNumberList', { country, price: '' }), maxBytes });
      offers.push(...readCountry(reply, country, site));
    } else {
      const reply = await send(ask('getCountNumber', { service, country, price: '' }));
      offers.push(...readService(reply, { service, country }, query, site));
    }
  }
  return offers;
}

const countries = v.array(v.object({ countryCode: ifTold(v.pipe(v.string(), v.regex(COUNTRY))) }));

/** Asked anew each time: a country that was added must not wait for the next start. */
async function readCountries(send: Send): Promise<readonly string[]> {
  const reply = await send({ ...ask('getCountryList'), maxBytes });
  const rows = dataOf(reply, countries, saidBy(reply));
  const codes = new Set(rows.flatMap(({ countryCode }) => countryCode ?? []));
  if (rows.length > 0 && codes.size === 0) throw unexpected(reply, 'countryCode');
  return [...codes];
}

/** One of these in the place of prices: what was asked for is not sold. */
const NOT_SOLD: readonly (Word | undefined)[] = ['noNumber', 'noService', 'badService', 'noCountry'];

/** The members of a list; none: what was asked for is not sold. */
function membersIn(reply: Reply): ReadonlyMap<string, Json> {
  if (NOT_SOLD.includes(wordIn(fieldsOf(reply)))) return new Map();
  refuseSaid(reply, saidBy(reply));
  const members = membersOf(parseJson(reply.text));
  if (!members?.size) throw unexpected(reply);
  return members;
}

/** `{"tg":12,"price":18.0}`, under the name by which it was asked for. */
function readService(reply: Reply, wanted: Wanted, query: Query, site: Site): readonly Offer[] {
  const members = membersIn(reply);
  if (members.size === 0) return [];
  const row = { count: members.get(wanted.service), price: members.get('price') };
  const offers = offersOf(row, wanted, [query.service ?? wanted.service], site);
  if (!offers) throw unexpected(reply, 'price');
  return offers;
}

/** `{"tg":{"count":12,"price":18.0}}`. A row that cannot be read is left out. */
function readCountry(reply: Reply, country: string, site: Site): readonly Offer[] {
  const members = membersIn(reply);
  const rows = [...members].map(([service, row]) => {
    const names = site.codes.services.namesOf(service);
    return SERVICE.test(service) ? offersOf(row, { service, country }, names, site) : undefined;
  });
  if (members.size > 0 && rows.every((offers) => offers === undefined)) throw unexpected(reply, 'price');
  return rows.flatMap((offers) => offers ?? []);
}

/** Undefined: the row cannot be read. */
function offersOf(
  row: unknown,
  { service, country }: Wanted,
  names: readonly string[],
  { currency, codes }: Site,
): readonly Offer[] | undefined {
  const told = v.safeParse(v.object({ count: ifTold(whole), price: ifTold(amountIn(currency)) }), row);
  if (!told.success) return undefined;
  const { count: stock, price } = told.output;
  if (price === null) return stock === 0 ? [] : undefined;
  // A router must never see a free offer.
  if (decimalOf(price).units === 0n) return [];
  return names.map((name) => ({
    provider: codes.provider,
    service: name,
    country: codes.countries.nameOf(country),
    price,
    stock,
    lifetimeMs: lifetimeOf(service),
    handle: JSON.stringify({ service, country }),
  }));
}
