import { money, NumrouteError } from '@numroute/core';
import type { Orders } from '../orders/orders.ts';
import { isPercent, PERCENT } from './pricing.ts';
import type { ClientSettings } from './settings.ts';

/**
 * What cannot be converted now would fail at every request, and a margin that cannot be read would be none.
 *
 * @throws {NumrouteError} INVALID_INPUT Names the setting, below `path`.
 */
export function usable(
  { currency = 'USD', budget, maxPrice, margin }: ClientSettings,
  path: string,
  orders: Pick<Orders, 'convert'>,
): void {
  if (!isPercent(margin?.percent ?? '0')) throw NumrouteError.input(`${path}.margin.percent`, PERCENT);
  for (const [name, amount] of [['budget', budget] as const, ['maxPrice', maxPrice] as const]) {
    if (!amount || orders.convert(money('1', amount.currency), currency)) continue;
    throw NumrouteError.input(
      `${path}.${name}`,
      `one in the client's currency, or a rate between ${amount.currency} and ${currency} under "rates"`,
    );
  }
}
