import { money, NumrouteError, type Operation, type Provider } from '@numroute/core';
import { type HappeningKind, type Journal, memoryJournal, UNRESOLVED } from '@numroute/journal';
import {
  createRouter as create,
  createRates,
  type Router,
  type RouterEvent,
  type RouterOptions,
  type Strategy,
} from '@numroute/router';
import { createWorld, paperProvider, type VirtualClock, virtualClock, type World } from '@numroute/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

/** A journal of its own for each router that is given none. */
const createRouter = (options: Omit<RouterOptions, 'journal'> & Partial<RouterOptions>): Router =>
  create({ journal: memoryJournal({ acceptOrphans: true }), ...options });

/** Cannot write one kind of event. */
const brokenJournal = (kind: HappeningKind): Journal => {
  const memory = memoryJournal({ acceptOrphans: true });
  return {
    ...memory,
    append: (event) => (event.kind === kind ? Promise.reject(new Error('disk full')) : memory.append(event)),
  };
};

const want = { service: 'telegram', country: 'EE' };
const cap = money('1', 'USD');

type Fault = NumrouteError | 'lost-reply' | undefined;

function shop(
  clock: VirtualClock,
  price: string,
  more: { stock?: number; currency?: string; funds?: string } = {},
) {
  const { stock = 10, currency = 'USD', funds } = more;
  return createWorld({
    currency,
    clock,
    ...(funds !== undefined && { funds }),
    offers: [{ service: 'telegram', country: 'EE', price, stock }],
  });
}

const charges = (...worlds: World[]) =>
  worlds.flatMap(({ ledger }) => ledger.filter(({ kind }) => kind === 'charge')).length;

const purchaseFault = (fault: Fault) => (operation: Operation) =>
  operation === 'purchase' ? fault : undefined;

