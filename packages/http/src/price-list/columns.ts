import type { SuccessRate } from '@numroute/core';
import type { ListedPrice } from './listed-price.ts';

/** One price of one service in one country. */
export interface Tier extends ListedPrice {
  /** null: the vendor does not say. */
  readonly stock: number | null;
  /** Its number among the builder's pools; absent: there is only one. */
  readonly pool?: number | undefined;
  /** As the vendor tells it, kept to a ten-thousandth. Absent: it tells none. */
  readonly successRate?: Omit<SuccessRate, 'source'> | undefined;
}

const UNKNOWN = 0xffff_ffff;
/** A share in ten-thousandths: a percentage with two decimals, which is the finest that vendors tell. */
const WHOLE = 10_000;
const LONGEST_WINDOW = 0xffff;

export interface Columns {
  readonly units: BigInt64Array;
  readonly scales: Uint8Array;
  readonly stocks: Uint32Array;
  readonly countries: Uint16Array | Uint32Array;
  /** One more than the pool's number, 0 for none; absent where no offer has one. */
  readonly pools?: Uint16Array | Uint32Array;
  /** One more than the share in ten-thousandths, 0 for none; absent, with its hours, where no offer has one. */
  readonly rates?: Uint16Array;
  readonly hours?: Uint16Array;
}

/** Rows as they come. */
export type Block = Required<Columns> & { readonly services: Uint32Array; length: number };

export function columnsOf(length: number): Pick<Columns, 'units' | 'scales' | 'stocks'> {
  return {
    units: new BigInt64Array(length),
    scales: new Uint8Array(length),
    stocks: new Uint32Array(length),
  };
}

export function blockOf(length: number): Block {
  return {
    ...columnsOf(length),
    services: new Uint32Array(length),
    countries: new Uint32Array(length),
    pools: new Uint32Array(length),
    rates: new Uint16Array(length),
    hours: new Uint16Array(length),
    length: 0,
  };
}

/** A column for numbers below `limit`. */
export function indexes(limit: number, length: number): Uint16Array | Uint32Array {
  return limit <= 0x1_0000 ? new Uint16Array(length) : new Uint32Array(length);
}

export function putTier(block: Block, row: number, { units, scale, stock, pool, successRate }: Tier): void {
  block.units[row] = BigInt(units);
  block.scales[row] = scale;
  // Nobody has so many numbers; a stock is an estimate.
  block.stocks[row] = stock === null ? UNKNOWN : Math.min(stock, UNKNOWN - 1);
  block.pools[row] = pool === undefined ? 0 : pool + 1;
  const { value = -1, windowHours = 0 } = successRate ?? {};
  // What is no share is none.
  if (!(value >= 0 && value <= 1)) return;
  block.rates[row] = Math.round(value * WHOLE) + 1;
  block.hours[row] = Math.min(windowHours, LONGEST_WINDOW);
}

export function stockIn({ stocks }: Columns, row: number): number | null {
  const stock = stocks[row] ?? UNKNOWN;
  return stock === UNKNOWN ? null : stock;
}

export function rateIn({ rates, hours }: Columns, row: number): SuccessRate | undefined {
  const rate = rates?.[row] ?? 0;
  if (rate === 0) return undefined;
  const windowHours = hours?.[row] ?? 0;
  return { value: (rate - 1) / WHOLE, ...(windowHours > 0 && { windowHours }), source: 'vendor' };
}
