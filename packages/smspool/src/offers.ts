import type { OfferTable } from '@numroute/http/price-list';
import { ID } from './codes.ts';

/** `/sms/all_stock` lists a price for each pool. */
export const offers: OfferTable = {
  currency: 'USD',
  columns: { service: 'service', country: 'country', pool: 'pool', price: 'price', stock: 'stock' },
  code: ID,
  pool: ID,
};
