import {
  codeOf,
  type Message,
  money,
  NumrouteError,
  type Order,
  type OrderReport,
  type Provider,
} from '@numroute/core';
import { type Journal, memoryJournal, transition } from '@numroute/journal';
import { createRouter, type Router, type RouterOptions } from '@numroute/router';
import { createWorld, paperProvider, virtualClock } from '@numroute/testkit';
import { describe, expect, test } from 'vitest';

const want = { service: 'telegram', country: 'EE' };
const maxPrice = money('1', 'USD');
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/**
 * A vendor as the sms-activate protocol has it: the status tells the newest code alone and after
 * `setStatus 3` that it waits, the list tells code and text, also the old ones.
 */
function setUp({ stubborn = false, change = (same: Provider): Provider => same } = {}) {
  const clock = virtualClock();
  const world = createWorld({ currency: 'USD', clock, offers: [{ ...want, price: '0.1', stock: 100 }] });
  const journal = memoryJournal({ acceptOrphans: true });
  const old = new Map<string, number>();
  const inner = paperProvider(world, { id: 'one' });
  const terse = (report: OrderReport): OrderReport => {
    const waits = !stubborn && report.messages.length === old.get(report.id);
    return { ...report, messages: waits ? [] : report.messages.slice(-1).map(codeAlone) };
  };
  const vendor: Provider = {
    ...inner,
    fetchOrder: async (id, call) => terse(await inner.fetchOrder(id, call)),
    listOpenOrders: async (call) =>
      ((await inner.listOpenOrders?.(call)) ?? []).map((report) => ({
        ...report,
        messages: report.messages.map(({ text = '', code = '' }) => ({ text, code })),
      })),
    requestAnotherSms: async (id, call) => {
      const { messages } = await inner.fetchOrder(id, call);
      old.set(id, messages.length);
      return { id, status: 'delivered', messages: [] };
    },
  };
  const start = (options: Partial<RouterOptions> = {}): Router =>
    createRouter({ clock, journal, providers: [change(vendor)], ...options });
  return { clock, world, journal, start };
}

const codeAlone = (message: Message): Message => ({ code: codeOf(message) ?? '' });
const codes = ({ messages }: Order): readonly (string | undefined)[] => messages.map(codeOf);

/** Every list of codes that the watch yields. */
async function follow(router: Router, order: Order, forMs: number): Promise<readonly unknown[]> {
  const seen: unknown[] = [];
  for await (const now of router.watch(order, { forMs, until: 'next' })) seen.push(codes(now));
  return seen;
}

