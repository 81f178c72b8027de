import { NumrouteError } from '@numroute/core';

/** Parts that are absent do not restrict. */
export interface SpentFilter {
  /** Sent at or after; whole milliseconds since 1970. */
  readonly since: number;
  readonly provider?: string;
  /** Only what was bought on this buyer's behalf, in the words of its want. */
  readonly buyer?: string;
  /** Providers whose promise of a refund is all the proof there will ever be: money that is `due` there counts as back. */
  readonly takesPromise?: readonly string[];
}

/** Whose purchases are counted by what became of them. */
export interface OutcomesFilter {
  readonly provider: string;
  /** Sent at or after; whole milliseconds since 1970. */
  readonly since: number;
  /** Absent: the whole account. */
  readonly market?: { readonly service: string; readonly country: string };
}

/** What became of the numbers that an account has bought. */
export interface Outcomes {
  /** Orders that are known. What was refused, or bought nothing, is none. */
  readonly numbers: number;
  /** Of these, all but the ones that still wait for a first code: they have not failed yet. */
  readonly over: number;
  /** Of those, the ones that something came to. */
  readonly codes: number;
}

/** @throws {NumrouteError} INVALID_INPUT */
export function checkSpent({ since, provider, buyer, takesPromise }: SpentFilter): void {
  checkTime('spent.since', since);
  if (provider !== undefined) checkText('spent.provider', provider);
  if (buyer !== undefined) checkText('spent.buyer', buyer);
  if (takesPromise === undefined) return;
  if (!Array.isArray(takesPromise)) throw NumrouteError.input('spent.takesPromise', 'a list of providers');
  for (const [position, one] of takesPromise.entries()) checkText(`spent.takesPromise[${position}]`, one);
}

/** @throws {NumrouteError} INVALID_INPUT */
export function checkOutcomes({ provider, since, market }: OutcomesFilter): void {
  checkTime('outcomes.since', since);
  checkText('outcomes.provider', provider);
  if (market === undefined) return;
  checkText('outcomes.market.service', market?.service);
  checkText('outcomes.market.country', market?.country);
}

function checkTime(field: string, value: unknown): void {
  if (!Number.isFinite(value)) throw NumrouteError.input(field, 'milliseconds since 1970', String(value));
}

function checkText(field: string, value: unknown): void {
  if (typeof value !== 'string') throw NumrouteError.input(field, 'a text', typeof value);
}
