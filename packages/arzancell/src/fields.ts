import { type Decimal, parseDecimal } from '@numroute/core';

/** A number or numeric text of the reply; undefined for anything else, never a default. */
export function readDecimal(value: unknown): Decimal | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return parseDecimal(latinDigits(String(value)).replace(/[,\u066C\s]/g, ''));
}

/** A count; null where the vendor does not say, because 0 would mean sold out. */
export function readStock(value: unknown): number | null {
  const decimal = readDecimal(value);
  if (!decimal || decimal.scale > 0 || decimal.units < 0n) return null;
  const count = Number(decimal.units);
  return Number.isSafeInteger(count) ? count : null;
}

/** E.164 with its plus. The country is not checked: virtual numbers and +7 or +1 would fail. */
export function readPhone(value: unknown): string | undefined {
  const text = readText(value);
  if (text === undefined) return undefined;
  const digits = latinDigits(text)
    .replace(/[^\d+]/g, '')
    .replace(/^\+?(?:00)?/, '');
  return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : undefined;
}

export function readOrderId(value: unknown): string | undefined {
  const id = readText(value)?.trim();
  return id !== undefined && /^[\w.:-]{1,64}$/.test(id) && !/^(?:0+|null|false|undefined)$/i.test(id)
    ? id
    : undefined;
}

/** A code of server, country or service: opaque, but fit to be sent back and named in an offer. */
export function readCode(value: unknown): string | undefined {
  const code = readText(value)?.trim();
  if (code === undefined || code === '' || code.length > 64 || /\p{C}/u.test(code)) return undefined;
  return isHostile(code) || isAny(code) ? undefined : code;
}

export function isHostile(key: string): boolean {
  return key === '__proto__' || key === 'constructor' || key === 'prototype';
}

export function isAny(code: string): boolean {
  return code.toLowerCase() === 'any';
}

/** Text, or a number that JSON did not round on the way. */
export function readText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined;
}

function latinDigits(text: string): string {
  return text.replace(/[\u06F0-\u06F9\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}
