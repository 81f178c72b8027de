import { saysNothing } from '@numroute/core';

/** An id is text: sites count past 2^53 or use hex digits. */
export function readId(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const id = value.trim();
  return /^[\w-]{1,64}$/.test(id) && !saysNothing(id) && !/^(?:0+|true)$/i.test(id) ? id : undefined;
}

/**
 * E.164 with its plus, which the sites leave out or write as `00`. Blanks, dashes, dots and brackets are no
 * part of it, and `(0)` is dialled at home alone. Any other zero stays: in some countries it belongs to the
 * number.
 *
 * @param callingCode For a site that leaves the calling code out.
 */
export function readPhone(value: unknown, callingCode?: string): string | undefined {
  if (typeof value !== 'string') return undefined;
  const [, sign, digits = ''] =
    /^(\+|00)?(\d+)$/.exec(value.replace(/\(0\)|[\s().\u2010-\u2015-]/g, '')) ?? [];
  const phone = `+${sign || callingCode === undefined ? digits : international(digits, callingCode)}`;
  return /^\+[1-9]\d{6,14}$/.test(phone) ? phone : undefined;
}

/**
 * With the calling code, if the site left it out. A national number may begin with the same digits: ten
 * digits behind +7 and +1 tell the two apart, elsewhere seven at least. Empty for a number with a zero, or
 * with an 8 in Russia, that is dialled at home: whether it belongs to the number differs by country.
 */
function international(digits: string, callingCode: string): string {
  const rest = digits.length - callingCode.length;
  const isTen = callingCode === '7' || callingCode === '1';
  if (digits.startsWith(callingCode) && (isTen ? rest === 10 : rest >= 7)) return digits;
  return digits.startsWith('0') || (isTen && digits.length !== 10) ? '' : callingCode + digits;
}

/** A count, as a number or as text; null where the vendor does not say. */
export function readCount(value: unknown): number | null {
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : null;
}

export function isServiceCode(code: string): boolean {
  return /^[\w-]{1,40}$/.test(code) && !/^(?:__proto__|constructor|prototype|any|undefined|null)$/.test(code);
}

/** A number, or at the few sites that have them a name; never a word that means "any". */
export function isCountryCode(code: string): boolean {
  return /^(?:\d{1,6}|[a-z]{3,40})$/.test(code) && !/^(?:any|all|null|undefined|none|random)$/.test(code);
}

export function isPoolCode(code: string): boolean {
  return /^[\w-]{1,40}$/.test(code) && !/^(?:__proto__|constructor|prototype|any)$/.test(code);
}
