import { findCountry, inSlices, matching, type Offers } from '@numroute/core';
import { currencyNumber } from '../amounts.ts';
import type { SmsActivateCountry } from '../ids/countries.ts';
import { isKnownCountry, listPlaces, serviceNameOf, wordsOf } from './codes.ts';
import { idOf, type Json, plain, writeJson } from './json.ts';
import { operatorsWanted } from './pools.ts';
import { type Answer, isInCurrency, listedIn, look, offersOf, type Visit } from './visit.ts';
import { Refusal } from './words.ts';

export const showBalance: Answer = async (visit) => {
  const { profile, manners, shop, parameters } = visit;
  const balance = await shop.fetchBalance();
  // The reply has no currency, so another one would be read as the wrong amount.
  if (balance.currency !== profile.currency || !isInCurrency(visit)) throw new Refusal('ERROR_SQL');
  if (manners.costText && parameters.get('format') === 'json') {
    return writeJson({ balance: plain(balance, 4), currency: currencyNumber(profile.currency) });
  }
  return `${manners.bareBalance ? '' : 'ACCESS_BALANCE:'}${plain(balance, 2)}`;
};

export const showStock: Answer = async (visit) => {
  const { profile, manners, parameters } = visit;
  const country = profile.onlyCountry ?? parameters.get('country') ?? manners.defaultCountry;
  if (profile.id === 'herosms' && country === undefined) {
    throw new Refusal('BAD_COUNTRY', { field: 'country', blame: 'REQUIRED' });
  }
  const fits = operatorsWanted(parameters);
  const counts = new Map<string, number>();
  for (const { offer, countryId, serviceCode, count } of await look(visit, undefined, country)) {
    if (country !== undefined && countryId !== country) continue;
    if (fits && !fits(offer)) continue;
    const name = manners.stockSuffix ? `${serviceCode}_0` : serviceCode;
    counts.set(name, (counts.get(name) ?? 0) + count);
  }
  const shown = [...counts].map(
    ([name, count]) => [name, manners.stockNumber ? count : String(count)] as const,
  );
  return writeJson(new Map<string, Json>(shown));
};

export const showOperators: Answer = async (visit) => {
  const { profile, codes, parameters } = visit;
  const country = parameters.get('country');
  const all = await look(visit, undefined, country);
  const operators = new Map<string, string[]>();
  for (const { offer, countryId } of all) {
    if (country !== undefined && countryId !== country) continue;
    const names = operators.get(countryId) ?? [];
    operators.set(countryId, names);
    if (offer.pool !== undefined && !names.includes(offer.pool)) names.push(offer.pool);
  }
  const isBower = profile.id === 'smsbower';
  if (!isBower && [...operators.values()].every((names) => names.length === 0)) {
    throw new Refusal('OPERATORS_NOT_FOUND');
  }
  if (country !== undefined && operators.size === 0 && isKnownCountry(codes, country, all)) {
    operators.set(country, []);
  }
  // PHP's empty array.
  const countryOperators = operators.size === 0 ? [] : operators;
  const type = profile.id === 'herosms' ? 'text/html; charset=UTF-8' : 'application/json';
  return { headers: { 'content-type': type }, body: writeJson({ status: 'success', countryOperators }) };
};

/** Every country that the site has an id for, on sale or not. Needs no shop. */
export function showCountries({ codes, manners }: Pick<Visit, 'codes' | 'manners'>): string {
  const rows = listPlaces(codes).map(([id, place]) => {
    const key = manners.countries === 'by-name' ? (findCountry(place.country)?.name ?? id) : id;
    return [key, countryRow(id, place, manners.countryIdText === true)] as const;
  });
  if (manners.countries === 'array') return writeJson(rows.map(([, row]) => row));
  return writeJson(new Map<string, Json>(rows));
}

const russian = new Intl.DisplayNames('ru', { type: 'region' });
const chinese = new Intl.DisplayNames('zh', { type: 'region' });

function countryRow(id: string, { country, virtual }: SmsActivateCountry, idText: boolean): Json {
  const mark = virtual ? ' (virtual)' : '';
  return {
    id: idText ? id : idOf(id),
    rus: `${russian.of(country)}${mark}`,
    eng: `${findCountry(country)?.name ?? country}${mark}`,
    chn: `${chinese.of(country)}${mark}`,
    visible: 1,
    retry: 1,
    rent: 0,
    multiService: 0,
  };
}

/** What is on sale. The names are English whatever `lang` says. */
export const showServices: Answer = async (visit) =>
  writeJson({
    status: 'success',
    services: (await servicesOf(visit)).map(([code, name]) => ({ code, name })),
  });

/** The same in an older call, which one site still has. */
export const showServiceRows: Answer = async (visit) =>
  writeJson((await servicesOf(visit)).map(([id, name]) => ({ id, name })));

async function servicesOf(visit: Visit): Promise<readonly (readonly [code: string, name: string])[]> {
  const country = visit.profile.onlyCountry ?? visit.parameters.get('country');
  const { offers, query } = await offersOf(visit, undefined, country);
  const codes = new Set<string>();
  if (country === undefined && offers.services) {
    await inSlices(codesOf(visit, offers, offers.services, codes));
  } else {
    for (const { countryId, serviceCode } of await listedIn(visit, matching(offers, query))) {
      if (country === undefined || countryId === country) codes.add(serviceCode);
    }
  }
  return [...codes].map((code) => [code, serviceNameOf(code) ?? code] as const);
}

/** Of each service the first offer that can be said here. */
function* codesOf(
  { profile, codes }: Visit,
  offers: Offers,
  services: Iterable<string>,
  found: Set<string>,
): Generator<void, void> {
  const wordOf = wordsOf(profile, codes);
  for (const service of services) {
    for (const offer of matching(offers, { service })) {
      yield;
      const word = wordOf(offer);
      if (!word) continue;
      found.add(word.serviceCode);
      break;
    }
  }
}
