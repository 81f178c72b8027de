/** An id is text: sites count past 2^53 or use hex digits. */
export function readId(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const id = value.trim();
  return /^[\w-]{1,64}$/.test(id) && !/^(?:0+|null|false|true|undefined)$/i.test(id) ? id : undefined;
}

/** E.164 with its plus; the sites leave it out. */
export function readPhone(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const phone = value.trim().replace(/^\+/, '');
  return /^[1-9]\d{6,14}$/.test(phone) ? `+${phone}` : undefined;
}

/**
 * With the calling code before it where the site left it out. A number may begin with those digits and lack
 * it all the same: +7 and +1 are followed by ten digits, others by seven at least.
 */
export function withCallingCode(phone: string, callingCode: string): string {
  const digits = phone.replace(/^\+/, '');
  const rest = digits.length - callingCode.length;
  const isWhole = callingCode === '7' || callingCode === '1' ? rest === 10 : rest >= 7;
  return digits.startsWith(callingCode) && isWhole ? phone : `+${callingCode}${digits}`;
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

/** A time with its zone, in milliseconds; the sites' usual times name none and prove nothing. */
export function readTime(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\S*(?:Z|[+-]\d\d:?\d\d)$/.test(value)) return undefined;
  const time = Date.parse(value);
  return Number.isFinite(time) ? time : undefined;
}
