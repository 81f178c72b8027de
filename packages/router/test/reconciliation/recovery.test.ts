import { money, NumrouteError, type Operation } from '@numroute/core';
import { type Journal, memoryJournal } from '@numroute/journal';
import {
  createQuotes,
  createRouter,
  type Router,
  type RouterEvent,
  type RouterOptions,
} from '@numroute/router';
import { createWorld, type PaperOptions, paperProvider, syncAtOnce, virtualClock } from '@numroute/testkit';
import { describe, expect, test } from 'vitest';

syncAtOnce();

const want = { service: 'telegram', country: 'EE' };
const maxPrice = money('1', 'USD');
const MINUTE = 60_000;

function setUp(paper: Partial<PaperOptions> = {}, world: { cancelAfterMs?: number } = {}) {
  const clock = virtualClock();
  const market = createWorld({
    currency: 'USD',
    clock,
    ...world,
    offers: [{ ...want, price: '0.1', stock: 10 }],
  });
  const journal = memoryJournal({ acceptOrphans: true });
  const events: RouterEvent[] = [];
  const start = (more: Partial<RouterOptions> = {}, again: Partial<PaperOptions> = paper): Router =>
    createRouter({
      clock,
      journal,
      providers: [paperProvider(market, { id: 'one', ...again })],
      onEvent: (event) => events.push(event),
      ...more,
    });
  const states = async (): Promise<string[]> =>
    (await journal.list({})).map(({ state, money: where }) => `${state} ${where}`);
  return { clock, market, journal, events, start, states };
}

/** A reply is lost before or after the charge, once. */
const once = (fault: 'before' | 'after') => {
  let left = 1;
  return (operation: Operation) => {
    if (operation !== 'purchase' || left === 0) return undefined;
    left -= 1;
    return fault === 'after' ? ('lost-reply' as const) : new NumrouteError('OUTCOME_UNKNOWN', 'reset', {});
  };
};

const balanceOnly = { capabilities: ['fetchBalance', 'cancelOrder'] } as const;
const listOnly = { capabilities: ['listOpenOrders', 'cancelOrder'] } as const;

