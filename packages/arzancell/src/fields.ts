import { type Decimal, parseDecimal, saysNothing } from '@numroute/core';
import type { Json } from '@numroute/http';
import { findPhrase } from './words.ts';

/** `5600`, `5,600`, `5 600.50`: what parts the digits parts them by three. `5,6` may be meant as a fraction. */
const NUMBER = /^-?(?:\d+|\d{1,3}(?:[,\u066C\s]\d{3})+)(?:\.\d+)?$/;

/** Iran writes its mobile numbers so at home; others (the Philippines) write theirs alike. */
const IRANIAN = /^0?9\d{9}$/;

/** A number or numeric text of the reply; undefined for anything else, never a default. */
export function readDecimal(value: Json | undefined): Decimal | undefined {
  if (typeof value !== 'string') return undefined;
  const text = latinDigits(value).trim();
  return NUMBER.test(text) ? parseDecimal(text.replace(/[,\u066C\s]/g, '')) : undefined;
}

/** A count; null where the vendor does not say, because 0 would mean sold out. */
export function readStock(value: Json | undefined): number | null {
  const decimal = readDecimal(value);
  if (!decimal || decimal.scale > 0 || decimal.units < 0n) return null;
  const count = Number(decimal.units);
  return Number.isSafeInteger(count) ? count : null;
}

/**
 * E.164 with its plus. That the number is of the country is not checked: virtual numbers and +7 or +1
 * would fail. A number as it is written at home tells no calling code; it is read where the country of
 * the offer proves it.
 */
export function readPhone(value: Json | undefined, country?: string): string | undefined {
  if (typeof value !== 'string') return undefined;
  const told = latinDigits(value).replace(/[^\d+]/g, '');
  if (IRANIAN.test(told)) return country === 'IR' ? `+98${told.slice(-10)}` : undefined;
  const digits = told.replace(/^\+?(?:00)?/, '');
  return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : undefined;
}

/** Neither a word for nothing nor one of the page's phrases. */
export function readOrderId(value: Json | undefined): string | undefined {
  const id = typeof value === 'string' ? value.trim() : '';
  if (!/^[\w-]{1,64}$/.test(id) || /^0+$/.test(id) || saysNothing(id)) return undefined;
  return findPhrase(id.replaceAll('_', ' ').toUpperCase()) ? undefined : id;
}

/** A code of server, country or service: opaque, but fit to be sent back and named in an offer. */
export function readCode(value: Json | undefined): string | undefined {
  const code = typeof value === 'string' ? value.trim() : '';
  if (code === '' || code.length > 64 || /\p{C}/u.test(code)) return undefined;
  return isHostile(code) || isAny(code) ? undefined : code;
}

export function isHostile(key: string): boolean {
  return key === '__proto__' || key === 'constructor' || key === 'prototype';
}

export function isAny(code: string): boolean {
  return code.toLowerCase() === 'any';
}

function latinDigits(text: string): string {
  return text.replace(/[\u06F0-\u06F9\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}
