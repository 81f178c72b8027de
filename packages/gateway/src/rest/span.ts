import { NumrouteError } from '@numroute/core';
import type { EntryFilter } from '@numroute/journal';

/** Of the past, as it is asked for: each a time such as `2026-11-30T18:00:00Z`. */
export interface Span {
  readonly since?: string;
  readonly until?: string;
}

/** @throws {NumrouteError} INVALID_INPUT One of them is no time, such as a leap second. */
export function spanOf({ since, until }: Span): Pick<EntryFilter, 'sentSince' | 'sentUntil'> {
  return {
    ...(since !== undefined && { sentSince: timeIn('since', since) }),
    ...(until !== undefined && { sentUntil: timeIn('until', until) }),
  };
}

function timeIn(field: string, text: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw NumrouteError.input(field, 'a time such as 2026-11-30T18:00:00Z', text);
  return time;
}
