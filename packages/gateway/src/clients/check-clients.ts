import { money, NumrouteError } from '@numroute/core';
import type { Orders } from '../orders/orders.ts';
import type { ClientSettings } from './settings.ts';
import { usable } from './usable.ts';

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
  for (const part of ['id', 'tokenHash'] as const) {
    if (new Set(candidates.map(({ settings }) => settings[part])).size < candidates.length) {
      throw NumrouteError.input(
        'gateway.clients',
        `clients whose ${part === 'id' ? 'ids' : 'tokens'} differ`,
      );
    }
  }
  for (const candidate of candidates) checkUsable(candidate, orders);
}

function checkUsable({ settings, place, earlier }: Candidate, orders: Pick<Orders, 'convert'>): void {
  usable(settings, place, orders);
  const { currency } = settings.budget;
  // What is held back for purchases under way is counted in the new one.
  if (!earlier || orders.convert(money('1', earlier.budget.currency), currency)) return;
  throw NumrouteError.input(
    `${place}.budget`,
    `one in ${earlier.budget.currency}, as it was, or a rate between that and ${currency} under "rates"`,
  );
}
