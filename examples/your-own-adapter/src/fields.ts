import type { Money } from '@numroute/core';
import { type MinorUnits, minorUnits } from '@numroute/http';
import { amountOf } from '@numroute/http/fields';
import * as v from 'valibot';

/** The page: "All amounts are whole US cents, as text." */
export const cents: MinorUnits = minorUnits('USD', 2);

/** What cannot be read as an amount is none: a guess would be a made-up price. */
export const amount: v.GenericSchema<unknown, Money> = amountOf(cents);

/** A service or a country in the vendor's words. */
export const code: v.GenericSchema<unknown, string> = v.pipe(v.string(), v.regex(/^[\w-]{1,40}$/));
