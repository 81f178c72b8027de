import { NumrouteError, parseCountry, parseService } from '@numroute/core';
import type { EntryFilter } from '@numroute/journal';
import { durationOf } from './arguments.ts';

/** From when on, until when, and whose days: as `orders --all` and `spend` take it. */
export interface SpanFlags {
  readonly since?: string;
  readonly until?: string;
  readonly zone?: string;
}

/** Which orders of the past. */
export interface PastFlags extends SpanFlags {
  readonly provider?: string;
  readonly service?: string;
  readonly country?: string;
}

/** @throws {NumrouteError} INVALID_INPUT One of them is none. */
export function pastOf(flags: PastFlags): Pick<EntryFilter, 'provider' | 'service' | 'country'> & Span {
  const { provider, service, country } = flags;
  return {
    ...spanOf(flags),
    ...(provider !== undefined && { provider }),
    ...(service !== undefined && { service: parseService(service, '--service') }),
    ...(country !== undefined && { country: parseCountry(country, '--country') }),
  };
}

/** From the first moment on, and before the last, as a filter of the journal takes it. */
interface Span {
  readonly sentSince?: number;
  readonly sentUntil?: number;
}

const DAY_MS = 86_400_000;

/**
 * `7d` is so long ago, `2026-11-01` that day in its zone, `2026-11-01T12:00Z` that moment. A day that is
 * named as the end belongs to the span.
 *
 * @throws {NumrouteError} INVALID_INPUT One of them is none, or the end is not after the start.
 */
export function spanOf({ since, until, zone = 'UTC' }: SpanFlags, now: number = Date.now()): Span {
  const wallClock = clockOf(zone);
  const sentSince = since === undefined ? undefined : momentOf(since, '--since', now, wallClock, 0);
  const sentUntil = until === undefined ? undefined : momentOf(until, '--until', now, wallClock, 1);
  if (sentSince !== undefined && sentUntil !== undefined && sentUntil <= sentSince)
    throw NumrouteError.input('--until', 'a time after --since', JSON.stringify(until));
  return { ...(sentSince !== undefined && { sentSince }), ...(sentUntil !== undefined && { sentUntil }) };
}

/** @param more So many days after the one that is named. */
function momentOf(text: string, field: string, now: number, wallClock: WallClock, more: number): number {
  const word = text.trim();
  if (/^\d+[smhd]$/.test(word)) return now - durationOf(word, field);
  const day = /^\d{4}-\d{2}-\d{2}$/.test(word) ? Date.parse(`${word}T00:00Z`) : Number.NaN;
  // A day that no month has is read as one of the next.
  if (!Number.isNaN(day) && new Date(day).toISOString().startsWith(word))
    return startOf(day + more * DAY_MS, wallClock);
  const moment = /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})$/.test(word)
    ? Date.parse(word)
    : Number.NaN;
  if (!Number.isNaN(moment)) return moment;
  throw NumrouteError.input(
    field,
    'how long ago, such as 7d, a day such as 2026-11-01, or a time such as 2026-11-01T12:00Z',
    JSON.stringify(text.slice(0, 30)),
  );
}

/** What a clock on the wall shows at a time, as if it were UTC's. */
type WallClock = (time: number) => number;

/** @throws {NumrouteError} INVALID_INPUT There is no such zone. */
function clockOf(zone: string): WallClock {
  try {
    const format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    return (time) => Date.parse(`${format.format(time).replace(' ', 'T')}Z`);
  } catch {
    throw NumrouteError.input(
      '--zone',
      'a time zone such as Europe/Berlin',
      JSON.stringify(zone.slice(0, 40)),
    );
  }
}

/** When a day begins there: at midnight, by the offset that holds then. */
function startOf(day: number, wallClock: WallClock): number {
  const near = day - (wallClock(day) - day);
  return day - (wallClock(near) - near);
}
