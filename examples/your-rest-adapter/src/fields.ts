import type { Money } from '@numroute/core';
import { type MinorUnits, minorUnits } from '@numroute/http';
import * as v from 'valibot';

// `parseJson` leaves a number the text that it was written as, so a schema reads a text for both.

/** The page: "All amounts are whole US cents." */
export const cents: MinorUnits = minorUnits('USD', 2);

/** What cannot be read as an amount is none: a guess would be a made-up price. */
export const amount: v.GenericSchema<unknown, Money> = v.pipe(
  v.string(),
  v.transform((text) => cents.read(text)),
  v.custom<Money>((read) => read !== undefined),
);

/** A service or a country in the vendor's words. */
export const code: v.GenericSchema<unknown, string> = v.pipe(v.string(), v.regex(/^[\w-]{1,40}$/));

/** A field without which the rest is still true: null where it is missing or cannot be read. */
export function ifTold<T>(field: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, T | null> {
  return v.fallback(v.nullable(field), null);
}
