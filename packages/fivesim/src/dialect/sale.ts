import { type Money, money, parseDecimal, type Shop, type WireReply } from '@numroute/core';
import { ANY } from '../names.ts';
import { json } from './json.ts';
import { meaningOf, offersOf, operatorOf } from './names.ts';
import { showOrder } from './orders.ts';
import { better } from './prices.ts';
import { Refusal } from './words.ts';

export interface Wanted {
  readonly country: string;
  readonly operator: string;
  readonly product: string;
}

/** Sells one number, and of an operator that was named no other's. */
export async function sellNumber(
  shop: Shop,
  { country, operator, product }: Wanted,
  query: URLSearchParams,
): Promise<WireReply> {
  // What the shop cannot do is not sold in its place.
  if (isWanted(query.get('forwarding')) || isWanted(query.get('voice'))) throw soldOut();
  const isAnywhere = country === ANY;
  const meant = await meaningOf(shop, { country: isAnywhere ? undefined : country, product });
  const { service } = meant;
  if (service === undefined) throw new Refusal('no product', 400);
  if (!isAnywhere && meant.country === undefined) throw new Refusal('bad country', 400);
  const offers = await offersOf(shop, {
    service,
    ...(meant.country !== undefined && { country: meant.country }),
  });
  const [first] = offers;
  if (!first) throw soldOut();
  const chosen =
    operator === ANY
      ? undefined
      : offers.filter((one) => operatorOf(one) === operator).reduce(better, undefined);
  if (operator !== ANY && !chosen) throw soldOut();
  const maxPrice = capOf(query.get('maxPrice'), first.price.currency);
  const receipt = await shop.purchase({
    service,
    ...(meant.country !== undefined && { country: meant.country }),
    ...(chosen && { pool: chosen.pool ?? '' }),
    ...(maxPrice && { maxPrice }),
  });
  return json(showOrder({ service, ...receipt }));
}

const soldOut = (): Refusal => new Refusal('no free phones', 200);

const isWanted = (flag: string | null): boolean => flag !== null && !['', '0', 'false'].includes(flag);

/** A cap that cannot be read is no permission to spend. It counts for a pinned operator, too. */
function capOf(text: string | null, currency: string): Money | undefined {
  if (text === null) return undefined;
  const cap = parseDecimal(text);
  if (!cap || cap.units <= 0n) throw new Refusal('no free phones, max price', 200);
  return money(text, currency);
}
