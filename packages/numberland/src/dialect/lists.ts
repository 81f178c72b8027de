import {
  decimalOf,
  eachInSlices,
  findCountry,
  findService,
  formatDecimal,
  type Money,
  type Offer,
} from '@numroute/core';
import { CURRENCY } from '../fields.ts';
import { callingCodeOf, countryIds, serviceIds } from './numbers.ts';
import { type Answer, Refusal } from './visit.ts';

export const showBalance: Answer = async ({ shop }) => {
  const balance = await shop.fetchBalance();
  return JSON.stringify({ RESULT: '1', BALANCE: tomanOf(balance), CURRENCY: 'Toman' });
};

export const showOffers: Answer = async ({ shop, parameters }) => {
  const service = parameters.get('service');
  const country = parameters.get('country');
  const operator = parameters.get('operator');
  const wanted = {
    service: service && serviceIds.nameOf(service),
    country: country && countryIds.nameOf(country),
  };
  if (wanted.service === undefined || wanted.country === undefined) return '[]';
  const offers = await shop.listOffers({
    ...(wanted.service && { service: wanted.service }),
    ...(wanted.country && { country: wanted.country }),
  });
  const isOne = operator !== null && /^\d+$/.test(operator);
  const rows: string[] = [];
  await eachInSlices(offers, (offer) => {
    const row = isOne && operatorOf(offer) !== operator ? undefined : showOffer(offer);
    if (row !== undefined) rows.push(row);
  });
  return `[${rows.join(',')}]`;
};

export const showServices: Answer = async () => {
  const rows = [...serviceIds.all].map(([slug, id]) => ({
    id,
    name: slug,
    name_en: findService(slug)?.name ?? slug,
    description: '',
    image: '',
    active: '1',
  }));
  return JSON.stringify(rows);
};

export const showCountries: Answer = async () => {
  const rows = [...countryIds.all].map(([code, id]) => ({
    id,
    name: code,
    name_en: findCountry(code)?.name ?? code,
    areacode: callingCodeOf(code),
    emoji: '',
    image: '',
    active: '1',
  }));
  return JSON.stringify(rows);
};

/** A shop without pools has one operator. */
export const operatorOf = ({ pool }: Pick<Offer, 'pool'>): string => pool ?? '1';

/** @throws {Refusal} -900 The wrong unit would be wrong tenfold. */
export function tomanOf(amount: Money): string {
  if (amount.currency !== CURRENCY) throw new Refusal('-900');
  return formatDecimal(decimalOf(amount));
}

/** Types as in the guide's sample. Undefined for what has no id here, or another currency. */
function showOffer(offer: Offer): string | undefined {
  const service = serviceIds.idOf(offer.service);
  const country = countryIds.idOf(offer.country);
  if (service === undefined || country === undefined || offer.price.currency !== CURRENCY) return undefined;
  return JSON.stringify({
    service,
    country,
    operator: operatorOf(offer),
    count: offer.stock === null ? '' : String(offer.stock),
    amount: tomanOf(offer.price),
    repeat: '1',
    time: '00:20:00',
    active: 1,
    description: '',
  });
}