describe('another SMS', () => {
  test('one that list and status word differently is one message, and no news once another is asked for', async () => {
    const { clock, world, start } = setUp({
      change: (vendor) => ({
        ...vendor,
        purchase: async (offer, call) => {
          const { id } = await vendor.purchase(offer, call);
          world.receiveSms(id, 'Your code is 1234');
          throw new NumrouteError('OUTCOME_UNKNOWN', 'reset', { offer });
        },
      }),
    });
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    expect(order.messages).toEqual([{ text: 'Your code is 1234', code: '1234' }]);
    expect(codes(await clock.runUntil(router.fetch(order)))).toEqual(['1234']);
    await clock.runUntil(router.requestAnotherSms(order));
    const watching = follow(router, order, 10 * MINUTE);
    await clock.advance(5 * MINUTE);
    world.receiveSms(order.id, 'Your code is 5678');
    expect(await clock.runUntil(watching)).toEqual([['1234'], ['1234', '5678']]);
    await clock.runUntil(router.close());
  });

  test('the same code sent again is delivered, once, also to a router that was started anew meanwhile', async () => {
    const { clock, world, journal, start } = setUp();
    const first = start();
    const order = await clock.runUntil(first.buy(want, { maxPrice }));
    world.receiveSms(order.id, 'Your code is 1234');
    await clock.runUntil(first.fetch(order));
    const asked = await clock.runUntil(first.requestAnotherSms(order));
    expect(asked).toMatchObject({ status: 'delivered', another: { after: 1, is: 'granted' } });
    expect(await clock.runUntil(first.fetch(order))).toMatchObject({ another: { after: 1, is: 'awaited' } });
    await clock.runUntil(first.close());
    const router = start();
    const watching = follow(router, order, 10 * MINUTE);
    await clock.advance(MINUTE);
    world.receiveSms(order.id, 'Your code is 1234');
    expect(await clock.runUntil(watching)).toEqual([['1234'], ['1234', '1234']]);
    for (let look = 0; look < 3; look += 1) {
      expect(codes(await clock.runUntil(router.fetch(order)))).toEqual(['1234', '1234']);
    }
    const [entry] = await journal.list({});
    let rebuilt: Parameters<typeof transition>[0];
    for (const event of await journal.history(entry?.id ?? '')) rebuilt = transition(rebuilt, event);
    expect(rebuilt?.order).toEqual(entry?.order);
    await clock.runUntil(router.close());
  });

  test('among many that wait it is looked at right after the asking, so that a quick SMS of the same code is seen', async () => {
    const { clock, world, start } = setUp({
      change: ({ listOpenOrders: _none, ...vendor }) => ({
        ...vendor,
        manifest: { ...vendor.manifest, limits: { requests: 60, perMs: MINUTE, concurrent: 5 } },
      }),
    });
    const router = start();
    const seen: unknown[] = [];
    const orders: Order[] = [];
    const watches: Promise<void>[] = [];
    for (let number = 0; number < 30; number += 1) {
      const order = await clock.runUntil(router.buy(want, { maxPrice }));
      orders.push(order);
      watches.push(
        (async () => {
          for await (const now of router.watch(order, { until: 'closed', forMs: 20 * MINUTE })) {
            if (order === orders[0]) seen.push(codes(now));
          }
        })(),
      );
    }
    const [order] = orders as [Order];
    world.receiveSms(order.id, 'Your code is 1234');
    await clock.advance(10 * MINUTE);
    await clock.runUntil(router.requestAnotherSms(order));
    await clock.advance(5 * SECOND);
    world.receiveSms(order.id, 'Your code is 1234');
    await clock.runUntil(Promise.all(watches));
    expect(seen).toEqual([[], ['1234'], ['1234', '1234']]);
    await clock.runUntil(router.close());
  });

  test('a vendor that tells the old code until the new one is there: the old one is no news', async () => {
    const { clock, world, start } = setUp({ stubborn: true });
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    world.receiveSms(order.id, 'Your code is 1234');
    await clock.runUntil(router.fetch(order));
    await clock.runUntil(router.requestAnotherSms(order));
    const watching = follow(router, order, 10 * MINUTE);
    await clock.advance(5 * MINUTE);
    world.receiveSms(order.id, 'Your code is 5678');
    expect(await clock.runUntil(watching)).toEqual([['1234'], ['1234', '5678']]);
    await clock.runUntil(router.close());
  });

  test('a list that shows the old code while the vendor waits, and whose order then cannot be asked for, is no news', async () => {
    let fails = 0;
    let broken = false;
    const { clock, world, start } = setUp({
      change: (vendor) => ({
        ...vendor,
        // Every other look fails, so that rows of the list are all there is to tell.
        fetchOrder: async (id, call) => {
          fails += broken ? 1 : 0;
          if (fails % 2 === 1) throw new NumrouteError('UNAVAILABLE', 'down', {});
          return await vendor.fetchOrder(id, call);
        },
      }),
    });
    const router = start();
    const orders: Order[] = [];
    for (let number = 0; number < 5; number += 1) {
      const order = await clock.runUntil(router.buy(want, { maxPrice }));
      world.receiveSms(order.id, `Your code is 123${number}`);
      await clock.runUntil(router.fetch(order));
      await clock.runUntil(router.requestAnotherSms(order));
      await clock.runUntil(router.fetch(order));
      orders.push(order);
    }
    broken = true;
    const watching = Promise.all(orders.map((order) => follow(router, order, 4 * MINUTE)));
    await clock.advance(5 * MINUTE);
    expect(fails).toBeGreaterThan(0);
    expect(await watching).toEqual(orders.map((_, number) => [[`123${number}`]]));
    await clock.runUntil(router.close());
  });

  test('what came before the watch begins was asked for, and ends it at once', async () => {
    const { clock, world, start } = setUp();
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    world.receiveSms(order.id, 'Your code is 1234');
    await clock.runUntil(router.fetch(order));
    await clock.runUntil(router.requestAnotherSms(order));
    world.receiveSms(order.id, 'Your code is 5678');
    await clock.runUntil(router.fetch(order));
    expect(await clock.runUntil(follow(router, order, MINUTE))).toEqual([['1234', '5678']]);
    await clock.runUntil(router.requestAnotherSms(order));
    expect(await clock.runUntil(follow(router, order, MINUTE))).toEqual([['1234', '5678']]);
    await clock.runUntil(router.close());
  });

  test('it is written down before it is asked for: nothing leaves that cannot be written', async () => {
    let asked = 0;
    const { clock, world, journal, start } = setUp({
      change: (vendor) => ({
        ...vendor,
        requestAnotherSms: async (id) => {
          asked += 1;
          return { id, status: 'delivered', messages: [] };
        },
      }),
    });
    const full: Journal = {
      ...journal,
      append: async (event) => {
        if (event.kind === 'another-asked') throw new NumrouteError('UNAVAILABLE', 'the disk is full', {});
        return await journal.append(event);
      },
    };
    const router = start({ journal: full });
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    world.receiveSms(order.id, 'Your code is 1234');
    await clock.runUntil(router.fetch(order));
    await expect(clock.runUntil(router.requestAnotherSms(order))).rejects.toThrow('the disk is full');
    expect(asked).toBe(0);
    await clock.runUntil(router.close());
  });
});

