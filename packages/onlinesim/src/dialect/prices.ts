import {
  compareMoney,
  eachInSlices,
  findCountry,
  findService,
  inSlices,
  type Offer,
  type Shop,
  type WireReply,
} from '@numroute/core';
import { countries, services } from './names.ts';
import { plain, say, show } from './reply.ts';

/** More than these are not counted. */
const MOST = 9999;

type Cells = ReadonlyMap<string, ReadonlyMap<string, Offer>>;

/** All countries as a map, and one alone as itself. */
export async function showStats(shop: Shop, fields: URLSearchParams): Promise<WireReply> {
  const asked = fields.get('country') ?? 'all';
  const isAll = asked === 'all';
  const cells = await cellsOf(shop, isAll ? undefined : countries.nameOf(asked));
  if (!isAll && !cells.has(asked)) return say('UNDEFINED_COUNTRY');
  return show(await inSlices(write(cells, isAll)));
}

/** By country and service, the cheapest that is in stock: there is one price. What has no code is not shown. */
async function cellsOf(shop: Shop, country: string | undefined): Promise<Cells> {
  const cells = new Map<string, Map<string, Offer>>();
  await eachInSlices(await shop.listOffers(country === undefined ? {} : { country }), (offer) => {
    const [place, slug] = [countries.codeOf(offer.country), services.codeOf(offer.service)];
    if (place === undefined || slug === undefined) return;
    const rows = cells.get(place) ?? new Map<string, Offer>();
    cells.set(place, rows);
    const known = rows.get(slug);
    const isBetter = !known || known.stock === 0 || compareMoney(offer.price, known.price) < 0;
    if (isBetter && (offer.stock !== 0 || !known)) rows.set(slug, offer);
  });
  return cells;
}

function* write(cells: Cells, isAll: boolean): Generator<void, string> {
  const written: string[] = [];
  for (const [code, rows] of cells) {
    const sold: string[] = [];
    for (const [slug, { price, stock, service }] of rows) {
      const name = JSON.stringify(findService(service)?.name ?? service);
      // The format has no word for a stock that nobody tells.
      const count = Math.min(stock ?? 1, MOST);
      sold.push(
        `"service_${slug}":{"count":${count},"popular":false,"price":"${plain(price)}","service":${name},"slug":"${slug}"}`,
      );
      yield;
    }
    const name = JSON.stringify(findCountry(countries.nameOf(code))?.name ?? code);
    const country = `{"name":${name},"position":1,"code":${code},"other":true,"new":false,"enabled":true,"services":{${sold.join()}}}`;
    written.push(isAll ? `"_${code}":${country}` : country);
  }
  // PHP writes a map without members as a list.
  if (isAll) return written.length === 0 ? '[]' : `{${written.join()}}`;
  return written.join();
}
