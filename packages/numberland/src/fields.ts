import type { Money } from '@numroute/core';
import { amountIn } from '@numroute/http/fields';
import * as v from 'valibot';

export const CURRENCY = 'IRT';

/** Toman, exactly as written. */
export const toman: v.GenericSchema<unknown, Money> = amountIn(CURRENCY);

/** `00:20:00` in milliseconds. None at all tells nothing. */
export const duration: v.GenericSchema<unknown, number> = v.pipe(
  v.string(),
  v.trim(),
  v.regex(/^\d{1,2}:[0-5]\d:[0-5]\d$/),
  v.transform((text) => {
    const [hours = 0, minutes = 0, seconds = 0] = text.split(':').map(Number);
    return ((hours * 60 + minutes) * 60 + seconds) * 1000;
  }),
  v.minValue(1),
);

/** An id of a service or a country. */
export const ID: RegExp = /^[1-9]\d{0,8}$/;

/** A pool: `any` and `min` let the vendor choose, so they are none. */
export const OPERATOR: RegExp = /^[1-9]\d?$/;
