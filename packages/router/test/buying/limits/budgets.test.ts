import { money, NumrouteError, type Offer, type Provider } from '@numroute/core';
import { type EntryFilter, type Journal, memoryJournal } from '@numroute/journal';
import { type Budget, createRates, createRouter, type Router, type RouterOptions } from '@numroute/router';
import { createWorld, type PaperOptions, paperProvider, virtualClock } from '@numroute/testkit';
import { describe, expect, test } from 'vitest';

const want = { service: 'telegram', country: 'EE' };
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const cap = { maxPrice: money('0.1', 'USD') };

const perDay = (amount: string, more: Partial<Budget> = {}): Budget => ({
  limit: money(amount, 'USD'),
  perMs: DAY,
  ...more,
});

function setUp(currency = 'USD') {
  const clock = virtualClock();
  const market = createWorld({ currency, clock, offers: [{ ...want, price: '0.1', stock: 100 }] });
  const memory = memoryJournal({ acceptOrphans: true });
  const lists: EntryFilter[] = [];
  const journal: Journal = {
    ...memory,
    list: (filter) => {
      lists.push(filter);
      return memory.list(filter);
    },
  };
  const paper = (options: Partial<PaperOptions> = {}): Provider =>
    paperProvider(market, { id: 'one', ...options });
  const start = (budgets: readonly Budget[], more: Partial<RouterOptions> = {}): Router =>
    createRouter({ clock, journal, providers: [paper()], budgets, ...more });
  const told = (promise: Promise<unknown>): Promise<string> =>
    clock.runUntil(
      promise.then(
        () => 'bought',
        (error: unknown) => (NumrouteError.is(error) ? error.code : String(error)),
      ),
    );
  const sales = (): number => market.ledger.filter(({ kind }) => kind === 'charge').length;
  return { clock, market, journal, lists, paper, start, told, sales };
}

const neverRefunds = (provider: Provider): Provider => ({
  ...provider,
  manifest: { ...provider.manifest, traits: { ...provider.manifest.traits, refundsOnCancel: false } },
});

