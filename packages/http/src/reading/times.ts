/** 2001-09-09, from which on seconds since 1970 have ten digits. Vendors write an earlier time for "never". */
export const EARLIEST = 1_000_000_000_000;

/**
 * A time of ISO 8601 that says its zone, as milliseconds since 1970. Undefined for any other text: a time
 * without a zone proves nothing, and one before 2001 is none.
 */
export function readIsoTime(text: unknown): number | undefined {
  const isOne =
    typeof text === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)$/.test(text);
  const time = isOne ? Date.parse(text) : Number.NaN;
  return time >= EARLIEST ? time : undefined;
}
