import { money, type Offer } from '@numroute/core';
import { cheapest, type RankContext, type RankedOffer, value } from '@numroute/router';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Beliefs } from '../../src/value/beliefs.ts';
import { cellOf } from '../../src/value/chain.ts';
import { indexOf } from '../../src/value/plan.ts';
import { giveUpAfter } from '../../src/value/strategy.ts';
import { contextOf, offerOf } from '../support/ranking.ts';

const plan = { leftMs: 1_800_000 };
const handles = (offers: readonly Offer[], context: RankContext): readonly string[] =>
  value(offers, context).ranked.map(({ offer: { handle } }) => handle);

/** Offers of several vendors; each has a handle of its own. */
const markets = fc
  .array(
    fc.record({
      cents: fc.integer({ min: 50, max: 600 }),
      provider: fc.constantFrom('a', 'b', 'c'),
      country: fc.constantFrom('EE', 'DE', 'FI'),
      stock: fc.constantFrom(null, 1, 5),
    }),
    { minLength: 1, maxLength: 90 },
  )
  .map((rows) => rows.map(({ cents, ...row }, n) => offerOf(cents / 1_000, { ...row, handle: `${n}` })));

/** What some vendors have shown: of `a` every other order has a code, of `b` none, `c` is unknown. */
const someBeliefs = (): Beliefs => {
  const beliefs = new Beliefs();
  const cell = { service: 'telegram', country: 'EE', openedAt: 0, weight: 1, atRiskMs: 200_000 };
  for (let n = 0; n < 30; n += 1) {
    beliefs.observe({ ...cell, provider: 'a', ...(n % 2 === 0 && { codeAfterMs: 30_000 }) });
    beliefs.observe({ ...cell, provider: 'b' });
  }
  return beliefs;
};

