import { type Money, money, NumrouteError } from '@numroute/core';
import { describe, expect, test } from 'vitest';
import { market, usd } from '../support/market.ts';
import { MINUTE, told, want } from '../support/stall.ts';
import { never, stall } from '../support/untold-prices.ts';

const HOUR = 60 * MINUTE;

describe('a vendor that charges more than it lists', () => {
  const cap = { maxPrice: '0.50 USD' };
  const careless = { price: '0.10', priceGuard: false };

  /** Buys from `cheap` after its price rose behind its list. */
  async function overcharged(price = '0.45') {
    const one = market({ cheap: careless, next: { price: '0.12' } });
    const router = one.start();
    const quote = async () => {
      await one.clock.advance(6_000);
      const { ranked, excluded } = await one.clock.runUntil(router.quote(want, { maxPrice: '0.40 USD' }));
      return [...ranked, ...excluded.map((left) => ({ ...left, comparable: undefined }))].map(
        ({ offer, charges, comparable }) => [offer.provider, charges?.amount, comparable?.amount],
      );
    };
    await one.clock.runUntil(router.quote(want));
    one.worldOf('cheap').setPrice({}, price);
    const order = await one.clock.runUntil(router.buy(want, cap));
    one.worldOf('cheap').setPrice({}, '0.10');
    return { ...one, router, order, quote };
  }

  test('within the cap keeps its order, and is ranked and held against the cap by what it charged', async () => {
    const { clock, events, order, quote, router } = await overcharged();
    expect(order).toMatchObject({ provider: 'cheap', status: 'open', paid: usd('0.45') });
    expect(events.filter(({ type }) => type === 'price-differs')).toMatchObject([
      { order: { id: order.id } },
    ]);
    // Above 0.40 it is left out.
    expect(await quote()).toEqual([
      ['next', undefined, '0.12'],
      ['cheap', '0.45', undefined],
    ]);
    expect((await clock.runUntil(router.buy(want, cap))).provider).toBe('next');
    await clock.runUntil(router.close());
  });

  test('is believed again when a purchase cost what was listed', async () => {
    const { clock, allowed, quote, router, worldOf } = await overcharged();
    worldOf('next').setStock({}, 0);
    await clock.advance(6_000);
    await clock.runUntil(router.buy(want, cap));
    expect(allowed).toEqual(['cheap 0.1 USD', 'cheap 0.45 USD']);
    expect(await quote()).toContainEqual(['cheap', undefined, '0.1']);
    await clock.runUntil(router.close());
  });

  test('is believed again when its list is above what it charged', async () => {
    const { clock, quote, router, worldOf } = await overcharged('0.15');
    expect(await quote()).toContainEqual(['cheap', '0.15', '0.15']);
    worldOf('cheap').setPrice({}, '0.15');
    expect(await quote()).toContainEqual(['cheap', undefined, '0.15']);
    worldOf('cheap').setPrice({}, '0.11');
    expect(await quote()).toContainEqual(['cheap', '0.15', '0.15']);
    await clock.runUntil(router.close());
  });

  test('is believed again after six hours', async () => {
    const { clock, quote, router } = await overcharged();
    await clock.advance(5 * HOUR);
    expect(await quote()).toContainEqual(['cheap', '0.45', undefined]);
    await clock.advance(HOUR);
    expect(await quote()).toContainEqual(['cheap', undefined, '0.1']);
    await clock.runUntil(router.close());
  });

  test('is known by the next run, for the rest of that time', async () => {
    const { clock, router, start } = await overcharged();
    await clock.runUntil(router.close());
    await clock.advance(5 * HOUR);
    const next = start();
    const charges = async (): Promise<unknown> =>
      (await clock.runUntil(next.quote(want))).ranked.find(({ offer }) => offer.provider === 'cheap')
        ?.charges;
    expect(await charges()).toEqual(usd('0.45'));
    await clock.advance(HOUR + 1);
    expect(await charges()).toBeUndefined();
    await clock.runUntil(next.close());
  });

  test('is known where only the balance tells what it charged, also while a later price is not told yet', async () => {
    let isDeaf = false;
    const one = stall({
      balance: async (real, signal) => (isDeaf ? await never(signal) : await real()),
    });
    const router = one.start();
    await one.clock.runUntil(router.quote(want));
    one.market.setPrice({ ...want }, '0.15');
    await one.clock.runUntil(router.buy(want, cap));
    one.market.setPrice({ ...want }, '0.10');
    await one.clock.advance(20_000);
    const ranked = async () => (await one.clock.runUntil(router.quote(want))).ranked;
    expect(await ranked()).toMatchObject([{ offer: { price: usd('0.1') }, charges: usd('0.15') }]);
    isDeaf = true;
    await one.clock.runUntil(router.buy(want, cap));
    expect(await ranked()).toMatchObject([{ offer: { price: usd('0.1') }, charges: usd('0.15') }]);
    await one.clock.runUntil(router.close());
  });

  test('above the cap is cancelled at once, and not asked again at that price', async () => {
    const { clock, events, start, worldOf } = market({ cheap: careless, next: { price: '0.12' } });
    const router = start();
    await clock.runUntil(router.quote(want));
    worldOf('cheap').setPrice({}, '0.90');
    expect((await clock.runUntil(router.buy(want, cap))).provider).toBe('next');
    expect(worldOf('cheap').orders.map(({ status }) => status)).toEqual(['cancelled']);
    // What it did once it may do again, whatever it sells.
    expect(events.find(({ type }) => type === 'provider-cooled')).toMatchObject({ provider: 'cheap' });
    await clock.advance(HOUR);
    expect((await clock.runUntil(router.buy(want, cap))).provider).toBe('next');
    expect(worldOf('cheap').orders).toHaveLength(1);
    await clock.runUntil(router.close());
  });
});

