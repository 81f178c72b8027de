import { type Money, money, parseDecimal, saysNothing } from '@numroute/core';
import * as v from 'valibot';
import type { MinorUnits } from './minor-units.ts';
import { EARLIEST, readIsoTime } from './times.ts';

// Schemas over `Json`, in which a number is the text that it was written as.

type Field<T> = v.GenericSchema<unknown, T>;

/** The id of an order: fit to be sent back, and none of the words for nothing, such as `0` or `null`. */
export const orderId: Field<string> = v.pipe(
  v.string(),
  v.trim(),
  v.regex(/^[\w-]{1,64}$/),
  v.check((id) => !/^0+$/.test(id) && !saysNothing(id)),
);

/** A count of at most fifteen digits, exact as a number. */
export const whole: Field<number> = v.pipe(v.string(), v.trim(), v.regex(/^\d{1,15}$/), v.transform(Number));

/** Digits, with or without a plus, as E.164 with its plus. */
export const phone: Field<string> = v.pipe(
  v.string(),
  v.transform((text) => text.replace(/[^\d+]/g, '').replace(/^\+?(?:00)?/, '')),
  v.regex(/^[1-9]\d{6,14}$/),
  v.transform((digits) => `+${digits}`),
);

/** Seconds since 1970, as milliseconds. A time before 2001 is none. */
export const unixSeconds: Field<number> = v.pipe(
  v.string(),
  v.regex(/^\d{10}(?:\.\d{1,9})?$/),
  v.transform((text) => Math.round(Number(text) * 1000)),
  v.check((time) => time >= EARLIEST),
);

/** A time of ISO 8601 that says its zone, as milliseconds since 1970. A time before 2001 is none. */
export const isoTime: Field<number> = v.pipe(v.unknown(), v.transform(readIsoTime), v.number());

/** A plain decimal of zero or more, with every digit that it was written with. */
export function amountIn(currency: string): Field<Money> {
  return v.pipe(
    v.string(),
    v.trim(),
    v.check((text) => (parseDecimal(text)?.units ?? -1n) >= 0n),
    v.transform((text) => money(text, currency)),
  );
}

/** An amount of a vendor that counts in whole cents and the like. */
export function amountOf(units: MinorUnits): Field<Money> {
  return v.pipe(
    v.string(),
    v.transform((text) => units.read(text)),
    v.custom<Money>((amount) => amount !== undefined),
  );
}

/** One of the vendor's words, as what it means. */
export function oneOf<T>(meanings: Readonly<Record<string, T>>): Field<T> {
  const words = new Map(Object.entries(meanings));
  return v.pipe(
    v.string(),
    v.trim(),
    v.picklist([...words.keys()]),
    v.transform((word) => words.get(word) as T),
  );
}

/** A field without which the rest is still true: null where it is missing or cannot be read. */
export function ifTold<T>(field: Field<T>): Field<T | null> {
  return v.fallback(v.nullable(field), null);
}
