import { compareMoney, eachInSlices, type Offer, type Shop, type WireReply } from '@numroute/core';
import { COUNTRY } from '../codes.ts';
import { services } from './names.ts';
import { objectOf, plain, refuse, show } from './reply.ts';

/** What has no name of this vendor's is not shown. */
export async function showServices(shop: Shop): Promise<WireReply> {
  const names = new Set<string>();
  await eachInSlices(await shop.listOffers({ country: COUNTRY }), ({ service }) => {
    const name = services.codeOf(service);
    if (name !== undefined) names.add(name);
  });
  return show(JSON.stringify([...names].map((serviceName) => ({ serviceName, capability: 'sms' }))));
}

/** The lowest price that there is a number at: this wire knows no stock. */
export async function showPrice(shop: Shop, body: ReadonlyMap<string, unknown>): Promise<WireReply> {
  const [name, kind, capability] = ['serviceName', 'numberType', 'capability'].map((one) => body.get(one));
  if (typeof name !== 'string' || kind !== 'mobile' || capability !== 'sms')
    return refuse(400, 'BadRequest', 'There is no such pair.');
  const offers: Offer[] = [];
  const query = { service: services.nameOf(name), country: COUNTRY };
  await eachInSlices(await shop.listOffers(query), (offer) => {
    if (offer.stock !== 0 && offer.price.currency === 'USD') offers.push(offer);
  });
  const [cheapest] = offers.toSorted((one, other) => compareMoney(one.price, other.price));
  if (!cheapest) return refuse(400, 'Unavailable', 'This service is unavailable.');
  return show(objectOf({ serviceName: JSON.stringify(name), price: plain(cheapest.price) }));
}