describe('what has come unseen', () => {
  async function waiting() {
    let asked = 0;
    const stage = setUp({
      change: (vendor) => ({
        ...vendor,
        requestAnotherSms: async (id, call) => {
          asked += 1;
          if (!vendor.requestAnotherSms) throw new TypeError('this vendor has it');
          return await vendor.requestAnotherSms(id, call);
        },
      }),
    });
    const { clock, world, start } = stage;
    const router = start();
    const { id } = await clock.runUntil(router.buy(want, { maxPrice }));
    world.receiveSms(id, 'Your code is 1111');
    const order = await clock.runUntil(router.fetch({ provider: 'one', id }));
    await clock.runUntil(router.requestAnotherSms(order));
    await clock.advance(SECOND);
    world.receiveSms(id, 'Your code is 2222');
    return { ...stage, router, order, asked: () => asked };
  }

  test('is the answer to whoever asks once more, and the vendor is not asked again', async () => {
    const { clock, router, order, asked } = await waiting();
    expect(codes(await clock.runUntil(router.requestAnotherSms(order)))).toEqual(['1111', '2222']);
    expect(asked()).toBe(1);
    await clock.runUntil(router.close());
  });

  test('is heard before the vendor is told that we are done', async () => {
    const { clock, router, order } = await waiting();
    expect(codes(await clock.runUntil(router.finish(order)))).toEqual(['1111', '2222']);
    await clock.runUntil(router.close());
  });
});

test('where further SMS come by themselves nobody is asked, and the next one is the answer', async () => {
  const clock = virtualClock();
  const world = createWorld({ currency: 'USD', clock, offers: [{ ...want, price: '0.1', stock: 100 }] });
  const vendor = (messages: 'one' | 'many'): Provider =>
    paperProvider(world, { id: messages, capabilities: ['finishOrder'], traits: { messages } });
  const journal = memoryJournal({ acceptOrphans: true });
  const router = createRouter({ clock, journal, providers: [vendor('many'), vendor('one')] });
  const order = await clock.runUntil(router.buy(want, { maxPrice, providers: ['many'] }));
  world.receiveSms(order.id, 'Your code: 111111');
  await clock.runUntil(last(router.watch(order)));
  await clock.runUntil(router.requestAnotherSms(order));
  const waiting = clock.runUntil(last(router.watch(order, { until: 'next' })));
  await clock.advance(SECOND);
  world.receiveSms(order.id, 'Your code: 222222');
  const { messages, another } = (await waiting) as Order;
  expect(messages.map(({ text }) => text)).toEqual(['Your code: 111111', 'Your code: 222222']);
  expect(another).toEqual({ after: 1, is: 'come' });
  const other = await clock.runUntil(router.buy(want, { maxPrice, providers: ['one'] }));
  world.receiveSms(other.id, 'Your code: 333333');
  await clock.runUntil(last(router.watch(other)));
  await expect(router.requestAnotherSms(other)).rejects.toMatchObject({ code: 'UNSUPPORTED' });
  await clock.runUntil(router.close());
});

/** The order as a watch sees it last. */
async function last(watch: AsyncIterable<Order>): Promise<Order | undefined> {
  let latest: Order | undefined;
  for await (const now of watch) latest = now;
  return latest;
}