describe('a purchase and its journal', () => {
  test('the journal is not listed for it, however many are bought; a restart changes nothing', async () => {
    const { clock, lists, paper, start, told } = setUp();
    const conduct = [{ numbers: 1_000, minSuccessRate: 0.5, per: 'account' }] as const;
    const budgets = [perDay('2'), perDay('2', { provider: 'one' }), perDay('1.5', { buyer: { each: true } })];
    const reads = (): number =>
      lists.filter(({ sentSince, states }) => sentSince !== undefined && !states).length;
    const providers = [paper({ conduct })];
    const router = start(budgets, { providers });
    for (let n = 0; n < 12; n += 1)
      expect(await told(router.buy(want, { ...cap, buyer: 'qa' }))).toBe('bought');
    // What vendors charged is read once a run.
    expect(reads()).toBe(1);
    await clock.runUntil(router.close());
    const later = start(budgets, { providers: [paper({ conduct })] });
    for (let n = 12; n < 15; n += 1)
      expect(await told(later.buy(want, { ...cap, buyer: 'qa' }))).toBe('bought');
    expect(await told(later.buy(want, { ...cap, buyer: 'qa' }))).toBe('BUDGET_EXCEEDED');
    for (let n = 15; n < 20; n += 1) expect(await told(later.buy(want, cap))).toBe('bought');
    expect(await told(later.buy(want, cap))).toBe('BUDGET_EXCEEDED');
    expect(reads()).toBe(2);
    await clock.runUntil(later.close());
  });

  test('where it cannot be read nothing is sent, and the next purchase asks it again', async () => {
    const { clock, journal, paper, start, sales } = setUp();
    for (const which of ['spent', 'outcomes'] as const) {
      let isDown = true;
      const failing: Journal = {
        ...journal,
        [which]: async (asked: never) => {
          if (isDown) throw new Error('the disk is on fire');
          return await journal[which](asked);
        },
      };
      const conduct = [{ numbers: 1_000, minSuccessRate: 0.5, per: 'account' }] as const;
      const budgets = which === 'spent' ? [perDay('9', { buyer: { each: true } })] : [];
      const router = start(budgets, { journal: failing, providers: [paper({ conduct })] });
      const before = sales();
      await expect(clock.runUntil(router.buy(want, { ...cap, buyer: 'qa' }))).rejects.toMatchObject({
        code: 'CLOSED',
        moneyMayHaveMoved: false,
        message: expect.stringContaining('the journal could not be read'),
      });
      expect(sales()).toBe(before);
      isDown = false;
      await clock.runUntil(router.buy(want, { ...cap, buyer: 'qa' }));
      expect(sales()).toBe(before + 1);
      await clock.runUntil(router.close());
    }
  });

  test('many at once cannot overrun together, at several accounts and while it is still being asked', async () => {
    const { clock, journal, start } = setUp();
    const slow: Journal = {
      ...journal,
      spent: async (filter) => {
        const spent = await journal.spent(filter);
        await clock.sleep(1_000);
        return spent;
      },
      append: async (event) => {
        await clock.sleep(10);
        return await journal.append(event);
      },
    };
    const services = ['telegram', 'signal', 'whatsapp'];
    const markets = services.map((service) =>
      createWorld({ currency: 'USD', clock, offers: [{ service, country: 'EE', price: '0.1', stock: 9 }] }),
    );
    const providers = markets.map((each, n) => paperProvider(each, { id: `at-${n}` }));
    const router = start([perDay('0.4')], { journal: slow, providers });
    const buys = [0, 1, 2].flatMap(() =>
      services.map((service) => router.buy({ service, country: 'EE' }, cap)),
    );
    const results = (await clock.runUntil(Promise.allSettled(buys))).map(({ status }) => status);
    expect(results.filter((status) => status === 'fulfilled')).toHaveLength(4);
    expect(markets.flatMap(({ orders }) => orders)).toHaveLength(4);
    await clock.runUntil(router.close());
  });

  test('what it could not be told when it was full is written before it is asked', async () => {
    const { clock, journal, paper, start, told } = setUp();
    let isFull = false;
    const filling: Journal = {
      ...journal,
      append: async (event) => {
        if (isFull && event.kind !== 'intent')
          throw new NumrouteError('UNAVAILABLE', 'journal: the disk is full', {});
        return await journal.append(event);
      },
    };
    const inner = neverRefunds(paper({ capabilities: ['cancelOrder'] }));
    const generous: Provider = {
      ...inner,
      purchase: async (offer, call) => {
        const receipt = await inner.purchase(offer, call);
        isFull = true;
        return { ...receipt, surplus: [await inner.purchase(offer, call)] };
      },
    };
    const other = paper({ id: 'two' });
    const router = start([perDay('0.2')], { journal: filling, providers: [generous, other] });
    expect(await told(router.buy(want, cap))).toBe('OUTCOME_UNKNOWN');
    isFull = false;
    await expect(clock.runUntil(router.buy(want, cap))).rejects.toMatchObject({
      code: 'BUDGET_EXCEEDED',
      details: { committed: money('0.3', 'USD') },
    });
    await clock.runUntil(router.close());
  });
});

describe('a budget', () => {
  test.each([
    [{ perMs: 0 }, /^budgets\[0\]\.perMs: expected milliseconds above zero/],
    [{ perMs: Number.NaN }, /^budgets\[0\]\.perMs/],
    [{ limit: { amount: '-1', currency: 'USD' } }, /^budgets\[0\]\.limit: expected no less than zero/],
  ])('with %j is refused by name', (more, message) => {
    const { start } = setUp();
    expect(() => start([{ ...perDay('1'), ...more }])).toThrow(message);
  });

  test('of another provider or buyer stops nobody', async () => {
    const { clock, start, told } = setUp();
    const router = start([perDay('0.01', { provider: 'two' }), perDay('0.01', { buyer: 'qa' })]);
    expect(await told(router.buy(want, { ...cap, buyer: 'support' }))).toBe('bought');
    expect(await told(router.buy(want, cap))).toBe('bought');
    await clock.runUntil(router.close());
  });
});

