import { answers, type Money, type Offer, type Query } from '@numroute/core';
import { type RequestDescription, readHandle, type Send } from '@numroute/http';
import { ifTold, whole } from '@numroute/http/fields';
import * as v from 'valibot';
import { amount, cents, code } from './fields.ts';
import type { Names } from './names.ts';
import { dataOf } from './words.ts';

/** The longest price list that is read, in bytes: as much as `parseJson` builds. */
const LIST_BYTES = 1_048_576;

/** A price that cannot be read makes the list one of another format, and not a shorter one. */
const list = v.object({
  offers: v.array(v.object({ service: code, country: code, cents: amount, stock: ifTold(whole) })),
});

/** The vendor's own codes of one offer. They travel in the offer's handle, through JSON and restarts. */
const handle = v.object({ service: code, country: code });

export async function listOffers(send: Send, query: Query, names: Names): Promise<readonly Offer[]> {
  const { provider, services, countries } = names;
  const service = query.service && services.codeOf(query.service);
  const country = query.country && countries.codeOf(query.country);
  // The vendor has no word for it, so it sells none.
  if ((query.service && !service) || (query.country && !country)) return [];
  const asked = { ...(service && { service }), ...(country && { country }) };
  const reply = await send({ path: ['offers'], query: asked, maxBytes: LIST_BYTES });
  return dataOf(reply, list)
    .offers.map(({ service, country, cents: price, stock }) => ({
      provider,
      service: services.nameOf(service),
      country: countries.nameOf(country),
      price,
      stock,
      handle: JSON.stringify({ service, country }),
    }))
    .filter((offer) => answers(offer, query) && offer.price.amount !== '0');
}

/** A `POST` without a body: all that it says stands in the query. */
export function describePurchase(
  offer: Offer,
  maxPrice: Money,
  { provider }: Names,
  ref?: string,
): RequestDescription {
  const wanted = readHandle(offer, provider, handle);
  const named = ref === undefined ? {} : { ref };
  return {
    method: 'POST',
    path: ['orders'],
    query: { ...wanted, max_cents: cents.write(maxPrice), ...named },
  };
}
