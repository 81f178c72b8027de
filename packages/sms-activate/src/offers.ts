import { NumrouteError, type Offers, type Query } from '@numroute/core';
import type { Send } from '@numroute/http';
import { PriceListBuilder } from '@numroute/http/price-list';
import { writeHandle } from './handle.ts';
import type { PriceQuery } from './prices/read.ts';
import { readOffers } from './prices/reply.ts';
import type { PriceSource } from './prices/source.ts';
import { readStocks } from './prices/stocks.ts';
import type { Profile } from './profile.ts';
import { describeRequest } from './request.ts';
import type { Site } from './site.ts';

/** Asks the call that answers the query best, once for each id that the country has here. */
export async function listOffers(send: Send, query: Query, site: Site): Promise<Offers> {
  const { id, profile, codes, currency } = site;
  const service = query.service === undefined ? undefined : codes.codeOf(query.service);
  if (query.service !== undefined && service === undefined) return [];
  const countries = query.country === undefined ? [undefined] : codes.idsOf(query.country);
  if (countries.length === 0) return [];
  const list = new PriceListBuilder({ ...codes, provider: id, currency, handleOf: writeHandle });
  for (const country of countries) {
    const asked = {
      ...(service !== undefined && { service }),
      ...(country !== undefined && { country }),
    };
    const source = sourceFor(asked, profile);
    const stocks = await askStocks(send, asked, site);
    const request = describeRequest(site, 'offers', source.action, {
      ...source.parameters,
      ...(service !== undefined && { service }),
      ...(country !== undefined && profile.onlyCountry === undefined && { country }),
    });
    await readOffers(await send(request), source, { ...asked, ...(stocks && { stocks }) }, site, list);
  }
  return await list.build();
}

/** @throws {NumrouteError} REJECTED No call of this site lists so much at once. */
function sourceFor(asked: PriceQuery, { offers, offersOfService }: Profile): PriceSource {
  const canAnswer = ({ asks }: PriceSource): boolean =>
    (asked.service !== undefined || asks === undefined || asks === 'country') &&
    (asked.country !== undefined || asks === undefined || asks === 'service');
  if (asked.service !== undefined && offersOfService && canAnswer(offersOfService)) return offersOfService;
  if (canAnswer(offers)) return offers;
  const named = offers.asks === 'both' ? 'service and country' : offers.asks;
  throw new NumrouteError('REJECTED', `this site lists prices only for a given ${named}`, {});
}

async function askStocks(
  send: Send,
  { country }: PriceQuery,
  site: Site,
): Promise<ReadonlyMap<string, number> | undefined> {
  const { stocks } = site.profile;
  if (!stocks || country === undefined) return undefined;
  return readStocks(await send(describeRequest(site, 'offers', stocks.action, { country })), site.profile);
}