describe('value', () => {
  test.each([{}, { plan }, { maxPrice: money('1', 'USD'), plan }])(
    'what is free is ranked before what costs, and values nothing away: %j',
    (more) => {
      const traits = { priceGuard: true, stock: 'estimate', refundsOnCancel: true, free: true } as const;
      const context = contextOf({ ...more, manifest: () => ({ timing: { pollMs: 1_000 }, traits }) });
      const free = offerOf(0, { provider: 'own', country: 'EE', stock: 1, handle: 'free' });
      const paid = offerOf(0.2, { provider: 'a', country: 'EE', stock: 5, handle: 'paid' });
      expect(value([free, paid], context).ranked.map(({ offer: { handle } }) => handle)).toEqual([
        'free',
        'paid',
      ]);
      const alone = value([free], context);
      expect(alone.excluded).toEqual([]);
      const [{ outlook } = {}] = alone.ranked;
      expect(Number(outlook?.perCode.amount)).toBeGreaterThan(0);
      expect(giveUpAfter(free, 0, [], context)).toBeGreaterThan(0);
    },
  );

  test('is cheapest where nothing is known and terms and told rates are equal', () => {
    fc.assert(
      fc.property(markets, fc.constantFrom(undefined, 0.4, 0.92), fc.boolean(), (offers, rate, isPlanned) => {
        const told = offers.map((offer) => ({
          ...offer,
          ...(rate !== undefined && { successRate: { value: rate, source: 'vendor' as const } }),
        }));
        const context = contextOf({ maxPrice: money('1', 'USD'), ...(isPlanned && { plan }) });
        expect(handles(told, context)).toEqual(
          cheapest(told, context).ranked.map(({ offer: { handle } }) => handle),
        );
      }),
    );
  });

  test('no offer is lost, and what cheapest leaves out is left out for the same reason', () => {
    fc.assert(
      fc.property(markets, (offers) => {
        const context = contextOf({
          plan: { ...plan, code: money('0.4', 'USD') },
          maxPrice: money('0.5', 'USD'),
        });
        const { ranked, excluded } = value(offers, context);
        expect(ranked.length + excluded.length).toBe(offers.length);
        expect(excluded.filter(({ why }) => why !== 'poor-outlook')).toEqual(
          cheapest(offers, context).excluded,
        );
      }),
    );
  });

  test('prices and minutes in another unit change nothing', () => {
    const believe = someBeliefs().at(0);
    const scaled = (amount: number, by: number) => money((amount * by).toFixed(6), 'USD');
    fc.assert(
      fc.property(markets, fc.constantFrom(2, 1_000), (offers, by) => {
        const decide = (factor: number) =>
          handles(
            offers.map((one) => ({ ...one, price: scaled(Number(one.price.amount), factor) })),
            contextOf({
              believe,
              maxPrice: scaled(1, factor),
              plan: { ...plan, minute: scaled(0.01, factor), seed: 'w' },
            }),
          );
        expect(decide(by)).toEqual(decide(1));
      }),
    );
  });

  test('the same seed draws the same, whatever else is for sale; another one something else', () => {
    const offers = Array.from({ length: 30 }, (_, n) =>
      offerOf(0.1 + n / 1_000, { country: `C${n}`, handle: `${n}` }),
    );
    const ranked = (seed: string, some = offers) => handles(some, contextOf({ plan: { ...plan, seed } }));
    expect(ranked('want 1')).toEqual(ranked('want 1'));
    expect(ranked('want 1', [...offers].reverse())).toEqual(ranked('want 1'));
    expect(new Set(Array.from({ length: 40 }, (_, n) => ranked(`want ${n}`)[0])).size).toBeGreaterThan(3);
  });

  test('dead numbers sink below dearer ones that arrive, in each cell of their vendor', () => {
    const offers = ['EE', 'DE'].flatMap((country) => [
      offerOf(0.05, { provider: 'b', country, handle: `dead ${country}` }),
      offerOf(0.12, { provider: 'a', country, handle: `good ${country}` }),
    ]);
    const beliefs = someBeliefs();
    const context = contextOf({ believe: beliefs.at(0), plan: { ...plan, code: money('3', 'USD') } });
    expect(handles(offers, context).slice(0, 2)).toEqual(['good EE', 'good DE']);
    const [best] = value(offers, context).ranked;
    expect(best?.outlook).toMatchObject({ from: 'measured', evidence: 30 });
    expect(best?.outlook?.chance).toBeGreaterThan(0.3);
    expect(best?.outlook?.meanMs).toBeLessThan(best?.outlook?.giveUpAfterMs ?? 0);
  });

  test('whoever says 100 % and never delivers costs more with each of his orders, everywhere', () => {
    const beliefs = new Beliefs();
    const says = { successRate: { value: 1, source: 'vendor' as const }, provider: 'b' };
    const cells = [{}, { country: 'DE' }, { service: 'vk' }, { pool: 'x' }].map((cell) =>
      offerOf(0.1, { ...says, ...cell }),
    );
    fc.assert(
      fc.property(fc.array(fc.nat(3), { minLength: 30, maxLength: 30 }), (orders) => {
        let before = cells.map(() => 0);
        for (const [n, at] of orders.entries()) {
          const { provider, service, country, pool } = cells[at] ?? offerOf(1);
          const cell = { provider, service, country, ...(pool !== undefined && { pool }) };
          beliefs.observe({ ...cell, openedAt: n, atRiskMs: 180_000, weight: 1 });
          const believe = beliefs.at(n);
          const box = { price: 0.1, scale: 1, purchase: 3, cancelAfter: 60, life: 1_200 };
          const now = cells.map((offer) => {
            const { hazards, keeps } = believe(offer);
            return indexOf({ ...box, hazards, keeps }, 1_800, { second: 0.001, code: 2 }).cost;
          });
          for (const [one, cost] of now.entries()) expect(cost).toBeGreaterThan(before[one] ?? 0);
          before = now;
        }
      }),
      { numRuns: 1 },
    );
  });

  test('the best are found among many: nothing without an outlook could be one of them', () => {
    const believe = someBeliefs().at(0);
    const offers = Array.from({ length: 400 }, (_, n) =>
      offerOf(0.05 + n / 500, { provider: 'abc'[n % 3] ?? 'a', country: `C${n % 50}`, handle: `${n}` }),
    );
    const context = contextOf({
      believe,
      maxPrice: money('40', 'USD'),
      plan: { minute: money('0.01', 'USD') },
    });
    const costOf = ({ outlook }: RankedOffer): number => Number(outlook?.perCode.amount);
    const { plan: _, ...shown } = context;
    for (const [asked, count] of [
      [context, 8],
      [shown, 32],
    ] as const) {
      const { ranked } = value(offers, asked);
      const others = ranked.slice(count);
      expect(ranked.map(({ outlook }) => outlook !== undefined)).toEqual(
        ranked.map((_one, at) => at < count),
      );
      const most = Math.max(...ranked.slice(0, count).map(costOf));
      const alone = others.flatMap(({ offer }) => value([offer], context).ranked.map(costOf));
      expect(alone).toHaveLength(others.length);
      expect(Math.min(...alone)).toBeGreaterThanOrEqual(most * 0.99);
    }
  });

  test('what costs more by the code than it is worth is left out; whatever the cap allows at usual odds is not', () => {
    const offers = [offerOf(0.01, { handle: 'cheap' }), offerOf(0.45, { handle: 'dear', country: 'DE' })];
    const without = value(offers, contextOf({ plan }));
    expect(without.excluded).toMatchObject([{ offer: { handle: 'dear' }, why: 'poor-outlook' }]);
    expect(handles(offers, contextOf({ plan, maxPrice: money('0.5', 'USD') }))).toEqual(['cheap', 'dear']);
  });

  test('a number of this want that got no code makes its cell dearer for this want', () => {
    const offers = [offerOf(0.1, { handle: 'tried' }), offerOf(0.101, { country: 'DE', handle: 'other' })];
    expect(handles(offers, contextOf({ plan }))[0]).toBe('tried');
    const tried = new Map([[cellOf(offerOf(0.1)), 1]]);
    expect(handles(offers, contextOf({ plan: { ...plan, tried } }))[0]).toBe('other');
  });

  test('a vendor that promises nothing for a cancel is taken to keep the money', () => {
    const manifest = (id: string) => {
      const { timing, traits } = contextOf().manifest(id) ?? {};
      if (!timing || !traits) return undefined;
      return { timing, traits: { ...traits, refundsOnCancel: id !== 'b' } };
    };
    const offers = [offerOf(0.1, { provider: 'b', handle: 'keeps' }), offerOf(0.12, { handle: 'returns' })];
    expect(handles(offers, contextOf({ manifest, plan }))).toEqual(['returns', 'keeps']);
  });
});

describe('giving up', () => {
  const live = offerOf(0.1);
  const better = [offerOf(0.1, { country: 'DE' }), offerOf(0.11, { country: 'FI' })];

  test('is planned with what could be bought instead', () => {
    const [withOthers, alone] = [better, []].map((offers) =>
      giveUpAfter(
        live,
        61_000,
        offers,
        contextOf({ plan: { ...plan, minute: money('0.01', 'USD'), code: money('2', 'USD') } }),
      ),
    );
    expect(withOthers).toBeGreaterThanOrEqual(61_000);
    expect(withOthers).toBeLessThan(600_000);
    expect(alone).toBeGreaterThan(600_000);
  });

  test('comes at once where all say that no more codes come', () => {
    const believe = someBeliefs().at(0);
    const order = offerOf(0.1, { provider: 'b' });
    expect(giveUpAfter(order, 61_000, better, contextOf({ plan, believe }))).toBe(61_000);
    expect(giveUpAfter(order, 20_000, better, contextOf({ plan, believe }))).toBe(60_000);
  });
});
