import { NumrouteError } from '@numroute/core';
import { LIVE, UNRESOLVED } from './attempt/index.ts';
import type { EntryFilter, JournalEntry, WantRecord } from './contract.ts';

/**
 * Which rule two different entries would break together, in words; undefined if none:
 *
 * 1. At an account at most one purchase whose outcome is not known, or several that all may be under way
 *    beside others; and none is begun beside one that is in doubt.
 * 2. At most one live attempt for a want.
 * 3. At most one attempt that is not ended holds an order.
 */
export function ruleBroken(next: JournalEntry, other: JournalEntry): string | undefined {
  const unresolved = UNRESOLVED.includes(next.state) && UNRESOLVED.includes(other.state);
  if (unresolved && other.offer.provider === next.offer.provider && !mayBeTogether(next, other))
    return 'a purchase at this provider is still unresolved';
  const live = LIVE.includes(next.state) && LIVE.includes(other.state);
  if (live && next.want !== undefined && other.want === next.want)
    return 'this want has a live attempt already';
  const { order } = next;
  const held = order && other.order?.id === order.id && other.order.provider === order.provider;
  return held ? 'another attempt already holds this order' : undefined;
}

/** Of two whose outcome is not known. What is being sent just now was not in doubt when the other one began. */
function mayBeTogether(next: JournalEntry, other: JournalEntry): boolean {
  return (
    next.beside === true && other.beside === true && (next.state === 'unknown' || other.state === 'sending')
  );
}

/** @throws {NumrouteError} INVALID_INPUT */
export function checkMost({ most }: EntryFilter): void {
  if (most !== undefined && !(Number.isInteger(most) && most > 0))
    throw NumrouteError.input('most', 'a whole number above zero', String(most));
}

/** Whether an entry is one of those that a filter asks for, but for `most`. */
export function fits(entry: JournalEntry, whose: WantRecord | undefined, filter: EntryFilter): boolean {
  const { states, after = 0, before, sentSince, sentUntil } = filter;
  const { number, state, sentAt, offer } = entry;
  const found = {
    want: entry.want,
    provider: offer.provider,
    buyer: whose?.buyer,
    key: whose?.key,
    service: offer.service,
    country: offer.country,
    order: entry.order?.id,
  };
  return (
    (states === undefined || states.includes(state)) &&
    number > after &&
    (before === undefined || number < before) &&
    (sentSince === undefined || sentAt >= sentSince) &&
    (sentUntil === undefined || sentAt < sentUntil) &&
    (Object.keys(found) as (keyof typeof found)[]).every(
      (part) => filter[part] === undefined || filter[part] === found[part],
    )
  );
}
