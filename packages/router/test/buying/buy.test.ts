import type { Receipt } from '@numroute/core';
import { paperProvider } from '@numroute/testkit';
import { describe, expect, test } from 'vitest';
import { market } from '../support/market.ts';
import { balanceOnly, lost, MINUTE, maxPrice, setUp, told, want } from '../support/stall.ts';

describe('a buyer', () => {
  test('who hung up hears of a charge above the cap, though its refund is promised', async () => {
    const buyer = new AbortController();
    const {
      clock,
      market: world,
      start,
      sold,
    } = setUp({
      paper: { priceGuard: false },
      wrap: (inner) => ({
        ...inner,
        purchase: async (offer, call) => {
          const receipt = await inner.purchase(offer, call);
          buyer.abort(new Error('gone home'));
          return receipt;
        },
      }),
    });
    const router = start();
    await clock.runUntil(router.quote(want));
    world.setPrice({ ...want }, '5');
    const { error } = await clock.runUntil(told(router.buy(want, { maxPrice, signal: buyer.signal })));
    expect(error).toMatchObject({
      code: 'PRICE_ABOVE_LIMIT',
      moneyMayHaveMoved: true,
      details: { refund: 'promised' },
    });
    expect(sold()).toEqual(['cancelled']);
    await clock.runUntil(router.close());
  });

  test('who hung up leaves a purchase without a reply in doubt, and its account shut', async () => {
    const buyer = new AbortController();
    const fails = lost('after');
    const one = setUp({
      paper: {
        capabilities: ['cancelOrder'],
        fault: (operation) => {
          if (operation === 'purchase') buyer.abort(new Error('gone home'));
          return fails(operation);
        },
      },
    });
    const router = one.start();
    const { error } = await one.clock.runUntil(told(router.buy(want, { maxPrice, signal: buyer.signal })));
    expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', moneyMayHaveMoved: true });
    expect(await one.states()).toEqual(['unknown reserved']);
    expect((await one.clock.runUntil(told(router.buy(want, { maxPrice })))).error?.code).toBe('NO_OFFER');
    expect(one.sold()).toHaveLength(1);
    await one.clock.runUntil(router.close());
  });

  test('gets a virtual number only by allowing it', async () => {
    const { clock, start } = market({ one: { price: '0.10', virtual: true } });
    const router = start();
    const { error } = await clock.runUntil(told(router.buy(want, { maxPrice })));
    expect(error?.message).toContain(
      'virtual numbers: one offer, the cheapest 0.1 USD at one: set allowVirtual',
    );
    expect((await clock.runUntil(router.buy(want, { maxPrice, allowVirtual: true }))).provider).toBe('one');
    await clock.runUntil(router.close());
  });
});

test('a lost order that is found again above the cap is given up, also under its key', async () => {
  const one = setUp({ paper: { priceGuard: false, capabilities: ['cancelOrder'], fault: lost('after') } });
  const first = one.start();
  await one.clock.runUntil(first.quote(want));
  one.market.setPrice({ ...want }, '5');
  await one.clock.runUntil(told(first.buy(want, { maxPrice, key: 'k' })));
  await one.clock.runUntil(first.close());
  // The next run can read the vendor's list.
  const router = one.start({ providers: [paperProvider(one.market, { id: 'one', priceGuard: false })] });
  const { error } = await one.clock.runUntil(told(router.buy(want, { maxPrice, key: 'k' })));
  expect(error).toMatchObject({ code: 'PRICE_ABOVE_LIMIT', moneyMayHaveMoved: true });
  expect(one.sold()).toEqual(['cancelled']);
  await one.clock.runUntil(router.close());
});

test('a charge above the cap whose cancel is refused pays for no other offer', async () => {
  const one = setUp({ paper: { priceGuard: false }, world: { cancelAfterMs: 120_000 } });
  const router = one.start();
  await one.clock.runUntil(router.quote(want));
  one.market.setPrice({ ...want }, '5');
  const { error } = await one.clock.runUntil(told(router.buy(want, { maxPrice })));
  expect(error).toMatchObject({ code: 'PRICE_ABOVE_LIMIT', moneyMayHaveMoved: true });
  expect(error?.details).not.toHaveProperty('refund');
  await one.clock.advance(3 * MINUTE);
  expect(one.sold()).toEqual(['cancelled']);
  await one.clock.runUntil(router.close());
});

test('a charge that cannot be named keeps its key: nothing is bought again under it', async () => {
  const one = setUp({ paper: { ...balanceOnly, fault: lost('after') } });
  const router = one.start();
  const buy = async (key: string) => await one.clock.runUntil(told(router.buy(want, { maxPrice, key })));
  await buy('k');
  await one.clock.advance(5 * MINUTE);
  expect(await one.states()).toEqual(['lost reserved']);
  expect((await buy('k')).error).toMatchObject({
    code: 'OUTCOME_UNKNOWN',
    message: expect.stringContaining('was charged and its order cannot be named'),
  });
  expect(one.sold()).toHaveLength(1);
  expect((await buy('other')).value?.status).toBe('open');
  await one.clock.runUntil(router.close());
});

test('a receipt that is none proves nothing: nothing more is bought, and the error says where it broke', async () => {
  const { clock, start, sold } = setUp({
    wrap: (inner) => ({
      ...inner,
      purchase: async (offer, call) => {
        await inner.purchase(offer, call);
        return undefined as unknown as Receipt;
      },
    }),
  });
  const router = start();
  const { error } = await clock.runUntil(told(router.buy(want, { maxPrice })));
  expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', moneyMayHaveMoved: true });
  expect(error?.cause).toHaveProperty('stack', expect.stringMatching(/^TypeError\n {4}at /));
  expect((await clock.runUntil(told(router.buy(want, { maxPrice })))).error).toMatchObject({
    code: 'NO_OFFER',
    details: { excluded: [{ provider: 'one', why: 'account-unresolved' }] },
  });
  expect(sold()).toHaveLength(1);
  await clock.runUntil(router.close());
});
