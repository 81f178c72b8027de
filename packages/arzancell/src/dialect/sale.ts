import { findService, type Shop } from '@numroute/core';
import { isAny } from '../fields.ts';
import type { Phrase } from '../words.ts';
import { isKnownCountry, isKnownServer, isOf, lookAt } from './lists.ts';

export async function sellNumber(shop: Shop, parameters: URLSearchParams): Promise<string | Phrase> {
  const server = parameters.get('server');
  const country = parameters.get('country');
  const code = parameters.get('service');
  if (!server || !country || !code) return 'INVALID REQUEST';
  const named = findService(code)?.slug;
  const offers = await lookAt(shop, named === undefined ? undefined : { service: named }, {
    server,
    country,
  });
  const service = offers.some((offer) => offer.service === code) ? code : (named ?? code);
  if (!isKnownCountry(country, offers)) return 'INVALID COUNTRY';
  if (!offers.some((offer) => offer.service === service)) return 'INVALID SERVICE';
  if (!isKnownServer(server, offers)) return 'INVALID SERVER';
  const match = offers.find((offer) => isOf(offer, { server, country, service }));
  if (!match) return 'NO NUMBER';
  const receipt = await shop.purchase({
    service,
    ...(!isAny(country) && { country: match.country }),
    ...(!isAny(server) && match.pool !== undefined && { pool: match.pool }),
  });
  const orders = [receipt, ...(receipt.surplus ?? [])];
  return JSON.stringify(orders.map(({ id, phone = '' }) => ({ phone, order_id: id })));
}
