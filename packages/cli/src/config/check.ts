import { isCurrency, NumrouteError } from '@numroute/core';
import { durationOf } from '../arguments.ts';

export function spanAt(value: unknown, path: string): number {
  return durationOf(textAt(value, path, 'a duration such as "90s", "10m" or "24h"'), path);
}

export function currencyAt(value: unknown, path: string): string {
  const code = textAt(value, path, 'an ISO 4217 code such as "USD", or "IRT" for Toman');
  if (isCurrency(code)) return code;
  throw NumrouteError.input(
    path,
    'an ISO 4217 code such as "USD", or "IRT" for Toman',
    JSON.stringify(code.slice(0, 20)),
  );
}

export function textAt(value: unknown, path: string, expected: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw NumrouteError.input(path, expected, kindOf(value));
}

export function booleanAt(value: unknown, path: string): boolean {
  if (typeof value === 'boolean') return value;
  throw NumrouteError.input(path, 'true or false', kindOf(value));
}

export function listAt(value: unknown, path: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw NumrouteError.input(path, 'a list [ … ]', kindOf(value));
}

export function objectAt(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (isObject(value)) return value;
  throw NumrouteError.input(path, 'an object { … }', kindOf(value));
}

export function onlyKeys(
  entry: Readonly<Record<string, unknown>>,
  path: string,
  known: readonly string[],
): void {
  const stranger = Object.keys(entry).find((key) => !known.includes(key));
  if (stranger === undefined) return;
  const where = path === 'config' ? '' : `${path}.`;
  throw NumrouteError.input(
    `${where}${stranger.slice(0, 40)}`,
    `one of ${known.join(', ')}`,
    'a name that means nothing here',
  );
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a value is, without showing it. */
function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (value === '') return 'an empty text';
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