describe('a purchase whose reply was lost', () => {
  test('is lost if the balance shows its charge, and its refund is seen at the end of its life', async () => {
    const { clock, events, start, states } = setUp({ ...balanceOnly, fault: once('after') });
    const router = start();
    await expect(clock.runUntil(router.buy(want, { maxPrice }))).rejects.toMatchObject({
      code: 'OUTCOME_UNKNOWN',
    });
    await clock.advance(3 * MINUTE);
    expect(await states()).toEqual(['lost reserved']);
    expect(events.filter(({ type }) => type === 'account-opened')).toHaveLength(1);
    await clock.advance(40 * MINUTE);
    expect(await states()).toEqual(['lost returned']);
    await clock.runUntil(router.close());
  });

  test('is absent if the balance leaves no room for it, not before the vendor can charge no more', async () => {
    const { clock, market, start, states } = setUp({ ...balanceOnly, fault: once('before') });
    const router = start();
    await expect(clock.runUntil(router.buy(want, { maxPrice }))).rejects.toMatchObject({
      code: 'OUTCOME_UNKNOWN',
    });
    await clock.advance(100_000);
    expect(await states()).toEqual(['unknown reserved']);
    await expect(clock.runUntil(router.buy(want, { maxPrice }))).rejects.toMatchObject({ code: 'NO_OFFER' });
    await clock.advance(2 * MINUTE);
    expect(await states()).toEqual(['absent free']);
    await clock.runUntil(router.buy(want, { maxPrice }));
    expect(market.ledger).toHaveLength(1);
    await clock.runUntil(router.close());
  });

  test('is absent if the list of open orders has it not, after the same wait', async () => {
    const { clock, start, states } = setUp({ ...listOnly, fault: once('before') });
    const router = start();
    await expect(clock.runUntil(router.buy(want, { maxPrice }))).rejects.toMatchObject({
      code: 'OUTCOME_UNKNOWN',
    });
    await clock.advance(2 * MINUTE);
    expect(await states()).toEqual(['unknown reserved']);
    await clock.advance(2 * MINUTE);
    expect(await states()).toEqual(['absent free']);
    await clock.runUntil(router.close());
  });

  test('lets the same call go on elsewhere once it is proven absent', async () => {
    const { clock, market, start, states } = setUp({ ...listOnly, fault: once('before') });
    const router = start();
    const order = await clock.runUntil(
      router.buy(want, { maxPrice, settleForMs: 5 * MINUTE, attempts: 5 }).catch((error) => error),
    );
    // The account cools after the failure, and nobody else sells.
    expect(order).toMatchObject({ code: 'NO_OFFER' });
    expect(await states()).toEqual(['absent free']);
    expect(market.ledger).toEqual([]);
    await clock.runUntil(router.close());
  });

  test('that an earlier process was sending is found in the list, and given up if nobody asks for it', async () => {
    const { clock, market, journal, start, states } = setUp(listOnly);
    const dying: Journal = {
      ...journal,
      append: (event) => (event.kind === 'bought' ? new Promise(() => undefined) : journal.append(event)),
    };
    void start({ journal: dying }).buy(want, { maxPrice });
    await clock.advance(1_000);
    expect(await states()).toEqual(['sending reserved']);
    expect(market.orders).toHaveLength(1);

    const router = start();
    const { entries } = await clock.runUntil(router.recover());
    expect(entries).toMatchObject([{ state: 'open', adopted: true, order: { id: market.orders[0]?.id } }]);
    await clock.advance(2 * MINUTE);
    expect(await states()).toEqual(['cancelled due']);
    expect(market.orders.map(({ status }) => status)).toEqual(['cancelled']);
    await clock.runUntil(router.close());
  });

  test('that nobody can look for is settled by hand', async () => {
    const { clock, start, states } = setUp({ capabilities: [], fault: once('after') });
    const router = start();
    await expect(clock.runUntil(router.buy(want, { maxPrice }))).rejects.toThrow();
    await expect(router.settle(1, { kind: 'refunded', evidence: 'x' })).rejects.toMatchObject({
      code: 'WRONG_STATE',
    });
    await expect(router.settle(2, { kind: 'absent', evidence: 'x' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    await router.settle(1, { kind: 'absent', evidence: 'the site lists no order' });
    expect(await states()).toEqual(['absent free']);
    expect((await clock.runUntil(router.buy(want, { maxPrice }))).status).toBe('open');
    await clock.runUntil(router.close());
  });
});

describe('one key', () => {
  test('buys once: together, later, and after a restart', async () => {
    const { clock, market, start } = setUp();
    const router = start();
    const buy = (key = 'k') => router.buy(want, { maxPrice, key });
    const [first, second] = await clock.runUntil(Promise.all([buy(), buy()]));
    const third = await clock.runUntil(buy());
    await clock.runUntil(router.close());
    const later = start();
    const fourth = await clock.runUntil(later.buy(want, { maxPrice, key: 'k' }));
    expect(new Set([first, second, third, fourth].map(({ id }) => id)).size).toBe(1);
    expect((await clock.runUntil(later.buy(want, { maxPrice, key: 'other' }))).id).not.toBe(first.id);
    expect(market.ledger).toHaveLength(2);
    await clock.runUntil(later.close());
  });

  test('is refused for another want, also while the first one is under way', async () => {
    const { clock, start } = setUp();
    const router = start();
    const first = router.buy(want, { maxPrice, key: 'k' });
    const anotherCap = { maxPrice: money('2', 'USD'), key: 'k' };
    await expect(clock.runUntil(router.buy(want, anotherCap))).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      details: { field: 'key' },
    });
    await clock.runUntil(first);
    await expect(clock.runUntil(router.buy({ service: 'whatsapp' }, { maxPrice, key: 'k' }))).rejects.toThrow(
      /^key/,
    );
    await clock.runUntil(router.close());
  });

  test('one caller who leaves does not stop the other', async () => {
    const { clock, market, start } = setUp();
    const router = start();
    const leaving = new AbortController();
    const gone = router.buy(want, { maxPrice, key: 'k', signal: leaving.signal });
    const stays = router.buy(want, { maxPrice, key: 'k' });
    leaving.abort(new Error('gone home'));
    await expect(gone).rejects.toThrow('gone home');
    expect((await clock.runUntil(stays)).status).toBe('open');
    expect(market.ledger).toHaveLength(1);
    await clock.runUntil(router.close());
  });

  test('buys again only after it is proven that nothing was bought', async () => {
    const { clock, market, start } = setUp({ ...listOnly, fault: once('before') });
    const router = start();
    const buy = () => clock.runUntil(router.buy(want, { maxPrice, key: 'k' }));
    await expect(buy()).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    await expect(buy()).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(market.ledger).toEqual([]);
    await clock.advance(5 * MINUTE);
    expect((await buy()).status).toBe('open');
    expect(market.ledger).toHaveLength(1);
    await clock.runUntil(router.close());
  });

  test('gives the order that was lost and found', async () => {
    const { clock, market, start } = setUp({ capabilities: [], fault: once('after') });
    const router = start();
    await expect(clock.runUntil(router.buy(want, { maxPrice, key: 'k' }))).rejects.toThrow();
    await clock.runUntil(router.close());
    const later = start({}, listOnly);
    const order = await clock.runUntil(later.buy(want, { maxPrice, key: 'k' }));
    expect(order.id).toBe(market.orders[0]?.id);
    await clock.advance(5 * MINUTE);
    expect(market.orders.map(({ status }) => status)).toEqual(['open']);
    await clock.runUntil(later.close());
  });
});

describe('budgets', () => {
  const day = 24 * 60 * MINUTE;

  test('count what is spent, held and in doubt, over restarts, and free what came back', async () => {
    const { clock, start } = setUp();
    const budgets = [{ limit: money('0.25', 'USD'), perMs: day }];
    const cap = { maxPrice: money('0.1', 'USD') };
    const router = start({ budgets });
    const first = await clock.runUntil(router.buy(want, cap));
    await clock.runUntil(router.buy(want, cap));
    await expect(clock.runUntil(router.buy(want, cap))).rejects.toMatchObject({
      code: 'BUDGET_EXCEEDED',
      moneyMayHaveMoved: false,
      details: { limit: money('0.25', 'USD'), committed: money('0.3', 'USD') },
    });
    await clock.runUntil(router.cancel(first));
    await clock.runUntil(router.close());
    const later = start({ budgets });
    await expect(clock.runUntil(later.buy(want, cap))).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED' });
    await clock.advance(day + MINUTE);
    await clock.runUntil(later.buy(want, cap));
    await clock.runUntil(later.close());
  });

  test('a refund that the balance shows makes poller', async () => {
    const { clock, start, states } = setUp();
    const router = start({ budgets: [{ limit: money('0.1', 'USD'), perMs: day }] });
    const cap = { maxPrice: money('0.1', 'USD') };
    await clock.runUntil(router.cancel(await clock.runUntil(router.buy(want, cap))));
    await expect(clock.runUntil(router.buy(want, cap))).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED' });
    await clock.advance(3 * MINUTE);
    expect(await states()).toEqual(['cancelled returned']);
    await clock.runUntil(router.buy(want, cap));
    await clock.runUntil(router.close());
  });

  test('many at once cannot overrun together, and each buyer has its own', async () => {
    const { clock, market, start } = setUp();
    const router = start({
      budgets: [
        { limit: money('0.3', 'USD'), perMs: day },
        { limit: money('0.2', 'USD'), perMs: day, buyer: { each: true } },
      ],
    });
    const cap = money('0.1', 'USD');
    const buys = Array.from({ length: 8 }, (_, n) =>
      router.buy(want, { maxPrice: cap, buyer: n % 2 === 0 ? 'qa' : 'support' }).catch((error) => error.code),
    );
    const results = await clock.runUntil(Promise.all(buys));
    expect(results.filter((one) => one === 'BUDGET_EXCEEDED')).toHaveLength(5);
    expect(market.ledger).toHaveLength(3);
    await clock.runUntil(router.close());
  });

  test('one provider’s budget leaves the others', async () => {
    const { clock, market, journal } = setUp();
    const router = createRouter({
      clock,
      journal,
      providers: ['one', 'two'].map((id) => paperProvider(market, { id })),
      budgets: [{ limit: money('0.1', 'USD'), perMs: day, provider: 'one' }],
    });
    const cap = { maxPrice: money('0.1', 'USD') };
    const [first, second] = [
      await clock.runUntil(router.buy(want, cap)),
      await clock.runUntil(router.buy(want, cap)),
    ];
    expect([first.provider, second.provider]).toEqual(['one', 'two']);
    await clock.runUntil(router.close());
  });
});

describe('giving up', () => {
  test('a cancel that is insisted on waits for the earliest time, and survives a restart', async () => {
    const { clock, market, start, states } = setUp({}, { cancelAfterMs: 2 * MINUTE });
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    await expect(clock.runUntil(router.cancel(order, { insist: true }))).rejects.toMatchObject({
      code: 'WRONG_STATE',
      details: { retryAfterMs: expect.any(Number) },
    });
    expect(await states()).toEqual(['open held']);
    await clock.runUntil(router.close());
    const later = start();
    await clock.runUntil(later.recover());
    await clock.advance(3 * MINUTE);
    expect(market.orders.map(({ status }) => status)).toEqual(['cancelled']);
    await clock.advance(3 * MINUTE);
    expect(await states()).toEqual(['cancelled returned']);
    await clock.runUntil(later.close());
  });

  test('a cancel whose reply is lost is asked again until it is certain', async () => {
    let lost = 3;
    const { clock, market, start, states } = setUp({
      fault: (operation) => (operation === 'cancelOrder' && lost-- > 0 ? 'lost-reply' : undefined),
    });
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    await clock.runUntil(router.cancel(order, { insist: true }).catch(() => undefined));
    await clock.advance(5 * MINUTE);
    expect(market.ledger.map(({ kind }) => kind)).toEqual(['charge', 'refund']);
    expect((await states())[0]).not.toMatch(/^open/);
    await clock.runUntil(router.close());
  });

  test('a code that comes before the cancel is kept and delivered', async () => {
    const { clock, market, journal, start } = setUp({}, { cancelAfterMs: 2 * MINUTE });
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    await clock.runUntil(router.cancel(order, { insist: true }).catch(() => undefined));
    market.receiveSms(order.id, 'late 0042');
    await clock.advance(3 * MINUTE);
    const entry = await journal.findOrder(order);
    expect(entry).toMatchObject({
      state: 'delivered',
      money: 'spent',
      order: { messages: [{ code: '0042' }] },
    });
    await clock.runUntil(router.close());
  });

  test('close can give up what has no code yet', async () => {
    const { clock, market, start } = setUp();
    const router = start();
    const [first] = [
      await clock.runUntil(router.buy(want, { maxPrice })),
      await clock.runUntil(router.buy(want, { maxPrice })),
    ];
    market.receiveSms(first.id, 'code 1234');
    await clock.runUntil(router.fetch(first));
    await clock.runUntil(router.close({ open: 'cancel' }));
    expect(market.orders.map(({ status }) => status)).toEqual(['delivered', 'cancelled']);
  });

  test('recover winds up what nobody asked for, if told to, and names strangers', async () => {
    const { clock, market, start } = setUp();
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice, key: 'k' }));
    await clock.runUntil(router.buy(want, { maxPrice }));
    await clock.runUntil(router.close());
    const stranger = paperProvider(market, { id: 'other' });
    const [offer] = await clock.runUntil(stranger.listOffers(want, { signal: new AbortController().signal }));
    if (!offer) throw new Error('no offer');
    const foreign = await stranger.purchase(offer, { maxPrice, signal: new AbortController().signal });
    const later = start();
    await clock.runUntil(later.buy(want, { maxPrice, key: 'k' }));
    const recovery = await clock.runUntil(later.recover({ unattended: 'cancel' }));
    expect(recovery.entries.map(({ state }) => state)).toEqual(['open', 'cancelled']);
    expect(recovery.foreign.map(({ id }) => id)).toEqual([foreign.id]);
    expect(market.orders.find(({ id }) => id === order.id)?.status).toBe('open');
    await clock.runUntil(later.close());
  });
});

