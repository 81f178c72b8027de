import { type Capability, money } from '@numroute/core';
import { describe, expect, test } from 'vitest';
import { lost, MINUTE, maxPrice, setUp, told, want } from '../support/stall.ts';

const vendor = (capabilities: readonly Capability[], fault?: ReturnType<typeof lost>) =>
  setUp({
    world: { charges: 'delivery' },
    paper: { traits: { charges: 'delivery' }, capabilities, ...(fault && { fault }) },
  });
const all: readonly Capability[] = ['cancelOrder', 'finishOrder', 'listOpenOrders', 'fetchBalance'];

describe('where the vendor charges when an SMS comes, the balance proves nothing', () => {
  test('a lost purchase is not absent because no money moved, and nothing is bought meanwhile', async () => {
    const { clock, start, states, sold } = vendor(['cancelOrder', 'fetchBalance'], lost('after'));
    const router = start();
    await clock.runUntil(told(router.buy(want, { maxPrice, key: 'k' })));
    await clock.advance(15 * MINUTE);
    const again = await clock.runUntil(told(router.buy(want, { maxPrice, key: 'k' })));
    expect(again.error?.code).toBe('OUTCOME_UNKNOWN');
    expect([await states(), sold()]).toEqual([['unknown reserved'], ['open']]);
    // Its life is over by then, and what it cost only the vendor's site can tell.
    await clock.advance(30 * MINUTE);
    await clock.runUntil(router.recover());
    expect(await states()).toEqual(['lost reserved']);
    await clock.runUntil(router.close());
  });

  test.each([
    ['before', ['absent free'], []],
    ['after', ['open held'], ['open']],
  ] as const)(
    'a purchase whose reply is lost %s the sale is settled by the list alone',
    async (when, known, made) => {
      const { clock, start, states, sold } = vendor(all, lost(when));
      const router = start();
      await clock.runUntil(told(router.buy(want, { maxPrice, key: 'k' })));
      await clock.advance(3 * MINUTE);
      await clock.runUntil(router.recover());
      expect([await states(), sold()]).toEqual([known, made]);
      await clock.runUntil(router.close());
    },
  );

  test('a cancel promises no refund that a balance could miss, and frees the budget', async () => {
    const { clock, start, states } = vendor(all);
    const router = start({ budgets: [{ perMs: 60 * MINUTE, limit: money('0.1', 'USD') }] });
    for (let n = 0; n < 2; n += 1) {
      const { value } = await clock.runUntil(told(router.buy(want, { maxPrice: money('0.1', 'USD') })));
      await clock.runUntil(router.cancel(value ?? { provider: '', id: '' }));
    }
    await clock.advance(10 * MINUTE);
    await clock.runUntil(router.recover());
    expect(await states()).toEqual(['cancelled due', 'cancelled due']);
    await clock.runUntil(router.close());
  });

  test('the charge of a code is no price of another order', async () => {
    const { clock, market, start, states } = vendor(all);
    const router = start();
    const buy = async () => (await clock.runUntil(told(router.buy(want, { maxPrice })))).value;
    const [first] = [await buy(), await buy()];
    market.receiveSms(first?.id ?? '', 'Your code: 123456');
    await clock.advance(5 * MINUTE);
    await clock.runUntil(router.recover());
    expect(await states()).toEqual(['delivered spent', 'open held']);
    expect(market.balance()).toEqual(money('999999.9', 'USD'));
    await clock.runUntil(router.close());
  });
});
