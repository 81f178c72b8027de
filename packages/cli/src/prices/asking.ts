import type { Money } from '@numroute/core';
import { type Choice, type Quote, value } from '@numroute/router';
import type { Prices } from '../config/compose.ts';
import type { Ordering } from '../printing/table.ts';

/** What offers are compared by. */
export interface Asked {
  readonly country?: readonly string[];
  readonly maxPrice?: Money;
  readonly choice: Choice;
  readonly currency?: string;
  readonly by: Ordering;
}

/** A comparison of one service. Without a currency it is in that of all offers, if the default leaves out all. */
export async function ask(
  prices: Prices,
  service: string,
  { country, maxPrice, choice, by, currency = prices.currency }: Asked,
  signal: AbortSignal,
): Promise<Quote> {
  const quoteIn = (code: string | undefined): Promise<Quote> =>
    prices.market.quote(
      { service, ...(country && { country }) },
      {
        ...choice,
        ...(by === 'value' && { strategy: value }),
        signal,
        ...(maxPrice && { maxPrice }),
        ...(code !== undefined && { currency: code }),
      },
    );
  const quote = await quoteIn(currency);
  const only = currency === undefined && !maxPrice ? onlyCurrency(quote) : undefined;
  return only === undefined ? quote : await quoteIn(only);
}

function onlyCurrency({ ranked, excluded }: Quote): string | undefined {
  const currencies = new Set(excluded.map(({ offer }) => offer.price.currency));
  const [only] = currencies;
  const unrated = excluded.some(({ why }) => why === 'no-exchange-rate');
  return ranked.length === 0 && unrated && currencies.size === 1 ? only : undefined;
}
