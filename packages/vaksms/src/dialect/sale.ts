import { money, parseDecimal, type ShopOrder } from '@numroute/core';
import { cheapestOf, offersOf } from './lists.ts';
import { type Answer, parameterOf, Refusal } from './visit.ts';

/** One number of one service: a number for two would be two orders, and one for hours is another thing. */
export const sellNumber: Answer = async (shop, query) => {
  const code = parameterOf(query, 'service');
  if (code.includes(',')) throw new Refusal('badData');
  if (/^(?:true|1)$/i.test(query.get('rent') ?? '')) throw new Refusal('noNumber');
  const offer = cheapestOf(await offersOf(shop, query, code));
  if (!offer || offer.stock === 0) throw new Refusal('noNumber');
  const { service, country, pool = '', price } = offer;
  const { id, phone = '' } = await shop.purchase({ service, country, pool, ...capOf(query, price.currency) });
  return `{"tel":${Number(phone.replace('+', ''))},"idNum":${JSON.stringify(id)}}`;
};

/** Some clients say what they would pay at most. One that cannot be read is no permission to spend. */
function capOf(query: URLSearchParams, currency: string): Pick<ShopOrder, 'maxPrice'> {
  const cap = query.get('price');
  if (!cap) return {};
  if (!parseDecimal(cap)) throw new Refusal('badData');
  return { maxPrice: money(cap, currency) };
}
