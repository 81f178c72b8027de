import {
  addDecimals,
  compareMoney,
  type Decimal,
  decimalOf,
  divideDecimals,
  formatDecimal,
  multiplyDecimals,
} from '@numroute/core';
import { type Listed, poolOf } from './codes.ts';
import { Digits, digits, idOf, type Json, writeJson } from './json.ts';
import { sum, tiersOf } from './price-cells.ts';
import { groups } from './prices.ts';
import { type Answer, look } from './visit.ts';

// Lists that one site alone has (protocol.md 8b).

/** The pools of the whole market, as JSON inside a page (quirk 2). */
export const showProviders: Answer = async (visit) => {
  const rows = [...groups(({ offer }) => poolOf(offer), await look(visit))].map(([pool, listed]) => ({
    id: idOf(pool),
    name: `Provider${pool}`,
    numbers_count: sum(listed),
    delivery_percent: null,
    number_lifetime: 20,
  }));
  return `<html><head></head><body>${writeJson(rows)}</body></html>`;
};

/** How many numbers of one service every country has. */
export const showNumbersCount: Answer = async (visit) => {
  const service = visit.parameters.get('service');
  const listed = (await look(visit, service)).filter(
    ({ serviceCode }) => service === undefined || serviceCode === service,
  );
  const byCountry = groups(({ countryId }) => countryId, listed);
  return writeJson([...byCountry].map(([id, rows]) => ({ countryCode: idOf(id), numbersCount: sum(rows) })));
};

/** By service, then country: what is asked, what it costs on average, and the ladder. */
export const showOffers: Answer = async (visit) => {
  const services = listOf(visit.parameters.get('services'));
  const countries = listOf(visit.parameters.get('countries'));
  const listed = (await look(visit)).filter(
    ({ serviceCode, countryId, count }) =>
      count > 0 &&
      (services.length === 0 || services.includes(serviceCode)) &&
      (countries.length === 0 || countries.includes(countryId)),
  );
  const data = [...groups(({ serviceCode }) => serviceCode, listed)].map(
    ([service, rows]): [string, Json] => [
      service,
      new Map([...groups(({ countryId }) => countryId, rows)].map(([id, row]) => [id, cellOf(row)])),
    ],
  );
  return writeJson({ data: new Map(data) });
};

function cellOf(listed: readonly Listed[]): Json {
  const sorted = listed.toSorted((a, b) => compareMoney(a.offer.price, b.offer.price));
  const [cheapest] = sorted;
  if (!cheapest) return {};
  const { price } = cheapest.offer;
  const least = digits(price);
  const atLeast = sorted.filter(({ offer }) => compareMoney(offer.price, price) === 0);
  return {
    prices: { default: least, avg: new Digits(averageOf(sorted)), retail: least, min: least },
    counts: { total: sum(sorted), defaultPrice: sum(atLeast) },
    map: tiersOf(sorted, false),
  };
}

function averageOf(listed: readonly Listed[]): string {
  const whole = (count: number): Decimal => ({ units: BigInt(count), scale: 0 });
  const worth = listed
    .map(({ offer, count }) => multiplyDecimals(decimalOf(offer.price), whole(count)))
    .reduce(addDecimals);
  return formatDecimal(divideDecimals(worth, whole(sum(listed)), 4));
}

function listOf(text: string | undefined): readonly string[] {
  return (text ?? '').split(',').filter((name) => name !== '');
}