describe('a vendor that refuses its listed price and tells another one', () => {
  const cap = { maxPrice: '0.50 USD' };
  const wants = (price: Money) => ({
    price: '0.10',
    fault: (operation: string) =>
      operation === 'purchase'
        ? new NumrouteError('PRICE_ABOVE_LIMIT', 'WRONG_MAX_PRICE', { price })
        : undefined,
  });

  test('is ranked by that for ten minutes, or until its list changes', async () => {
    const { clock, allowed, start, worldOf } = market({ cheap: wants(usd('0.20')), next: { price: '0.12' } });
    const router = start();
    const costs = async () => {
      await clock.advance(6_000);
      const { ranked } = await clock.runUntil(router.quote(want));
      return ranked.map(({ offer, comparable }) => `${offer.provider} ${comparable.amount}`);
    };
    await clock.runUntil(router.buy(want, cap));
    expect(await costs()).toEqual(['next 0.12', 'cheap 0.2']);
    worldOf('cheap').setPrice({}, '0.11');
    expect(await costs()).toEqual(['cheap 0.11', 'next 0.12']);
    worldOf('cheap').setPrice({}, '0.10');
    expect(await costs()).toEqual(['next 0.12', 'cheap 0.2']);
    await clock.advance(10 * MINUTE);
    expect(await costs()).toEqual(['cheap 0.1', 'next 0.12']);
    expect(allowed).toEqual(['cheap 0.1 USD', 'next 0.12 USD']);
    await clock.runUntil(router.close());
  });

  describe('and then sells', () => {
    /** Refuses the first purchase and sells the second, for what its world takes. */
    async function sells(takes: string) {
      let refusals = 1;
      const one = market({
        only: {
          price: '0.10',
          fault: (operation) => {
            if (operation !== 'purchase') return undefined;
            if (refusals-- > 0) return new NumrouteError('PRICE_ABOVE_LIMIT', 'no', { price: usd('0.20') });
            one.worldOf('only').setPrice({}, takes);
            return undefined;
          },
        },
      });
      const router = one.start();
      await one.clock.runUntil(router.buy(want, cap));
      const chargesAt = async (price: string) => {
        one.worldOf('only').setPrice({}, price);
        await one.clock.advance(6_000);
        return (await one.clock.runUntil(router.quote(want))).ranked[0]?.charges;
      };
      return { ...one, router, chargesAt };
    }

    test('for that: it is no surprise, and another list is believed', async () => {
      const { clock, allowed, chargesAt, router } = await sells('0.20');
      expect(allowed).toEqual(['only 0.1 USD', 'only 0.2 USD']);
      expect(await chargesAt('0.11')).toBeUndefined();
      expect(await chargesAt('0.10')).toEqual(usd('0.2'));
      await clock.runUntil(router.close());
    });

    test('for what it lists: its list is believed again', async () => {
      const { clock, chargesAt, router } = await sells('0.10');
      expect(await chargesAt('0.10')).toBeUndefined();
      await clock.runUntil(router.close());
    });
  });

  test('and wants more each time is asked no more often than the buyer allows', async () => {
    let asked = 0;
    const { clock, allowed, start } = market({
      only: {
        price: '0.10',
        fault: (operation) => {
          if (operation !== 'purchase') return undefined;
          asked += 1;
          return new NumrouteError('PRICE_ABOVE_LIMIT', 'more', { price: usd(`0.${20 + asked}`) });
        },
      },
    });
    const router = start();
    const { error } = await clock.runUntil(told(router.buy(want, { ...cap, attempts: 3 })));
    expect(error).toMatchObject({ code: 'NO_OFFER', moneyMayHaveMoved: false });
    expect(allowed).toEqual(['only 0.1 USD', 'only 0.21 USD', 'only 0.22 USD']);
    await clock.runUntil(router.close());
  });

  test('in a currency without a rate, or for no more than it lists, has told nothing', async () => {
    for (const price of [money('9', 'EUR'), usd('0.10'), usd('0.05')]) {
      const { clock, start } = market({ cheap: wants(price), next: { price: '0.12' } });
      const router = start();
      await clock.runUntil(router.buy(want, cap));
      expect((await clock.runUntil(router.quote(want))).ranked.map(({ charges }) => charges)).toEqual([
        undefined,
        undefined,
      ]);
      await clock.runUntil(router.close());
    }
  });
});