describe('buy', () => {
  test('takes the cheapest across currencies and remembers what was quoted and paid', async () => {
    const clock = virtualClock();
    const [toman, dollars] = [shop(clock, '8400', { currency: 'IRT' }), shop(clock, '0.08')];
    const rates = createRates([
      { base: 'USD', quote: 'IRT', value: '112000', source: 'test', asOf: '2026-11-20' },
    ]);
    const router = createRouter({
      clock,
      rates,
      providers: [paperProvider(dollars, { id: 'dollars' }), paperProvider(toman, { id: 'toman' })],
    });
    const order = await clock.runUntil(router.buy(want, { maxPrice: cap }));
    expect(order).toMatchObject({
      provider: 'toman',
      quoted: { amount: '8400', currency: 'IRT' },
      paid: { amount: '8400', currency: 'IRT' },
      paidSource: 'vendor',
      status: 'open',
    });
    expect(charges(toman, dollars)).toBe(1);
    await router.close();
  });

  test.each([
    'OUT_OF_STOCK',
    'PRICE_ABOVE_LIMIT',
    'REJECTED',
    'INSUFFICIENT_FUNDS',
    'UNAVAILABLE',
    'UNAUTHORIZED',
  ] as const)('after %s it goes on to the next cheapest', async (code) => {
    const clock = virtualClock();
    const [cheap, dear] = [shop(clock, '0.1'), shop(clock, '0.2')];
    const fault = purchaseFault(new NumrouteError(code, code, {}));
    const router = createRouter({
      clock,
      providers: [paperProvider(cheap, { id: 'cheap', fault }), paperProvider(dear, { id: 'dear' })],
    });
    expect((await clock.runUntil(router.buy(want, { maxPrice: cap }))).provider).toBe('dear');
    expect(charges(cheap, dear)).toBe(1);
  });

  test('after a lost reply it buys nowhere else, now or later at that account, and says that money may have moved', async () => {
    const clock = virtualClock();
    const [cheap, dear] = [shop(clock, '0.1'), shop(clock, '0.2')];
    let fault: Fault = 'lost-reply';
    const router = createRouter({
      clock,
      providers: [
        paperProvider(cheap, {
          id: 'cheap',
          capabilities: ['cancelOrder'],
          fault: (operation) => purchaseFault(fault)(operation),
        }),
        paperProvider(dear, { id: 'dear' }),
      ],
    });
    const lost = clock.runUntil(router.buy(want, { maxPrice: cap }));
    await expect(lost).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN', moneyMayHaveMoved: true });
    expect(charges(cheap, dear)).toBe(1);
    fault = undefined;
    const quote = await clock.runUntil(router.quote(want));
    expect(quote.excluded.map(({ why }) => why)).toContain('account-unresolved');
    expect((await clock.runUntil(router.buy(want, { maxPrice: cap }))).provider).toBe('dear');
    expect(charges(cheap)).toBe(1);
  });

  test('a lost order is found again in the open list and adopted, once', async () => {
    const clock = virtualClock();
    const world = shop(clock, '0.1');
    const events: RouterEvent[] = [];
    const router = createRouter({
      clock,
      onEvent: (event) => events.push(event),
      providers: [paperProvider(world, { id: 'listed', fault: purchaseFault('lost-reply') })],
    });
    const first = await clock.runUntil(router.buy(want, { maxPrice: cap }));
    const second = await clock.runUntil(router.buy(want, { maxPrice: cap }));
    expect([first.id, second.id]).toEqual(world.orders.map(({ id }) => id));
    expect(events.filter(({ type }) => type === 'account-closed')).toEqual([]);
  });

  test('an account left unresolved by an earlier run stays shut', async () => {
    const clock = virtualClock();
    const world = shop(clock, '0.1');
    const journal = memoryJournal({ acceptOrphans: true });
    const options = { clock, journal };
    const provider = () =>
      paperProvider(world, { id: 'one', capabilities: [], fault: purchaseFault('lost-reply') });
    const before = createRouter({ ...options, providers: [provider()] });
    await expect(clock.runUntil(before.buy(want, { maxPrice: cap }))).rejects.toMatchObject({
      code: 'OUTCOME_UNKNOWN',
    });
    const after = createRouter({ ...options, providers: [provider()] });
    await expect(clock.runUntil(after.buy(want, { maxPrice: cap }))).rejects.toMatchObject({
      code: 'NO_OFFER',
      details: { excluded: [{ provider: 'one', why: 'account-unresolved', count: 1 }] },
    });
  });

  test('a journal that cannot write sends no purchase', async () => {
    const clock = virtualClock();
    const world = shop(clock, '0.1');
    const journal = brokenJournal('intent');
    const router = createRouter({ clock, journal, providers: [paperProvider(world, { id: 'one' })] });
    await expect(clock.runUntil(router.buy(want, { maxPrice: cap }))).rejects.toThrow(/nothing was bought/);
    expect(charges(world)).toBe(0);
  });

  test.each(['bought', 'unheard'] as const)(
    'a journal that cannot write %s once the request has left never leads to a second purchase',
    async (broken) => {
      const clock = virtualClock();
      const [cheap, dear] = [shop(clock, '0.1'), shop(clock, '0.2')];
      const journal = brokenJournal(broken);
      const fault = purchaseFault(broken === 'unheard' ? 'lost-reply' : undefined);
      const router = createRouter({
        clock,
        journal,
        providers: [
          paperProvider(cheap, { id: 'cheap', fault, capabilities: [] }),
          paperProvider(dear, { id: 'dear' }),
        ],
      });
      const error = await clock.runUntil(router.buy(want, { maxPrice: cap }).catch((thrown) => thrown));
      expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', moneyMayHaveMoved: true });
      if (broken === 'bought') expect(error.message).toContain(cheap.orders[0]?.id);
      expect(charges(cheap, dear)).toBe(1);
      expect(await journal.list({ states: UNRESOLVED })).toHaveLength(1);
    },
  );

  test('a receipt whose price is no price is still a receipt', async () => {
    const clock = virtualClock();
    const world = shop(clock, '0.1');
    const paper = paperProvider(world, { id: 'one' });
    const purchase: Provider['purchase'] = async (offer, call) => ({
      ...(await paper.purchase(offer, call)),
      price: { amount: '0,1', currency: 'USD' },
    });
    const router = createRouter({ clock, providers: [{ ...paper, purchase }] });
    const order = await clock.runUntil(router.buy(want, { maxPrice: cap }));
    expect(order).toMatchObject({ paid: money('0.1', 'USD'), paidSource: 'offer' });
  });

  test('a buyer who hung up hears that money may have moved', async () => {
    const clock = virtualClock();
    const buyer = new AbortController();
    const provider = paperProvider(shop(clock, '0.1'), {
      id: 'one',
      capabilities: [],
      fault: (operation) => {
        if (operation !== 'purchase') return undefined;
        buyer.abort(new Error('gone home'));
        return 'lost-reply';
      },
    });
    const router = createRouter({ clock, providers: [provider] });
    const lost = clock.runUntil(router.buy(want, { maxPrice: cap, signal: buyer.signal }));
    await expect(lost).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN', moneyMayHaveMoved: true });
  });

  test('a buyer who hangs up while another one is at the purchases leaves at once', async () => {
    const clock = virtualClock();
    const world = shop(clock, '0.1');
    const paper = paperProvider(world, { id: 'one' });
    const purchase: Provider['purchase'] = (offer, call) =>
      clock.sleep(60_000).then(() => paper.purchase(offer, call));
    const router = createRouter({ clock, providers: [{ ...paper, purchase }] });
    const hangUp = new AbortController();
    const first = router.buy(want, { maxPrice: cap });
    const second = router.buy(want, { maxPrice: cap, signal: hangUp.signal });
    second.catch(() => undefined);
    await clock.advance(1_000);
    const reason = new Error('gone home');
    hangUp.abort(reason);
    await expect(second).rejects.toBe(reason);
    expect(clock.monotonic()).toBeLessThan(60_000);
    await clock.runUntil(first);
    expect(charges(world)).toBe(1);
  });

  test('a cancel that brings no money back does not pay for the next offer', async () => {
    const clock = virtualClock();
    const [keeps, other] = [shop(clock, '0.1'), shop(clock, '0.2')];
    const paper = paperProvider(keeps, {
      id: 'keeps',
      priceGuard: false,
      fault: (operation) => {
        if (operation === 'purchase') keeps.setPrice({}, '3');
        return undefined;
      },
    });
    const traits = { ...paper.manifest.traits, refundsOnCancel: false };
    const router = createRouter({
      clock,
      providers: [
        { ...paper, manifest: { ...paper.manifest, traits } },
        paperProvider(other, { id: 'other' }),
      ],
    });
    await expect(clock.runUntil(router.buy(want, { maxPrice: cap }))).rejects.toMatchObject({
      code: 'PRICE_ABOVE_LIMIT',
      moneyMayHaveMoved: true,
    });
    expect(charges(keeps, other)).toBe(1);
  });

  test("a user's strategy can neither loosen the cap nor keep a shut account in the ranking for ever", async () => {
    const clock = virtualClock();
    const world = shop(clock, '3');
    const careless: Strategy = (offers) => ({
      ranked: [...offers].map((offer) => ({ offer, comparable: offer.price })),
      excluded: [],
    });
    const provider = paperProvider(world, {
      id: 'one',
      priceGuard: false,
      capabilities: [],
      fault: purchaseFault('lost-reply'),
    });
    const router = createRouter({ clock, strategy: careless, providers: [provider] });
    await expect(clock.runUntil(router.buy(want, { maxPrice: cap }))).rejects.toMatchObject({
      code: 'NO_OFFER',
    });
    expect(charges(world)).toBe(0);
    world.setPrice({}, '1');
    await clock.advance(5_001);
    await expect(clock.runUntil(router.buy(want, { maxPrice: cap }))).rejects.toMatchObject({
      code: 'OUTCOME_UNKNOWN',
    });
    await expect(clock.runUntil(router.buy(want, { maxPrice: cap }))).rejects.toMatchObject({
      code: 'NO_OFFER',
    });
    expect(charges(world)).toBe(1);
  });

  test('dearer than the cap is cancelled at once and said so', async () => {
    const clock = virtualClock();
    const world = shop(clock, '0.5');
    const router = createRouter({
      clock,
      offersTtlMs: 60_000,
      providers: [paperProvider(world, { id: 'drifting', priceGuard: false })],
    });
    await clock.runUntil(router.quote(want));
    world.setPrice({}, '3');
    await expect(clock.runUntil(router.buy(want, { maxPrice: cap }))).rejects.toMatchObject({
      code: 'NO_OFFER',
      moneyMayHaveMoved: true,
      details: {
        attempts: [
          { error: { code: 'PRICE_ABOVE_LIMIT', moneyMayHaveMoved: true, details: { refund: 'promised' } } },
        ],
      },
    });
    expect(world.orders.map(({ status }) => status)).toEqual(['cancelled']);
    expect(world.balance()).toEqual(money('1000000', 'USD'));
  });

  test.each([
    [{ service: 'telegarm' }, /^service: expected a known service/],
    [{ service: 'telegram', country: 'XX' }, /^country: expected an ISO/],
    [{ service: 'telegram', country: [] }, /^country: expected at least one/],
  ])('%j is refused before anybody is asked', async (bad, message) => {
    const clock = virtualClock();
    const router = createRouter({ clock, providers: [paperProvider(shop(clock, '1'), { id: 'one' })] });
    await expect(router.buy(bad, { maxPrice: cap })).rejects.toThrow(message);
  });

  test('property: never two charges for one buy, whatever the vendors do', async () => {
    const faults = [
      'lost-reply',
      'OUT_OF_STOCK',
      'UNAVAILABLE',
      'REJECTED',
      'OUTCOME_UNKNOWN',
      'RATE_LIMITED',
      undefined,
    ] as const;
    const vendor = fc.record({
      price: fc.integer({ min: 1, max: 12 }),
      stock: fc.integer({ min: 0, max: 3 }),
      faults: fc.array(fc.constantFrom(...faults), { maxLength: 6 }),
      lists: fc.boolean(),
      guard: fc.boolean(),
      drift: fc.integer({ min: 0, max: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(vendor, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 4 }),
        async (vendors, buyers) => {
          const clock = virtualClock();
          const worlds = vendors.map(({ price, stock }) =>
            shop(clock, `0.${String(price).padStart(2, '0')}`, { stock }),
          );
          const providers = vendors.map(({ faults: script, lists, guard, drift }, n) => {
            const queue = [...script];
            const world = worlds[n] as World;
            return paperProvider(world, {
              id: `v${n}`,
              priceGuard: guard,
              capabilities: lists ? ['cancelOrder', 'listOpenOrders'] : ['cancelOrder'],
              fault: (operation) => {
                if (operation !== 'purchase') return undefined;
                if (drift > 0) world.setPrice({}, `0.${String(drift).padStart(2, '0')}`);
                const fault = queue.shift();
                return fault === undefined || fault === 'lost-reply'
                  ? fault
                  : new NumrouteError(fault, fault, {});
              },
            });
          });
          const router = createRouter({ clock, providers });
          const results = await clock.runUntil(
            Promise.allSettled(
              Array.from({ length: buyers }, () => router.buy(want, { maxPrice: money('0.10', 'USD') })),
            ),
          );
          const fulfilled = results.flatMap((result) =>
            result.status === 'fulfilled' ? [result.value] : [],
          );
          const inDoubt = results.filter(
            (result) => result.status === 'rejected' && result.reason.moneyMayHaveMoved,
          );
          // Each order handed out is a real one, no two buyers got the same.
          expect(new Set(fulfilled.map(({ provider, id }) => `${provider}/${id}`)).size).toBe(
            fulfilled.length,
          );
          const live = worlds.flatMap(({ orders }) =>
            orders.filter(({ status }) => status === 'open'),
          ).length;
          expect(live).toBeGreaterThanOrEqual(fulfilled.length);
          expect(live).toBeLessThanOrEqual(fulfilled.length + inDoubt.length);
          for (const { paid } of fulfilled) expect(Number(paid.amount)).toBeLessThanOrEqual(0.1);
          for (const result of results) {
            if (result.status === 'rejected') expect(NumrouteError.is(result.reason)).toBe(true);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('quote', () => {
  test('answers by its deadline, naming the silent with their reasons', async () => {
    const clock = virtualClock();
    const slow = paperProvider(shop(clock, '0.1'), { id: 'slow' });
    const router = createRouter({
      clock,
      quoteTimeoutMs: 1000,
      providers: [
        paperProvider(shop(clock, '0.2'), { id: 'quick' }),
        { ...slow, listOffers: () => clock.sleep(60_000).then(() => []) },
        paperProvider(shop(clock, '0.1'), {
          id: 'dead',
          fault: () => new NumrouteError('UNAVAILABLE', 'dead: connection refused', {}),
        }),
      ],
    });
    const quote = await clock.runUntil(router.quote({ service: 'telegram' }));
    expect(quote.ranked.map(({ offer }) => offer.provider)).toEqual(['quick']);
    expect(quote.silent.map(({ provider, error }) => `${provider}: ${error.code}`)).toEqual([
      'slow: UNAVAILABLE',
      'dead: UNAVAILABLE',
    ]);
    expect(clock.monotonic()).toBeLessThanOrEqual(1001);
  });

  test('one load serves many askers, and a sold-out offer empties the shelf', async () => {
    const clock = virtualClock();
    const world = shop(clock, '0.1');
    let lists = 0;
    const router = createRouter({
      clock,
      providers: [
        paperProvider(world, {
          id: 'one',
          fault: (operation) => {
            if (operation === 'listOffers') lists += 1;
            return undefined;
          },
        }),
      ],
    });
    await clock.runUntil(Promise.all([router.quote(want), router.quote(want), router.quote(want)]));
    expect(lists).toBe(1);
    world.setStock({}, 0);
    await expect(clock.runUntil(router.buy(want, { maxPrice: cap }))).rejects.toMatchObject({
      code: 'NO_OFFER',
    });
    expect(lists).toBe(2);
    await clock.advance(5_001);
    await clock.runUntil(router.quote(want));
    expect(lists).toBe(3);
  });

  test('a list that is none costs only its own provider', async () => {
    const clock = virtualClock();
    const broken = paperProvider(shop(clock, '0.1'), { id: 'broken' });
    const router = createRouter({
      clock,
      providers: [
        { ...broken, listOffers: async () => ({ length: 1 }) as never },
        paperProvider(shop(clock, '0.2'), { id: 'sound' }),
      ],
    });
    const quote = await clock.runUntil(router.quote(want));
    expect(quote.ranked.map(({ offer }) => offer.provider)).toEqual(['sound']);
    expect(quote.silent).toMatchObject([{ provider: 'broken', error: { code: 'UNREADABLE' } }]);
  });

  test('a sold-out offer leaves lists alone that are on their way', async () => {
    const clock = virtualClock();
    const world = shop(clock, '0.1');
    const paper = paperProvider(world, { id: 'one' });
    const slow: Provider = {
      ...paper,
      listOffers: async (query, call) => {
        if (query.country === undefined) await clock.sleep(1_000, call.signal);
        return await paper.listOffers(query, call);
      },
    };
    const router = createRouter({ clock, providers: [slow] });
    await clock.runUntil(router.quote(want));
    world.setStock({}, 0);
    const everywhere = router.quote({ service: 'telegram' });
    await expect(clock.runUntil(router.buy(want, { maxPrice: cap }))).rejects.toMatchObject({
      code: 'NO_OFFER',
    });
    expect((await clock.runUntil(everywhere)).silent).toEqual([]);
  });

  test("rejects with the caller's reason when aborted", async () => {
    const clock = virtualClock();
    const router = createRouter({ clock, providers: [paperProvider(shop(clock, '1'), { id: 'one' })] });
    const reason = new Error('enough');
    await expect(router.quote(want, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe('following an order', () => {
  test('watch yields each change once and survives failed polls', async () => {
    const clock = virtualClock();
    const world = shop(clock, '0.1');
    let polls = 0;
    const provider = paperProvider(world, {
      id: 'one',
      fault: (operation) => {
        if (operation !== 'fetchOrder') return undefined;
        polls += 1;
        if (polls === 4) world.receiveSms(order.id, 'code 012345');
        return polls % 2 === 0 ? new NumrouteError('UNAVAILABLE', 'flaky', {}) : undefined;
      },
    });
    const router = createRouter({ clock, providers: [provider] });
    const order = await clock.runUntil(router.buy(want, { maxPrice: cap }));
    const seen: string[] = [];
    await clock.runUntil(
      (async () => {
        for await (const { status, messages } of router.watch(order))
          seen.push(`${status} ${messages[0]?.code ?? ''}`);
      })(),
    );
    expect(seen).toEqual(['open ', 'delivered 012345']);
    expect((await router.finish(order)).status).toBe('finished');
    await expect(router.cancel(order)).resolves.toMatchObject({ status: 'finished' });
  });

  test('watch yields nothing twice from a journal that reads its orders anew', async () => {
    const clock = virtualClock();
    const memory = memoryJournal({ acceptOrphans: true });
    const journal: Journal = {
      ...memory,
      findOrder: async (ref) => structuredClone(await memory.findOrder(ref)),
    };
    const provider = paperProvider(shop(clock, '0.1'), { id: 'one' });
    const router = createRouter({ clock, journal, providers: [provider] });
    const order = await clock.runUntil(router.buy(want, { maxPrice: cap }));
    const seen: string[] = [];
    await clock.runUntil(
      (async () => {
        for await (const { status } of router.watch(order, { forMs: 60_000 })) seen.push(status);
      })(),
    );
    expect(seen).toEqual(['open']);
  });

  test('a code that comes with the cancel is kept, however slow the journal', async () => {
    const clock = virtualClock();
    const memory = memoryJournal({ acceptOrphans: true });
    const journal: Journal = {
      ...memory,
      findAttempt: async (id) => {
        const found = await memory.findAttempt(id);
        await clock.sleep(10);
        return found;
      },
    };
    const paper = paperProvider(shop(clock, '0.1'), { id: 'one' });
    const messages = [{ code: '123456' }];
    const fetchOrder: Provider['fetchOrder'] = async (id) => ({ id, status: 'delivered', messages });
    const router = createRouter({ clock, journal, providers: [{ ...paper, fetchOrder }] });
    const order = await clock.runUntil(router.buy(want, { maxPrice: cap }));
    await clock.runUntil(Promise.all([router.fetch(order), router.cancel(order)]));
    expect((await memory.findOrder(order))?.order).toMatchObject({ status: 'delivered', messages });
  });

  test('one more SMS can be asked for, and is waited for alone', async () => {
    const clock = virtualClock();
    const world = shop(clock, '0.1');
    const router = createRouter({ clock, providers: [paperProvider(world, { id: 'one' })] });
    const order = await clock.runUntil(router.buy(want, { maxPrice: cap }));
    await expect(clock.runUntil(router.requestAnotherSms(order))).rejects.toMatchObject({
      code: 'WRONG_STATE',
    });
    world.receiveSms(order.id, 'first 1111');
    await clock.runUntil(router.fetch(order));
    await clock.runUntil(router.requestAnotherSms(order));
    const seen: number[] = [];
    const watching = (async () => {
      for await (const { messages } of router.watch(order, { until: 'next' })) seen.push(messages.length);
    })();
    await clock.advance(10_000);
    world.receiveSms(order.id, 'second 2222');
    await clock.runUntil(watching);
    expect(seen).toEqual([1, 2]);
    expect((await clock.runUntil(router.fetch(order))).messages.map(({ code }) => code)).toEqual([
      '1111',
      '2222',
    ]);
    await clock.runUntil(router.finish(order));
    await expect(clock.runUntil(router.requestAnotherSms(order))).rejects.toThrow(/is finished/);
    await router.close();
  });

  test('a refused cancel is no cancel; a code that came meanwhile is handed over', async () => {
    const clock = virtualClock();
    const world = createWorld({
      currency: 'USD',
      clock,
      cancelAfterMs: 120_000,
      offers: [{ service: 'telegram', country: 'EE', price: '0.1', stock: 2 }],
    });
    const router = createRouter({ clock, providers: [paperProvider(world, { id: 'one' })] });
    const [first, second] = await clock.runUntil(
      Promise.all([router.buy(want, { maxPrice: cap }), router.buy(want, { maxPrice: cap })]),
    );
    await expect(clock.runUntil(router.cancel(first))).rejects.toMatchObject({ code: 'WRONG_STATE' });
    world.receiveSms(second.id, 'late 7788');
    expect(await clock.runUntil(router.cancel(second))).toMatchObject({
      status: 'delivered',
      messages: [{ code: '7788' }],
    });
    await clock.advance(120_000);
    expect(await clock.runUntil(router.cancel(first))).toMatchObject({
      status: 'cancelled',
      refund: 'promised',
    });
    expect(world.orders.map(({ status }) => status)).toEqual(['cancelled', 'delivered']);
  });

  test('after close everything is refused, and close may come twice', async () => {
    const clock = virtualClock();
    const router = createRouter({ clock, providers: [paperProvider(shop(clock, '1'), { id: 'one' })] });
    await router.close();
    await router.close();
    await expect(router.quote(want)).rejects.toMatchObject({ code: 'CLOSED' });
  });
});
