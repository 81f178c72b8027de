import { NumrouteError, type Offer, type OrderReport, type OrderStatus, type Shop } from '@numroute/core';
import { centsOf, moneyOf } from './cents.ts';
import { codeOfCountry, codeOfService, countryOfCode, serviceOfCode } from './codes.ts';
import type { Fields } from './words.ts';

const vendor = 'pigeon';

export async function showPurse(shop: Shop): Promise<object> {
  return { cents: centsOf(await shop.fetchBalance()) };
}

export async function listShelf(shop: Shop, { service, country }: Fields): Promise<object> {
  const offers = await shop.listOffers({
    ...(typeof service === 'string' && { service: serviceOfCode(vendor, service) }),
    ...(typeof country === 'string' && { country: countryOfCode(vendor, country) }),
  });
  const entries = Map.groupBy(offers, (offer) => `${offer.service} ${offer.country}`);
  return { shelf: [...entries.values()].map(showEntry) };
}

/** @throws {NumrouteError} INVALID_INPUT */
export async function sellFlight(shop: Shop, { service, country, most }: Fields): Promise<object> {
  const maxPrice = moneyOf(most);
  if (typeof service !== 'string' || typeof country !== 'string' || !maxPrice)
    throw NumrouteError.input('fly', 'service, country and most');
  const receipt = await shop.purchase({
    service: serviceOfCode(vendor, service),
    country: countryOfCode(vendor, country),
    maxPrice,
  });
  return { flights: [receipt, ...(receipt.surplus ?? [])].map(showFlight) };
}

const states: Readonly<Record<OrderStatus, string>> = {
  open: 'up',
  delivered: 'landed',
  finished: 'roosting',
  cancelled: 'called_back',
  expired: 'strayed',
  gone: 'strayed',
};

export function showFlight(report: OrderReport): object {
  const { id, phone = '', status, messages, service, country, price, expiresAt } = report;
  return {
    flight: id,
    ring: phone.replace('+', ''),
    state: states[status],
    letters: messages.map(({ text, receivedAt }) => ({ text, at: seconds(receivedAt) })),
    service: service && (codeOfService(vendor, service) ?? service),
    country: country && (codeOfCountry(vendor, country) ?? country),
    cents: price && centsOf(price),
    until: seconds(expiresAt),
  };
}

function showEntry(offers: readonly Offer[]): object {
  const [{ service, country } = { service: '', country: '' }] = offers;
  const rungs = Map.groupBy(offers, ({ price }) => centsOf(price));
  return {
    service: codeOfService(vendor, service) ?? service,
    country: codeOfCountry(vendor, country) ?? country,
    ladder: [...rungs].map(([cents, same]) => ({
      cents,
      birds: same.reduce((sum, { stock }) => sum + (stock ?? 0), 0),
    })),
  };
}

function seconds(time: number | undefined): number | undefined {
  return time === undefined ? undefined : Math.floor(time / 1000);
}
