/**
 * Sums are kept of spans of 5 minutes, an hour and a day, each of which starts at a multiple of its
 * length. A window is whole days, then hours, then spans of 5 minutes, and of its first minutes the
 * attempts one by one: some dozen rows instead of all its attempts.
 */
export const SPANS = [300_000, 3_600_000, 86_400_000] as const;

/** Nobody asks for the outcomes of more than some days. */
export const SHORT_SPANS = [300_000, 3_600_000] as const;

const [MINUTES, HOUR, DAY] = SPANS;

/** Where the parts of a window begin, in milliseconds since 1970. */
export interface WindowStarts {
  /** The window itself. */
  readonly since: number;
  readonly minutes: number;
  readonly hours: number;
  readonly days: number;
}

/** Where each length of span begins in a window that begins at a time. */
export function windowStarts(time: number): WindowStarts {
  const since = Math.trunc(time);
  const next = (at: number, span: number): number => Math.ceil(at / span) * span;
  const minutes = next(since, MINUTES);
  const hours = next(minutes, HOUR);
  return { since, minutes, hours, days: next(hours, DAY) };
}

/** SQL that selects from each length of span by the index; one condition for all of them would read every span. */
export const eachOf = (select: string, spans: readonly string[]): string =>
  spans.map((span) => `${select} AND ${span} UNION ALL `).join('');
