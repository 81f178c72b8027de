import type { Quote, RankedOffer } from '@numroute/router';
import type { Ordering, Row } from './table.ts';

interface QuoteShown {
  readonly service: string;
  readonly by: Ordering;
  /** In the order in which they are shown. */
  readonly rows: readonly Row[];
  /** What was sold in the round before, and is not any more; undefined: there was none before. */
  readonly gone?: readonly RankedOffer[];
}

export function quoteJson(quote: Quote, { service, by, rows, gone }: QuoteShown): object {
  const { ranked, excluded, silent, answered, currency } = quote;
  return {
    service,
    by,
    currency,
    total: ranked.length,
    offers: rows.map(({ rank, one, change }) => ({
      rank,
      price: one.comparable,
      ...offerJson(one.offer),
      ...(by === 'value' && { outlook: one.outlook ?? null }),
      ...(gone && { isNew: change === 'new', was: change && change !== 'new' ? change.was : null }),
    })),
    ...(gone && { gone: gone.map(({ offer, comparable }) => ({ price: comparable, ...offerJson(offer) })) }),
    excluded: excluded.map(({ offer, why }) => ({ why, ...offerJson(offer) })),
    silent: silent.map(({ provider, error }) => ({ provider, code: error.code, message: error.message })),
    answered: answered.map((one) => ({ ...one, tookMs: Math.round(one.tookMs) })),
  };
}

function offerJson(offer: RankedOffer['offer']): object {
  const { provider, service, country, pool, price, stock, successRate } = offer;
  const place = { provider, service, country, pool: pool ?? null };
  return { ...place, asked: price, stock, successRate: successRate?.value ?? null };
}
