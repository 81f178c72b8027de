import { money, NumrouteError } from '@numroute/core';
import type { Orders } from '../orders/orders.ts';
import { type Mistake, refusal } from './checks.ts';
import type { ClientSettings } from './settings.ts';
import { wrongTerms } from './usable.ts';

/** A client that is to be, with its place in the settings. */
export interface Candidate {
  readonly settings: ClientSettings;
  readonly place: string;
  /** What it was before, if its settings change. */
  readonly earlier?: ClientSettings | undefined;
}

/** @throws {NumrouteError} INVALID_INPUT Nobody holds a token, two share one or an id, or a client cannot be served. */
export function checkClients(candidates: readonly Candidate[], orders: Pick<Orders, 'convert'>): void {
  if (candidates.length === 0) {
    throw NumrouteError.input(
      'gateway.clients',
      'at least one client with a token: without one anybody could buy',
    );
  }
  const mistakes = wrongClients(candidates, orders);
  if (mistakes.length > 0) throw refusal(mistakes);
}

/** What is wrong with clients that are well-formed. @param orders Absent: no rate is known yet. */
export function wrongClients(
  candidates: readonly Candidate[],
  orders?: Pick<Orders, 'convert'>,
): readonly Mistake[] {
  const twice = (['id', 'tokenHash'] as const).flatMap((part) =>
    new Set(candidates.map(({ settings }) => settings[part])).size < candidates.length
      ? [NumrouteError.input('gateway.clients', `clients whose ${part === 'id' ? 'ids' : 'tokens'} differ`)]
      : [],
  );
  return [...twice, ...(orders ? candidates.flatMap((candidate) => unusable(candidate, orders)) : [])];
}

function unusable(
  { settings, place, earlier }: Candidate,
  orders: Pick<Orders, 'convert'>,
): readonly Mistake[] {
  const { currency } = settings.budget;
  // What is held back for purchases under way is counted in the new one.
  const isLost = earlier && !orders.convert(money('1', earlier.budget.currency), currency);
  const expected = `one in ${earlier?.budget.currency}, as it was, or a rate between that and ${currency} under "rates"`;
  return [
    ...wrongTerms(settings, place, orders),
    ...(isLost ? [NumrouteError.input(`${place}.budget`, expected)] : []),
  ];
}
