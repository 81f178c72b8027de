import {
  compareMoney,
  decimalOf,
  formatDecimal,
  type Money,
  type OrderRef,
  roundDecimal,
} from '@numroute/core';
import type { Rate } from '@numroute/router';
import { tame } from '../io.ts';

/** `arzancell/3762`, as commands take it. */
export const nameOf = ({ provider, id }: OrderRef): string => `${provider}/${tame(id, 40)}`;

/** `8400` becomes `8,400`; the decimals stay as they are. */
function grouped(amount: string): string {
  const [whole = '', fraction] = amount.split('.');
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? text : `${text}.${fraction}`;
}

/** `8,400 IRT`: exact, as the vendor asked it. */
export function exact({ amount, currency }: Money): string {
  return `${grouped(amount)} ${currency}`;
}

/** Rounded for reading, with the same number of decimals in the whole column. */
export function readable(amount: Money, decimals: number): string {
  const rounded = formatDecimal(roundDecimal(decimalOf(amount), decimals));
  if (rounded === '0' && amount.amount !== '0') return exact(amount);
  const [whole = '', fraction = ''] = rounded.split('.');
  const digits = decimals === 0 ? whole : `${whole}.${fraction.padEnd(decimals, '0')}`;
  return `${grouped(digits)} ${amount.currency}`;
}

/** How many decimals a column needs: no more than its amounts have, four below 100, none from 10,000. */
export function decimalsFor(amounts: readonly Money[]): number {
  const largest = Math.max(0, ...amounts.map(({ amount }) => Number(amount)));
  const most = Math.max(0, ...amounts.map(({ amount }) => amount.split('.')[1]?.length ?? 0));
  return Math.min(largest < 100 ? 4 : largest < 10_000 ? 2 : 0, most);
}

/** `1 USD = 112,000 IRT (demo, 2026-11-20)` */
export function describeRate({ base, quote, value, source, asOf }: Rate): string {
  return `1 ${base} = ${grouped(value)} ${quote} (${source}, ${asOf})`;
}

/** `45 s`, `10 min` */
export function duration(ms: number): string {
  return ms % 60_000 === 0 ? `${ms / 60_000} min` : `${Math.ceil(ms / 1000)} s`;
}

/** `2026-11-30 18:05`, in UTC. */
export const minuteOf = (time: number): string => new Date(time).toISOString().slice(0, 16).replace('T', ' ');

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `87%` of orders get a code; `-`: nobody says so. */
export const rateText = (rate: number | undefined): string =>
  rate === undefined ? '-' : `${Math.round(rate * 100)}%`;

/** `▼ 4.2%`; undefined: the price is the same. */
export function changeText(before: Money, now: Money): string | undefined {
  const order = compareMoney(now, before);
  if (order === 0) return undefined;
  const percent = Math.abs(Number(now.amount) / Number(before.amount) - 1) * 100;
  const share = percent < 0.1 ? '<0.1%' : percent < 10 ? `${percent.toFixed(1)}%` : `${Math.round(percent)}%`;
  return `${order < 0 ? '▼' : '▲'} ${share}`;
}
