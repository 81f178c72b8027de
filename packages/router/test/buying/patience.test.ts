import { type BuyOptions, cheapest, type Strategy } from '@numroute/router';
import { expect, test } from 'vitest';
import { market, usd } from '../support/market.ts';
import { want } from '../support/stall.ts';

const SALE_MS = 1_000;

/** How many of so many buys at once each vendor sells. */
async function sell(
  prices: Readonly<Record<string, string>>,
  buys: number,
  options: Partial<BuyOptions> = {},
  strategy: Strategy = cheapest,
): Promise<Readonly<Record<string, number>>> {
  const vendors = Object.entries(prices).map(([id, price]) => [id, { price, saleMs: SALE_MS }] as const);
  const { clock, start } = market(Object.fromEntries(vendors), { strategy });
  await using router = start();
  const all = Promise.all(
    Array.from({ length: buys }, () => router.buy(want, { maxPrice: usd('10'), ...options })),
  );
  await clock.advance(buys * 10 * SALE_MS);
  await all;
  const bought = (await router.attempts()).map(({ offer }) => offer.provider);
  const countOf = (id: string): number => bought.filter((provider) => provider === id).length;
  return Object.fromEntries(Object.keys(prices).map((id) => [id, countOf(id)]));
}

test.each([[0], [0.001], [1]])(
  'equal offers are shared by who is free, with a patience of %d',
  async (patience) => {
    const sold = await sell({ a: '1', b: '1', c: '1' }, 12, { patience });
    expect(sold).toEqual({ a: 4, b: 4, c: 4 });
  },
);

test('strictly the cheapest is bought where a second is worth nothing', async () => {
  const sold = await sell({ cheap: '1', dear: '1.000001' }, 6, { patience: 0 });
  expect(sold).toEqual({ cheap: 6, dear: 0 });
});

test('a dearer offer is bought where the wait at the cheaper one costs more than the difference', async () => {
  // Each sale takes a second, which is worth a hundredth: the fourth buyer would wait for three.
  const sold = await sell({ cheap: '1', dear: '1.025' }, 4, { patience: 0.01 });
  expect(sold).toEqual({ cheap: 3, dear: 1 });
});

test('by itself a second is worth a thousandth', async () => {
  expect(await sell({ cheap: '1', dear: '1.002' }, 5)).toEqual({ cheap: 4, dear: 1 });
  expect(await sell({ cheap: '1', dear: '1.1' }, 5)).toEqual({ cheap: 5, dear: 0 });
});

test('nothing above the cap is bought, however long the wait', async () => {
  const sold = await sell({ cheap: '1', dear: '1.5' }, 6, { patience: 1, maxPrice: usd('1.4') });
  expect(sold).toEqual({ cheap: 6, dear: 0 });
});

test('an offer that a strategy ranks behind a dearer one is not bought for being free', async () => {
  const dearestFirst: Strategy = (offers, context) => {
    const { ranked, excluded } = cheapest(offers, context);
    return { ranked: ranked.toReversed(), excluded };
  };
  const sold = await sell({ good: '2', bad: '1' }, 3, { patience: 1 }, dearestFirst);
  expect(sold).toEqual({ good: 3, bad: 0 });
});
