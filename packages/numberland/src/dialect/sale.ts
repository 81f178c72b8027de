import { compareMoney, eachInSlices, type Offer, type Receipt, systemClock } from '@numroute/core';
import { operatorOf, tomanOf } from './lists.ts';
import { callingCodeOf, countryIds, serviceIds } from './numbers.ts';
import { type Answer, parameterOf, Refusal, type Visit } from './visit.ts';

/** The shortest life that the guide names. */
const SHORTEST_MS = 10 * 60_000;

export const sellNumber: Answer = async (visit) => {
  const offers = await offersFor(visit);
  const operator = parameterOf(visit, 'operator');
  const offer = chosen(offers, operator);
  if (!offer) throw new Refusal(offers.length > 0 ? '-211' : '-204');
  const { service, country, pool, price } = offer;
  const receipt = await visit.shop.purchase({
    service,
    country,
    ...(operator !== 'any' && pool !== undefined && { pool }),
    // The listed minimum or nothing.
    ...(operator === 'min' && { maxPrice: price }),
  });
  return JSON.stringify({
    RESULT: '1',
    ID: receipt.id,
    NUMBER: (receipt.phone ?? '').replace('+', ''),
    AREACODE: callingCodeOf(country),
    AMOUNT: tomanOf(receipt.price ?? price),
    REPEAT: '1',
    TIME: timeOf(receipt),
  });
};

/** @throws {Refusal} A parameter is missing, or an id is none. */
async function offersFor(visit: Visit): Promise<readonly Offer[]> {
  const [service, country] = [parameterOf(visit, 'service'), parameterOf(visit, 'country')];
  parameterOf(visit, 'operator');
  const wanted = { service: serviceIds.nameOf(service), country: countryIds.nameOf(country) };
  if (wanted.service === undefined) throw new Refusal('-210');
  if (wanted.country === undefined) throw new Refusal('-212');
  const offers: Offer[] = [];
  const query = { service: wanted.service, country: wanted.country };
  await eachInSlices(await visit.shop.listOffers(query), (offer) => offers.push(offer));
  return offers;
}

/** `any` is for the shop to choose; `min` is the cheapest, sold out or not. */
function chosen(offers: readonly Offer[], operator: string): Offer | undefined {
  if (operator !== 'any' && operator !== 'min') return offers.find((offer) => operatorOf(offer) === operator);
  return [...offers].sort((a, b) => compareMoney(a.price, b.price))[0];
}

/** `00:20:00` */
function timeOf({ expiresAt, orderedAt = systemClock.now() }: Receipt): string {
  const ms = expiresAt === undefined ? SHORTEST_MS : Math.max(0, expiresAt - orderedAt);
  const seconds = Math.min(Math.floor(ms / 1000), 99 * 3600);
  const parts = [seconds / 3600, (seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
}