describe('what counts', () => {
  test('what a provider owes that left the configuration, and nothing else stops', async () => {
    const { clock, paper, start, told } = setUp();
    const first = start([], { providers: [paper({ capabilities: ['cancelOrder'] })] });
    await clock.runUntil(first.cancel(await clock.runUntil(first.buy(want, cap))));
    await clock.runUntil(first.close());
    const router = start([perDay('0.2')], { providers: [paper({ id: 'two' })] });
    expect(await told(router.buy(want, cap))).toBe('bought');
    expect(await told(router.buy(want, cap))).toBe('BUDGET_EXCEEDED');
    await clock.runUntil(router.close());
  });

  test('a cancelled order where no refund is promised and no balance shows one', async () => {
    for (const [promises, bought] of [
      [false, 3],
      [true, 5],
    ] as const) {
      const { clock, paper, start, told } = setUp();
      const provider = paper({ capabilities: ['cancelOrder'] });
      const router = start([perDay('0.3')], { providers: [promises ? provider : neverRefunds(provider)] });
      const codes: string[] = [];
      for (let n = 0; n < 5; n += 1) {
        const order = router.buy(want, cap);
        codes.push(await told(order));
        if (codes.at(-1) === 'bought') await clock.runUntil(router.cancel(await order));
      }
      expect(codes.filter((code) => code === 'bought')).toHaveLength(bought);
      await clock.runUntil(router.close());
    }
  });

  test('what one request bought beyond the want, in the budget of whoever asked, after a restart, too', async () => {
    const { clock, market, paper, start, told } = setUp();
    const inner = neverRefunds(paper({ capabilities: ['cancelOrder'] }));
    const generous: Provider = {
      ...inner,
      purchase: async (offer, call) => {
        const receipt = await inner.purchase(offer, call);
        return { ...receipt, surplus: [await inner.purchase(offer, call)] };
      },
    };
    const budgets = [perDay('0.8'), perDay('0.3', { buyer: { each: true } })];
    const buys = async (router: Router): Promise<string[]> => {
      const codes: string[] = [];
      for (const buyer of ['qa', 'support']) codes.push(await told(router.buy(want, { ...cap, buyer })));
      return codes;
    };
    const router = start(budgets, { providers: [generous] });
    expect(await buys(router)).toEqual(['bought', 'bought']);
    expect(market.orders).toHaveLength(4);
    await clock.runUntil(router.close());
    const later = start(budgets, { providers: [generous] });
    expect(await buys(later)).toEqual(['bought', 'bought']);
    expect(await buys(later)).toEqual(['BUDGET_EXCEEDED', 'BUDGET_EXCEEDED']);
    // Two each, and each of them twice: that fills everybody's budget, too.
    await expect(clock.runUntil(later.buy(want, cap))).rejects.toMatchObject({
      code: 'BUDGET_EXCEEDED',
      details: { limit: money('0.8', 'USD'), committed: money('0.9', 'USD') },
    });
    await clock.runUntil(later.close());
  });

  test('a price in a currency without a rate stops the buying at once, and the attempt is named', async () => {
    const euros = setUp('EUR');
    const { clock, journal, sales } = euros;
    const first = euros.start([]);
    const order = await clock.runUntil(first.buy(want, { maxPrice: money('0.2', 'EUR') }));
    await clock.runUntil(first.close());
    const dollars = createWorld({ currency: 'USD', clock, offers: [{ ...want, price: '0.1', stock: 9 }] });
    const providers = [paperProvider(dollars, { id: 'two' })];
    const router = euros.start([perDay('9')], { providers });
    await expect(clock.runUntil(router.buy(want, cap))).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      moneyMayHaveMoved: false,
      message: `rates: expected a rate between EUR and USD for attempt 1 at one, order ${order.id}, which counts in budgets[0]; nothing was sent`,
    });
    await clock.runUntil(router.close());
    const own = euros.start([perDay('9', { buyer: 'qa' })]);
    const euro = { maxPrice: money('0.2', 'EUR'), buyer: 'qa' };
    await expect(clock.runUntil(own.buy(want, euro))).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('a rate between EUR and USD for this purchase'),
    });
    expect([sales(), dollars.ledger, (await journal.list({})).length]).toEqual([1, [], 1]);
    await clock.runUntil(own.close());

    const rates = createRates([
      { base: 'EUR', quote: 'USD', value: '2', source: 'test', asOf: '2026-01-01' },
    ]);
    const rich = euros.start([perDay('0.3')], { providers, rates });
    await clock.runUntil(rich.buy(want, cap));
    await expect(clock.runUntil(rich.buy(want, cap))).rejects.toMatchObject({
      code: 'BUDGET_EXCEEDED',
      details: { committed: money('0.4', 'USD') },
    });
    await clock.runUntil(rich.close());
  });

  test('a price that is no amount counts as the cap', async () => {
    const { clock, paper, start } = setUp();
    const inner = paper();
    const listed = (offer: Offer): Offer => ({ ...offer, price: money('0.1', 'USD') });
    const odd: Provider = {
      ...inner,
      purchase: async (offer, call) => ({
        ...(await inner.purchase(listed(offer), call)),
        price: { amount: '-5', currency: 'USD' },
      }),
    };
    const router = start([perDay('0.1')], { providers: [odd] });
    await clock.runUntil(router.buy(want, cap));
    await expect(clock.runUntil(router.buy(want, cap))).rejects.toMatchObject({
      details: { committed: money('0.2', 'USD') },
    });
    await clock.runUntil(router.close());
  });
});