test('of very many open orders those that recover does not wait for are asked for in their turn', async () => {
  const { clock, market, journal, start } = setUp({ capabilities: ['cancelOrder'] });
  const first = start();
  const { id: model } = await clock.runUntil(first.buy(want, { maxPrice }));
  await clock.runUntil(first.close());
  const { order, offer } = (await journal.findOrder({ provider: 'one', id: model })) ?? {};
  if (!order || !offer) throw new Error('no order');
  const at = clock.now();
  for (let n = 1; n < 1_000; n += 1) {
    const [attempt, id] = [`attempt-${n}`, `order-${n}`];
    const event = { attempt, at, by: 'buyer' } as const;
    await journal.openWant({ id: `want-${n}`, print: '', at });
    await journal.append({ ...event, kind: 'intent', want: `want-${n}`, offer, maxPrice });
    await journal.append({ ...event, kind: 'bought', order: { ...order, id }, adopted: false });
  }
  const asked = new Map<string, number>();
  const paper = paperProvider(market, { id: 'one', capabilities: ['cancelOrder'] });
  const fetchOrder: typeof paper.fetchOrder = async (id) => {
    asked.set(id, (asked.get(id) ?? 0) + 1);
    if (id !== 'order-999') return { id, status: 'open', messages: [] };
    return { id, status: 'delivered', messages: [{ code: '1234' }] };
  };
  const limits = { requests: 10, perMs: 1_000, concurrent: 2 };
  const later = start({ providers: [{ ...paper, manifest: { ...paper.manifest, limits }, fetchOrder }] });
  const began = clock.monotonic();
  const { entries } = await clock.runUntil(later.recover());
  // Half of them, at ten a second.
  expect(entries).toHaveLength(1_000);
  expect(clock.monotonic() - began).toBeLessThan(60_000);
  await clock.advance(5 * MINUTE);
  expect((await journal.findOrder({ provider: 'one', id: 'order-999' }))?.state).toBe('delivered');
  expect([asked.size, new Set(asked.values())]).toEqual([1_000, new Set([1])]);
  await clock.runUntil(later.close());
});

