import { compareDecimals, type Decimal, eachInSlices, type Offer, parseDecimal } from '@numroute/core';

/** What a cell costs at one moment, as it is stored. */
export interface Sample {
  readonly price: string;
  readonly stock: number | null;
  /** Whole percent. */
  readonly rate: number | null;
}

/** Of one vendor's list in one currency: the sample of each cell. */
export interface Samples {
  readonly provider: string;
  readonly currency: string;
  readonly cells: Map<string, PlacedSample>;
}

export interface PlacedSample extends Sample {
  readonly country: string;
  /** Empty where there is only one. */
  readonly pool: string;
}

/** Names a cell within a list. */
export const cellName = (country: string, pool: string): string => `${country}\0${pool}`;

/** Of several offers of a cell the cheapest that can be bought stands for it. */
export async function samplesOf(
  offers: Iterable<Offer>,
  isMeant: (offer: Offer) => boolean,
): Promise<readonly Samples[]> {
  const lists = new Map<string, Samples>();
  const known = new Map<object, Decimal>();
  await eachInSlices(offers, (offer) => {
    const price = parseDecimal(offer.price.amount);
    if (price === undefined || price.units <= 0n || !isMeant(offer)) return;
    const { provider, country, pool = '', stock, successRate } = offer;
    const { currency, amount } = offer.price;
    const name = `${provider}\0${currency}`;
    const list = lists.get(name) ?? { provider, currency, cells: new Map() };
    lists.set(name, list);
    const cell = cellName(country, pool);
    const rival = list.cells.get(cell);
    if (rival && !isBetter({ stock, price }, { stock: rival.stock, price: known.get(rival) })) return;
    const rate = successRate ? Math.round(successRate.value * 100) : null;
    const sample = { country, pool, price: amount, stock: stock === null ? null : Math.trunc(stock), rate };
    known.set(sample, price);
    list.cells.set(cell, sample);
  });
  return [...lists.values()];
}

interface Rival {
  readonly stock: number | null;
  readonly price: Decimal | undefined;
}

function isBetter(mine: Rival, theirs: Rival): boolean {
  if ((mine.stock === 0) !== (theirs.stock === 0)) return theirs.stock === 0;
  return !mine.price || !theirs.price ? false : compareDecimals(mine.price, theirs.price) < 0;
}

/** Stock and rates move with every sale: only what changes a buyer's mind is a change. */
export function isAlike(before: Sample, now: Sample): boolean {
  return (
    before.price === now.price && isStockAlike(before.stock, now.stock) && isRateAlike(before.rate, now.rate)
  );
}

function isStockAlike(before: number | null, now: number | null): boolean {
  if (before === null || now === null || before === 0 || now === 0) return before === now;
  return now < before * 2 && now > before / 2;
}

function isRateAlike(before: number | null, now: number | null): boolean {
  return before === null || now === null ? before === now : Math.abs(before - now) < 2;
}
