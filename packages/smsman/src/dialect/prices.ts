import { compareMoney, eachInSlices, inSlices, type Offer, TextParts } from '@numroute/core';
import { ID, type Unit } from '../fields.ts';
import { costOf, countries, services } from './lists.ts';
import { type Answer, Refusal, type Visit } from './visit.ts';

type Applications = Map<string, Offer>;

/** With `country_id` the applications of one country, without it those of all by country. */
export const showPrices: Answer = async ({ shop, parameters, unit }) => {
  const id = parameters.get('country_id');
  const country = id ? countries.nameOf(id) : undefined;
  const sold = new Map<string, Applications>();
  const listed = await shop.listOffers(country === undefined ? {} : { country }, { tiers: false });
  await eachInSlices(listed, (offer) => {
    const [at, service] = [countries.codeOf(offer.country), services.codeOf(offer.service)];
    if (at === undefined || service === undefined) return;
    const here: Applications = sold.get(at) ?? new Map();
    sold.set(at, here.set(service, better(here.get(service), offer)));
  });
  if (sold.size === 0) return '[]';
  const parts = new TextParts();
  await inSlices(written(parts, sold, unit, id || undefined));
  return parts.end();
};

/** Of two offers for one thing: what is in stock, and then the cheaper. */
export function better(one: Offer | undefined, other: Offer): Offer {
  if (!one || (one.stock === 0) !== (other.stock === 0)) return one && one.stock !== 0 ? one : other;
  return compareMoney(other.price, one.price) < 0 ? other : one;
}

function* written(
  parts: TextParts,
  sold: ReadonlyMap<string, Applications>,
  unit: Unit,
  only: string | undefined,
): Generator<void, void> {
  if (only === undefined) parts.add('{');
  let separator = '';
  for (const [country, applications] of sold) {
    parts.add(only === undefined ? `${separator}"${country}":{` : '{');
    separator = ',';
    let next = '';
    for (const [service, { price, stock }] of applications) {
      const ids = only === undefined ? '' : `"application_id":"${service}","country_id":"${country}",`;
      const count = stock === null ? '' : String(stock);
      parts.add(`${next}"${service}":{${ids}"cost":"${costOf(price, unit)}","count":"${count}"}`);
      next = ',';
    }
    parts.add('}');
    yield;
  }
  if (only === undefined) parts.add('}');
}

/** The best offer of what a purchase names. @throws {Refusal} It names no application or country of this vendor's. */
export async function bestOf({ shop, parameters }: Visit): Promise<Offer | undefined> {
  const [country = '', service = ''] = ['country_id', 'application_id'].map(
    (name) => parameters.get(name) ?? '',
  );
  if (!ID.test(service)) throw new Refusal('wrong_application_id');
  if (country !== '0' && !ID.test(country)) throw new Refusal('wrong_country_id');
  const place = country === '0' || !country ? {} : { country: countries.nameOf(country) };
  let best: Offer | undefined;
  await eachInSlices(await shop.listOffers({ service: services.nameOf(service), ...place }), (offer) => {
    best = better(best, offer);
  });
  return best;
}
