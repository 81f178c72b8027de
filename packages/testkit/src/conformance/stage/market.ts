import { NumrouteError } from '@numroute/core';
import type { WorldOffer } from '../../world/world.ts';

/** For every vendor that does not sell one country alone. */
export const defaultOffers: readonly WorldOffer[] = [
  { service: 'telegram', country: 'EE', price: '0.105', stock: 5 },
  { service: 'telegram', country: 'GB', price: '0.25', stock: 4 },
  { service: 'whatsapp', country: 'EE', price: '1.3', stock: 7 },
  { service: 'viber', country: 'EE', price: '0.2', stock: 0 },
];

/** For a vendor that tells its pools apart, and lets a buyer choose: the same thing at two prices. */
export const pooledOffers: readonly WorldOffer[] = [
  { service: 'telegram', country: 'EE', pool: '1', price: '0.105', stock: 5 },
  { service: 'telegram', country: 'EE', pool: '2', price: '0.2', stock: 4 },
  { service: 'whatsapp', country: 'EE', pool: '2', price: '1.3', stock: 7 },
  { service: 'viber', country: 'EE', pool: '2', price: '0.2', stock: 0 },
];

/** @throws {NumrouteError} INVALID_INPUT */
export function requireGoods(offers: readonly WorldOffer[]): void {
  const kinds = new Set(
    offers.filter(({ stock }) => stock >= 3).map(({ service, country }) => service + country),
  );
  if (kinds.size >= 2 && offers.some(({ stock }) => stock === 0)) return;
  throw NumrouteError.input(
    'market.offers',
    'two offers with a stock of 3 or more, of different services or countries, and one that is sold out',
  );
}
