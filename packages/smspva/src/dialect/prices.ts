import {
  compareMoney,
  eachInSlices,
  findService,
  inSlices,
  type Money,
  type Offer,
  type Query,
  type Shop,
  type WireReply,
} from '@numroute/core';
import { plain, Refusal, show } from './envelope.ts';
import { codesOf, countryNamed, servicesNamed } from './names.ts';

/** What is asked for a service in a country. */
interface Cell {
  readonly service: string;
  readonly country: string;
  readonly title: string;
  least: Money;
  readonly byOperator: Map<string, { price: Money; total: number | null }>;
}

export async function showPrices(shop: Shop): Promise<WireReply> {
  const cells = await cellsOf(shop, {});
  return show(
    await rowsOf(
      cells,
      ({ service, country, title, least }) =>
        `{"service":"${service}","serviceDescription":${title},"country":"${country}","price":${plain(least)}}`,
    ),
  );
}

export async function showCountry(shop: Shop, [country = '']: readonly string[]): Promise<WireReply> {
  const cells = await cellsOf(shop, { country: countryNamed(country) });
  return show(
    await rowsOf(
      cells,
      (cell) =>
        `{"s":"${cell.service}","sd":${cell.title},"c":"${cell.country}","p":"${plain(cell.least)}"${operatorsOf(cell, 'po')}}`,
    ),
  );
}

export async function showPrice(
  shop: Shop,
  [country = '', code = '']: readonly string[],
): Promise<WireReply> {
  const cells = await cellsOf(shop, { country: countryNamed(country) });
  const cell = cells.find(({ service }) => service === code);
  if (!cell) throw new Refusal(405);
  const { title, least } = cell;
  const operators = operatorsOf(cell, 'priceByOperators');
  return show(`{"service":"${code}","serviceDescription":${title},"price":${plain(least)}${operators}}`);
}

/** What has no operator is of one that is called `any`. */
export async function showCounts(shop: Shop, [country = '']: readonly string[]): Promise<WireReply> {
  const cells = await cellsOf(shop, { country: countryNamed(country) });
  const byOperator = new Map<string, string[]>();
  for (const { service, byOperator: all } of cells) {
    for (const [operator, { total }] of all) {
      // The format has no word for a stock that nobody tells.
      if (total === null) continue;
      const rows = byOperator.get(operator) ?? [];
      byOperator.set(operator, rows);
      rows.push(`{"service":"${service}","total":${total}}`);
    }
  }
  const rows = [...byOperator].map(
    ([operator, services]) =>
      `{"operator":${JSON.stringify(operator || 'any')},"country":"${country}","services":[${services.join()}]}`,
  );
  return show(`[${rows.join()}]`);
}

/** Each operator at its cheapest that is in stock. What has no operator has an empty name. */
async function cellsOf(shop: Shop, query: Query): Promise<readonly Cell[]> {
  const cells = new Map<string, Cell>();
  await eachInSlices(await shop.listOffers(query), (offer) => {
    const codes = codesOf(offer);
    if (!codes) return;
    const key = `${codes.country} ${codes.service}`;
    const cell = cells.get(key) ?? cellOf(offer, codes);
    cells.set(key, cell);
    add(cell, offer);
  });
  return [...cells.values()];
}

function cellOf({ price }: Offer, codes: { readonly service: string; readonly country: string }): Cell {
  const names = servicesNamed(codes.service).map((slug) => findService(slug)?.name ?? slug);
  return { ...codes, title: JSON.stringify(names.join(' + ')), least: price, byOperator: new Map() };
}

function add(cell: Cell, { price, stock, pool = '' }: Offer): void {
  if (compareMoney(price, cell.least) < 0) cell.least = price;
  const known = cell.byOperator.get(pool);
  const isBetter = !known || known.total === 0 || (stock !== 0 && compareMoney(price, known.price) < 0);
  const total = known?.total === null || stock === null ? null : (known?.total ?? 0) + stock;
  cell.byOperator.set(pool, { price: isBetter ? price : known.price, total });
}

function operatorsOf({ byOperator }: Cell, name: string): string {
  const told = [...byOperator].filter(([operator]) => operator !== '');
  if (told.length === 0) return '';
  const prices = told.map(([operator, { price }]) => `${JSON.stringify(operator)}:"${plain(price)}"`);
  return `,"${name}":{${prices.join()}}`;
}

async function rowsOf(cells: readonly Cell[], write: (cell: Cell) => string): Promise<string> {
  function* all(): Generator<void, string> {
    const rows: string[] = [];
    for (const cell of cells) {
      rows.push(write(cell));
      yield;
    }
    return `[${rows.join()}]`;
  }
  return await inSlices(all());
}
