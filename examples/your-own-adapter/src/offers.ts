import type { Money, Offer } from '@numroute/core';
import { type Reply, readHandle } from '@numroute/http';
import { ifTold, whole } from '@numroute/http/fields';
import * as v from 'valibot';
import { amount, cents, code } from './fields.ts';
import type { Names } from './names.ts';
import { resultOf } from './words.ts';

/** A price that cannot be read makes the shelf one of another format, and not an emptier one. */
const rung = v.object({ cents: amount, birds: ifTold(whole) });
const shelf = v.object({
  shelf: v.array(v.object({ service: code, country: code, ladder: v.array(rung) })),
});

/** The vendor's own codes of one offer. They travel in the offer's handle, through JSON and restarts. */
const handle = v.object({ service: code, country: code });

/** Every rung is an offer: the same thing at another price. */
export function readOffers(reply: Reply, { provider, services, countries }: Names): readonly Offer[] {
  const offers = resultOf(reply, shelf).shelf.flatMap(({ service, country, ladder }) =>
    ladder.map(({ cents: price, birds }) => ({
      provider,
      service: services.nameOf(service),
      country: countries.nameOf(country),
      price,
      stock: birds,
      handle: JSON.stringify({ service, country }),
    })),
  );
  // A router must never see a free offer.
  return offers.filter(({ price }) => price.amount !== '0');
}

/** What `fly` is asked with. */
export function wantedOf(offer: Offer, maxPrice: Money, { provider }: Names): Record<string, string> {
  return { ...readHandle(offer, provider, handle), most: cents.write(maxPrice) };
}
