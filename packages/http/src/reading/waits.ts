import type { Reply } from '../adapter.ts';

/** Longer than any documented wait. What a vendor says beyond it is taken for an error of its own. */
const LONGEST_S = 86_400;

/**
 * How long a vendor asks to wait, in milliseconds, by the members beside its word. Undefined for none, for
 * zero, which is no wait, and for more than a day.
 */
export function waitIn(
  members: ReadonlyMap<string, unknown> | undefined,
  names: readonly string[] = ['retry_after_seconds', 'retry_after', 'retryAfter'],
): number | undefined {
  return names.map((name) => secondsIn(members?.get(name))).find((wait) => wait !== undefined);
}

/** The same by the reply's header. A date is not read: the vendor's clock is not ours. */
export function headerWait({ headers }: Reply): number | undefined {
  return secondsIn(headers['retry-after']);
}

function secondsIn(told: unknown): number | undefined {
  if (typeof told !== 'string' || !/^\d{1,9}(?:\.\d{1,9})?$/.test(told.trim())) return undefined;
  const seconds = Number(told);
  return seconds > 0 && seconds <= LONGEST_S ? Math.ceil(seconds * 1000) : undefined;
}