test('without a journal nothing is bought, and prices are still compared', async () => {
  const { clock, market } = setUp();
  const providers = [paperProvider(market, { id: 'one' })];
  const none = { clock, providers } as unknown as RouterOptions;
  expect(() => createRouter(none)).toThrow(/^journal: expected sqliteJournal/);
  await using quotes = createQuotes({ clock, providers });
  expect((await clock.runUntil(quotes.quote(want))).ranked).toHaveLength(1);
  expect(market.ledger).toEqual([]);
  expect(() => memoryJournal(undefined as never)).toThrow(/acceptOrphans/);
});

test('an account is spared before the vendor shuts it for too few codes', async () => {
  const conduct = [{ numbers: 5, minSuccessRate: 0.5, per: 'service-and-country' }] as const;
  const { clock, market, start } = setUp({ conduct });
  const router = start();
  const buy = () => clock.runUntil(router.buy(want, { maxPrice }));
  for (let n = 0; n < 3; n += 1) await clock.runUntil(router.cancel(await buy()));
  await expect(buy()).rejects.toMatchObject({
    code: 'NO_OFFER',
    details: {
      attempts: [{ error: { code: 'REJECTED', message: expect.stringContaining('0 of 3 numbers') } }],
    },
  });
  expect(market.ledger.filter(({ kind }) => kind === 'charge')).toHaveLength(3);
  await clock.advance(25 * 60 * MINUTE);
  await buy();
  await clock.runUntil(router.close());
});
