import { money, NumrouteError } from '@numroute/core';
import type { Orders } from '../orders/orders.ts';
import { type Mistake, refusal } from './checks.ts';
import { isPercent, PERCENT } from './pricing.ts';
import type { ClientSettings } from './settings.ts';

/** @throws {NumrouteError} INVALID_INPUT Names the settings, below `path`, that cannot be used. */
export function usable(client: ClientSettings, path: string, orders: Pick<Orders, 'convert'>): void {
  const mistakes = wrongTerms(client, path, orders);
  if (mistakes.length > 0) throw refusal(mistakes);
}

/** What cannot be converted now would fail at every request, and a margin that cannot be read would be none. */
export function wrongTerms(
  { currency = 'USD', budget, maxPrice, margin }: ClientSettings,
  path: string,
  orders: Pick<Orders, 'convert'>,
): readonly Mistake[] {
  const amounts = [['budget', budget] as const, ['maxPrice', maxPrice] as const];
  return [
    ...(isPercent(margin?.percent ?? '0') ? [] : [NumrouteError.input(`${path}.margin.percent`, PERCENT)]),
    ...amounts.flatMap(([name, amount]) => {
      if (!amount || orders.convert(money('1', amount.currency), currency)) return [];
      const expected = `one in the client's currency, or a rate between ${amount.currency} and ${currency} under "rates"`;
      return [NumrouteError.input(`${path}.${name}`, expected)];
    }),
  ];
}
