import { decimalOf, formatDecimal, type Money } from '@numroute/core';

/** A number that keeps its digits: a float would round a price. */
export class Digits {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A `Map` is an object whose keys keep their order: JavaScript moves keys such as `15` to the front. */
export type Json =
  | string
  | number
  | boolean
  | null
  | undefined
  | Digits
  | readonly Json[]
  | ReadonlyMap<string, Json>
  | { readonly [key: string]: Json };

export function writeJson(value: Json): string {
  if (value instanceof Digits) return value.text;
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const entries: Iterable<readonly [string, Json]> =
    value instanceof Map ? value : Object.entries(value as { readonly [key: string]: Json });
  const members: string[] = [];
  for (const [key, member] of entries) {
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${writeJson(member)}`);
  }
  return `{${members.join(',')}}`;
}

/** `0.25` with at least so many decimals: `0.2500` with four. */
export function plain(price: Money, decimals: number = 0): string {
  const text = formatDecimal(decimalOf(price));
  if (decimals === 0) return text;
  const [whole = '0', fraction = ''] = text.split('.');
  return `${whole}.${fraction.padEnd(decimals, '0')}`;
}

export const digits = (price: Money): Digits => new Digits(plain(price));

/** An id as a number where it is one and JavaScript can hold it, else as text. */
export function idOf(text: string): string | number {
  const id = Number(text);
  return /^(?:0|[1-9]\d*)$/.test(text) && Number.isSafeInteger(id) ? id : text;
}

/** `2022-06-01 17:30:57`, in UTC; the zone of the original is documented nowhere. */
export function stamp(at: number | undefined): string {
  const date = new Date(at ?? Number.NaN);
  if (Number.isNaN(date.getTime())) return '0000-00-00 00:00:00';
  return date.toISOString().slice(0, 19).replace('T', ' ');
}
