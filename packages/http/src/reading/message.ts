import { type Message, saysNothing } from '@numroute/core';

/**
 * What stands in the place of a code, at a vendor that has one place for both: one word or number is the code,
 * exactly as it was told; a sentence is the text of the SMS. Undefined: nothing came.
 */
export function messageIn(told: string | null | undefined): Message | undefined {
  const text = told?.trim() ?? '';
  if (saysNothing(text) || text === '0') return undefined;
  return /^[\x21-\x7e]+$/.test(text) || /^[\p{Nd}\s-]+$/u.test(text) ? { code: text } : { text };
}
