import { formatDecimal, type Money, money, parseDecimal, type ShopOrder } from '@numroute/core';
import { countries, services } from './lists.ts';
import { bestOf } from './prices.ts';
import { type Answer, Refusal, type Visit } from './visit.ts';

/** Sells at the best price that it lists. Ids and number as the page has them. */
export const sellNumber: Answer = async (visit) => {
  const offer = await bestOf(visit);
  if (!offer || offer.stock === 0) throw new Refusal('no_numbers');
  const { service, country, pool = '', price } = offer;
  const { id, phone = '' } = await visit.shop.purchase({ service, country, pool, ...capOf(visit, price) });
  return JSON.stringify({
    request_id: /^(?:0|[1-9]\d{0,14})$/.test(id) ? Number(id) : id,
    country_id: Number(countries.codeOf(country)),
    application_id: Number(services.codeOf(service)),
    number: phone.replace('+', ''),
  });
};

/** A cap that cannot be read, or is in another currency, is no permission to spend. */
function capOf({ parameters, unit }: Visit, { currency }: Money): Pick<ShopOrder, 'maxPrice'> {
  const [text, of = currency] = [parameters.get('maxPrice'), parameters.get('currency') ?? undefined];
  if (!text) return {};
  const cap = parseDecimal(text);
  if (!cap || of !== currency) throw new Refusal('no_numbers');
  const scale = cap.scale + (unit === '1' ? 0 : 2);
  return { maxPrice: money(formatDecimal({ units: cap.units, scale }), currency) };
}
