import type { JournalEntry } from '@numroute/journal';
import { LIFETIME_MS } from '../time/vendor-times.ts';
import type { Observation, WaitingOrder } from '../value/beliefs.ts';

/** Whoever gave a number up sooner has shown nothing of it. */
const LEAST_MS = 30_000;

/** What an attempt shows of its offer; undefined while it waits, and where it shows nothing. */
export function observationOf(entry: JournalEntry): Observation | undefined {
  const { offer, sentAt, codeAfterMs, endedAfterMs, cancel, adopted, want } = entry;
  const overAfterMs = codeAfterMs ?? endedAfterMs;
  // What nobody asked for, what was found late and what was not as offered says nothing of the offer's codes.
  if (overAfterMs === undefined || adopted || want === undefined || cancel?.unlike) return undefined;
  const begunMs = begunAfter(entry);
  const atRiskMs = Math.max(0, overAfterMs - begunMs);
  const shown = { ...cellIn(entry), openedAt: sentAt + begunMs, weight: 1 };
  if (codeAfterMs !== undefined) return { ...shown, codeAfterMs: atRiskMs, atRiskMs };
  // A number that the service refuses would never have had its code.
  if (cancel?.fault) return { ...shown, atRiskMs: offer.lifetimeMs ?? LIFETIME_MS };
  return atRiskMs < LEAST_MS ? undefined : { ...shown, atRiskMs };
}

/** An order that waits for its first code, as what it has shown so far; undefined for any other. */
export function waitingOf(entry: JournalEntry, now: number): WaitingOrder | undefined {
  const { state, sentAt, adopted, want, cancel } = entry;
  if (state !== 'open' || adopted || want === undefined || cancel?.unlike) return undefined;
  return { ...cellIn(entry), atRiskMs: Math.max(0, now - sentAt - begunAfter(entry)) };
}

/** Since then its code was waited for. */
const begunAfter = ({ usedAfterMs, openedAfterMs = 0 }: JournalEntry): number => usedAfterMs ?? openedAfterMs;

function cellIn({ offer }: JournalEntry) {
  const { provider, service, country, pool, virtual } = offer;
  return {
    provider,
    service,
    country,
    ...(pool !== undefined && { pool }),
    ...(virtual !== undefined && { virtual }),
  };
}
