import { type Call, money, NumrouteError, type Offer, type OrderReport, type Provider } from '@numroute/core';
import { type VirtualClock, virtualClock } from '@numroute/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openLanes } from '../../src/lane/lanes.ts';
import { createPoller, type News, type PollerOptions } from '../../src/polling/index.ts';

const never = new AbortController().signal;
const LIFETIME_MS = 1_200_000;

type Limits = Provider['manifest']['limits'];

interface Vendor {
  readonly provider: Provider;
  readonly clock: VirtualClock;
  /** When each request for one order reached us and when it was answered. */
  readonly asked: { readonly id: string; readonly at: number; answered: number }[];
  readonly lists: number[];
  /** Ids that have a message from a time on. */
  readonly messages: Map<string, number>;
  most: number;
}

interface Behaviour {
  readonly pollMs?: number;
  readonly limits?: Limits;
  readonly delayMs?: (nth: number) => number;
  readonly fetch?: (id: string, at: number) => OrderReport | undefined;
  readonly list?: (vendor: Vendor) => readonly OrderReport[];
}

const fast: Limits = { requests: 100, perMs: 1_000, concurrent: 10 };

function openVendor({
  pollMs = 5_000,
  limits = fast,
  delayMs = () => 0,
  fetch,
  list,
}: Behaviour = {}): Vendor {
  const clock = virtualClock();
  let nth = 0;
  let underWay = 0;
  const exchange = async <T>(call: Call, answer: () => T): Promise<T> => {
    nth += 1;
    underWay += 1;
    vendor.most = Math.max(vendor.most, underWay);
    try {
      await clock.sleep(delayMs(nth), call.signal);
      return answer();
    } finally {
      underWay -= 1;
    }
  };
  const provider: Provider = {
    manifest: {
      id: 'vendor',
      apiVersion: 1,
      limits,
      traits: { priceGuard: true, stock: 'exact', refundsOnCancel: true },
      timing: { pollMs, lifetimeMs: LIFETIME_MS },
    },
    listOffers: async () => [],
    purchase: () => Promise.reject(new NumrouteError('REJECTED', 'sells nothing', {})),
    fetchOrder: (id, call) => {
      const entry = { id, at: clock.monotonic(), answered: Number.POSITIVE_INFINITY };
      vendor.asked.push(entry);
      return exchange(call, () => {
        entry.answered = clock.monotonic();
        return fetch?.(id, entry.at) ?? reportOf(vendor, id);
      });
    },
    ...(list && {
      listOpenOrders: (call: Call) => {
        vendor.lists.push(clock.monotonic());
        return exchange(call, () => list(vendor));
      },
    }),
  };
  const vendor: Vendor = { provider, clock, asked: [], lists: [], messages: new Map(), most: 0 };
  return vendor;
}

function reportOf({ clock, messages }: Vendor, id: string): OrderReport {
  const isHere = (messages.get(id) ?? Number.POSITIVE_INFINITY) <= clock.monotonic();
  return isHere
    ? { id, status: 'delivered', messages: [{ text: `Your code: "0${id}"`, code: `0${id}` }] }
    : { id, status: 'open', messages: [] };
}

function open(vendor: Vendor, options: Partial<PollerOptions> = {}) {
  const { clock, provider } = vendor;
  const poller = createPoller(provider, { clock, limits: provider.manifest.limits, ...options });
  const news: { readonly id: string; readonly at: number; readonly news: News }[] = [];
  const enter = (id: string, more: { boughtAt?: number; expiresAt?: number; everyMs?: number } = {}) =>
    poller.enter({ id, boughtAt: clock.now(), ...more }, (said) => {
      news.push({ id, at: clock.monotonic(), news: said });
    });
  return { poller, news, enter };
}

const times = ({ asked }: Vendor, id: string): number[] =>
  asked.filter((one) => one.id === id).map(({ at }) => at);
const gaps = (at: readonly number[]): number[] => at.slice(1).map((time, index) => time - (at[index] ?? 0));

/** The clock adds up fractions: a second may come out a few billionths of a millisecond short. */
const ROUNDING_MS = 1e-6;

function worstWindow(at: readonly number[], perMs: number): number {
  let worst = 0;
  for (let from = 0, to = 0; to < at.length; to += 1) {
    while ((at[to] ?? 0) - (at[from] ?? 0) >= perMs - ROUNDING_MS) from += 1;
    worst = Math.max(worst, to - from + 1);
  }
  return worst;
}

describe('one order', () => {
  test('whose end is told to lie before its purchase is asked for as if none were told', async () => {
    const asked = async (endsInMs: number | undefined) => {
      const vendor = openVendor({
        fetch: (id) => ({
          id,
          status: 'open',
          messages: [],
          ...(endsInMs !== undefined && { expiresAt: vendor.clock.now() + endsInMs }),
        }),
      });
      const { poller, enter } = open(vendor);
      enter('1', endsInMs === undefined ? {} : { expiresAt: vendor.clock.now() + endsInMs });
      await vendor.clock.advance(LIFETIME_MS / 2);
      poller.close();
      return times(vendor, '1');
    };
    expect(await asked(-LIFETIME_MS)).toEqual(await asked(undefined));
  });

  test('is asked for as often as the vendor likes while young, and less often with age', async () => {
    const vendor = openVendor();
    const { poller, enter } = open(vendor);
    enter('1');
    await vendor.clock.advance(LIFETIME_MS - 30_000);
    const pauses = gaps(times(vendor, '1'));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(5_000);
    expect(Math.max(...pauses.slice(0, 8))).toBeLessThan(9_000);
    expect(Math.min(...pauses.slice(-8))).toBeGreaterThan(9_000);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(60_000);
    poller.close();
  });

  test.for([3_000, 12_400, 200_000])('is told of its message of %d ms within a floor of 1 s', async (at) => {
    const vendor = openVendor({ pollMs: 1_000, limits: { requests: 2, perMs: 1_000, concurrent: 2 } });
    const { poller, news, enter } = open(vendor);
    vendor.messages.set('7', at);
    enter('7');
    await vendor.clock.advance(at + 1_100);
    const told = news.find(({ news: said }) => said.kind === 'report' && said.report.messages.length > 0);
    expect(told?.at).toBeLessThanOrEqual(at + 1_050);
    expect(Math.min(...gaps(times(vendor, '7')))).toBeGreaterThanOrEqual(1_000);
    poller.close();
  });

  test('has its message told, verbatim, and is asked for no more once it was left', async () => {
    const vendor = openVendor();
    const { poller, news } = open(vendor);
    vendor.messages.set('7', 42_000);
    const leave = poller.enter({ id: '7', boughtAt: vendor.clock.now() }, (said) => {
      news.push({ id: '7', at: vendor.clock.monotonic(), news: said });
      if (said.kind === 'report' && said.report.messages.length > 0) leave();
    });
    await vendor.clock.advance(600_000);
    expect(news.at(-1)?.news).toMatchObject({ report: { messages: [{ code: '07' }] } });
    expect(news.at(-1)?.at).toBeLessThan(42_000 + 9_000);
    expect(vendor.asked.at(-1)?.at).toBe(news.at(-1)?.at);
    expect([poller.size, vendor.clock.pending]).toEqual([0, 0]);
  });

  test('that is known since long is asked for at once', async () => {
    const vendor = openVendor();
    const { poller, enter } = open(vendor);
    enter('1', { boughtAt: vendor.clock.now() - 300_000 });
    enter('2', { boughtAt: vendor.clock.now() - 2 * LIFETIME_MS });
    await vendor.clock.advance(10);
    expect(vendor.asked.map(({ id }) => id).sort()).toEqual(['1', '2']);
    poller.close();
  });

  test("is asked for less often where its buyer says so, and hints do not break the vendor's floor", async () => {
    const vendor = openVendor();
    const { poller, enter } = open(vendor);
    enter('1', { everyMs: 20_000 });
    for (let n = 0; n < 100; n += 1) {
      poller.hurry('1');
      poller.hurry('nobody');
      await vendor.clock.advance(1_000);
    }
    expect(new Set(gaps(times(vendor, '1')))).toEqual(new Set([20_000]));
    poller.close();
  });

  test('gets a last look before its end and one after', async () => {
    const vendor = openVendor();
    const { poller, enter } = open(vendor, { gapMs: 600_000 });
    enter('1', { boughtAt: vendor.clock.now() - LIFETIME_MS + 200_000 });
    await vendor.clock.advance(220_000);
    const [last, after] = [
      times(vendor, '1')
        .filter((at) => at < 200_000)
        .at(-1),
      times(vendor, '1').at(-1),
    ];
    expect(last).toBeGreaterThanOrEqual(175_000);
    expect(after).toBeGreaterThanOrEqual(200_000);
    poller.close();
  });

  test('is asked for at the maximum gap where no message is expected any more', async () => {
    const vendor = openVendor();
    const { poller, enter } = open(vendor, { arrivals: [{ byMs: 60_000, share: 0.9 }] });
    enter('1');
    await vendor.clock.advance(LIFETIME_MS - 30_000);
    expect(Math.max(...gaps(times(vendor, '1')))).toBe(60_000);
    poller.close();
  });

  test('is asked for next after a hint', async () => {
    const vendor = openVendor({ limits: { requests: 2, perMs: 1_000, concurrent: 1 } });
    const { poller, enter } = open(vendor);
    for (let n = 0; n < 300; n += 1) enter(`${n}`);
    await vendor.clock.advance(30_000);
    const idle = Array.from({ length: 300 }, (_, n) => `${n}`).filter((id) => times(vendor, id).length === 0);
    const [id = ''] = idle.slice(-1);
    poller.hurry(id);
    await vendor.clock.advance(1_000);
    expect(times(vendor, id)).toHaveLength(1);
    poller.close();
  });

  test('is not asked for at all that the limit allows where the vendor sets no floor', async () => {
    const vendor = openVendor({ pollMs: 1 });
    const { enter } = open(vendor);
    enter('1');
    await vendor.clock.advance(LIFETIME_MS);
    const { length } = times(vendor, '1');
    expect(length).toBeGreaterThan(100);
    expect(length).toBeLessThan(LIFETIME_MS / 1_000);
  });

  test('entered twice is asked for once, and both are told until each leaves', async () => {
    const vendor = openVendor();
    const { poller } = open(vendor);
    const heard = [0, 0];
    const order = { id: '1', boughtAt: vendor.clock.now() };
    const leaves = [0, 1].map((who) =>
      poller.enter(order, () => {
        heard[who] = (heard[who] ?? 0) + 1;
        if (who === 0) throw new Error('a listener with a bug');
      }),
    );
    await vendor.clock.advance(30_000);
    expect(heard).toEqual([vendor.asked.length, vendor.asked.length]);
    leaves[0]?.();
    leaves[0]?.();
    expect(poller.size).toBe(1);
    await vendor.clock.advance(30_000);
    expect(heard[1]).toBe(vendor.asked.length);
    leaves[1]?.();
    expect([poller.size, vendor.clock.pending]).toEqual([0, 0]);
  });
});

describe('a vendor that fails', () => {
  test('is asked less and less, ends no wait, and is asked again when it is well', async () => {
    const vendor = openVendor({
      fetch: (_, at) => {
        if (at < 300_000) throw new NumrouteError('UNAVAILABLE', 'down', {});
        return undefined;
      },
    });
    const { poller, news, enter } = open(vendor);
    for (let n = 0; n < 50; n += 1) enter(`${n}`);
    await vendor.clock.advance(290_000);
    expect(vendor.asked.length).toBeLessThan(50);
    expect(news.every(({ news: said }) => said.kind === 'failed')).toBe(true);
    await vendor.clock.advance(200_000);
    const told = new Set(news.filter(({ news: said }) => said.kind === 'report').map(({ id }) => id));
    expect(told.size).toBe(50);
    poller.close();
  });

  test('is left alone for as long as it says', async () => {
    const vendor = openVendor({
      fetch: (_, at) => {
        if (at < 10_000) throw new NumrouteError('RATE_LIMITED', 'slow down', { retryAfterMs: 90_000 });
        return undefined;
      },
    });
    const { poller, enter } = open(vendor);
    for (let n = 0; n < 20; n += 1) enter(`${n}`);
    await vendor.clock.advance(80_000);
    const before = vendor.asked.length;
    expect(before).toBeLessThanOrEqual(10);
    await vendor.clock.advance(40_000);
    expect(vendor.asked.length).toBeGreaterThanOrEqual(before + 20);
    expect(vendor.asked.slice(before).every(({ at }) => at >= 90_000)).toBe(true);
    poller.close();
  });

  test('for one order does not hold up the others', async () => {
    const vendor = openVendor({
      fetch: (id) => {
        if (id === 'bad') throw new TypeError('an adapter with a bug');
        return undefined;
      },
    });
    const { poller, news, enter } = open(vendor);
    for (const id of ['bad', '1', '2', '3', '4']) enter(id);
    await vendor.clock.advance(120_000);
    expect(times(vendor, '1').length).toBeGreaterThan(14);
    expect(times(vendor, 'bad').length).toBeGreaterThan(2);
    expect(times(vendor, 'bad').length).toBeLessThan(8);
    expect(news.find(({ id }) => id === 'bad')?.news).toMatchObject({
      kind: 'failed',
      error: { code: 'UNREADABLE' },
    });
    poller.close();
  });
});

describe('look', () => {
  test('is shared, tells those who wait, and puts off the next poll', async () => {
    const vendor = openVendor({ delayMs: () => 300 });
    const { poller, news, enter } = open(vendor);
    enter('1');
    const both = Promise.all([poller.look('1', never), poller.look('1', never)]);
    const [first, second] = await vendor.clock.runUntil(both);
    expect(first).toBe(second);
    expect(vendor.asked).toHaveLength(1);
    expect(news).toHaveLength(1);
    await vendor.clock.advance(4_900);
    expect(vendor.asked).toHaveLength(1);
    poller.close();
  });

  test('joins a poll under way, and can be left alone', async () => {
    const vendor = openVendor({ delayMs: () => 2_000 });
    const { poller, enter } = open(vendor);
    enter('1');
    while (vendor.asked.length === 0) await vendor.clock.advance(500);
    const hurried = new AbortController();
    const left = poller.look('1', hurried.signal);
    const stayed = poller.look('1', never);
    hurried.abort(new Error('changed my mind'));
    await expect(left).rejects.toThrow('changed my mind');
    await expect(vendor.clock.runUntil(stayed)).resolves.toMatchObject({ id: '1' });
    expect(vendor.asked).toHaveLength(1);
    poller.close();
  });

  test('for an order that nobody waits for stops when nobody wants it, and may be had again', async () => {
    const vendor = openVendor({ delayMs: () => 2_000 });
    const { poller } = open(vendor);
    const stop = new AbortController();
    const left = poller.look('1', stop.signal);
    stop.abort(new Error('changed my mind'));
    await expect(left).rejects.toThrow('changed my mind');
    await expect(vendor.clock.runUntil(poller.look('1', never))).resolves.toMatchObject({ id: '1' });
    expect(vendor.clock.pending).toBe(0);
    await expect(poller.look('1', stop.signal)).rejects.toThrow('changed my mind');
  });
});

test('closing ends everything: no timer, and CLOSED once for whoever waits or looks', async () => {
  const vendor = openVendor({ delayMs: () => 2_000 });
  const { poller, news, enter } = open(vendor);
  enter('1');
  enter('2');
  await vendor.clock.advance(6_000);
  const looking = expect(poller.look('1', never)).rejects.toMatchObject({ code: 'CLOSED' });
  const other = expect(poller.look('9', never)).rejects.toMatchObject({ code: 'CLOSED' });
  poller.close();
  poller.close();
  await looking;
  await other;
  await vendor.clock.advance(0);
  expect(vendor.clock.pending).toBe(0);
  await vendor.clock.advance(60_000);
  expect([vendor.clock.pending, poller.size]).toEqual([0, 0]);
  expect(news.map((one) => one.news.kind === 'failed' && one.news.error.code)).toEqual(['CLOSED', 'CLOSED']);
  expect(() => enter('3')).toThrow(expect.objectContaining({ code: 'CLOSED' }));
  await expect(poller.look('1', never)).rejects.toMatchObject({ code: 'CLOSED' });
});

test('arrivals and share are checked', () => {
  const vendor = openVendor();
  expect(() => open(vendor, { share: 0 })).toThrow('share');
  expect(() => open(vendor, { arrivals: [] })).toThrow('arrivals');
  expect(() =>
    open(vendor, {
      arrivals: [
        { byMs: 5, share: 0.5 },
        { byMs: 4, share: 0.6 },
      ],
    }),
  ).toThrow('arrivals[1].byMs');
  expect(() => open(vendor, { arrivals: [{ byMs: 5, share: 1.5 }] })).toThrow('arrivals[0].share');
});

describe('a crowd', () => {
  test('of a few leaves no permitted turn unused, and takes no more than its share', async () => {
    const vendor = openVendor({ pollMs: 1_000, limits: { requests: 2, perMs: 1_000, concurrent: 2 } });
    const { poller, enter } = open(vendor);
    for (let n = 0; n < 12; n += 1) enter(`${n}`, { boughtAt: vendor.clock.now() - 10_000 * n });
    await vendor.clock.advance(600_000);
    expect(vendor.asked.length).toBeGreaterThan(0.99 * 1.6 * 600);
    expect(vendor.asked.length).toBeLessThanOrEqual(1.6 * 600 + 1);
    poller.close();
  });

  test('is served within its share, everybody in time, the young ones more often', async () => {
    const vendor = openVendor({ limits: { requests: 10, perMs: 1_000, concurrent: 3 }, delayMs: () => 150 });
    const { poller, enter } = open(vendor);
    for (let second = 0; second < 900; second += 1) {
      enter(`${second}`);
      await vendor.clock.advance(1_000);
    }
    await vendor.clock.advance(300_000);
    const at = vendor.asked.map((one) => one.at);
    expect(worstWindow(at, 1_000)).toBeLessThanOrEqual(9);
    expect(vendor.most).toBeLessThanOrEqual(3);
    expect(at.filter((time) => time > 1_000_000).length).toBeGreaterThan(200 * 8 * 0.9);
    // Order 0 had its last look in time, whatever the crowd.
    expect(times(vendor, '0').some((time) => time >= 1_178_000 && time < 1_200_000)).toBe(true);
    const longest = Array.from({ length: 600 }, (_, n) =>
      Math.max(...gaps([n * 1_000, ...times(vendor, `${n}`)])),
    );
    expect(Math.max(...longest)).toBeLessThan(700_000);
    const within = (from: number, to: number) =>
      Array.from(
        { length: 400 },
        (_, n) => times(vendor, `${n}`).filter((t) => t - n * 1_000 >= from && t - n * 1_000 < to).length,
      ).reduce((sum, count) => sum + count, 0);
    expect(within(0, 120_000)).toBeGreaterThan(2 * within(480_000, 600_000));
    poller.close();
  });

  test('in each of two rooms leaves the lane that they share a place for a purchase', async () => {
    const limits = { requests: 4, perMs: 1_000, concurrent: 4, sharedLane: 'both' };
    const vendor = openVendor({ pollMs: 1_000, limits });
    const { clock, provider } = vendor;
    const sold: number[] = [];
    const buyer = (id: string): Provider => ({
      ...provider,
      manifest: { ...provider.manifest, id },
      purchase: async () => {
        sold.push(clock.monotonic());
        throw new NumrouteError('REJECTED', 'sells nothing', {});
      },
    });
    const { paced, close } = openLanes([buyer('a'), buyer('b')], {
      clock,
      isUsed: false,
      emit: () => undefined,
    });
    const pollers = paced.map((lot) => createPoller(lot.provider, { clock, ...lot }));
    for (let n = 0; n < 30; n += 1) {
      for (const poller of pollers) poller.enter({ id: `${n}`, boughtAt: clock.now() }, () => undefined);
    }
    const waits: number[] = [];
    for (let n = 0; n < 30; n += 1) {
      await clock.advance(4_370);
      const at = clock.monotonic();
      const offer = { provider: 'a' } as Offer;
      const buying = paced[0]?.provider.purchase(offer, { maxPrice: money('1', 'USD'), signal: never });
      await clock.runUntil(Promise.resolve(buying).catch(() => undefined));
      waits.push((sold.at(-1) ?? Number.POSITIVE_INFINITY) - at);
    }
    expect(Math.max(...waits)).toBeLessThanOrEqual(400);
    const asked = vendor.asked.map((one) => one.at);
    expect(
      worstWindow(
        [...asked, ...sold].sort((a, b) => a - b),
        1_000,
      ),
    ).toBeLessThanOrEqual(4);
    expect(asked.length).toBeLessThanOrEqual((0.8 * 4 * clock.monotonic()) / 1_000 + 2);
    for (const poller of pollers) poller.close();
    close();
  });

  test('that ends faster than the limit serves is looked at before its end, all but a few', async () => {
    const vendor = openVendor({ pollMs: 1_000, limits: { requests: 2, perMs: 1_000, concurrent: 2 } });
    const { poller } = open(vendor);
    const { clock } = vendor;
    const unseen = new Set<string>();
    let entered = 0;
    const enter = (): void => {
      const id = `${entered}`;
      const end = clock.monotonic() + LIFETIME_MS;
      entered += 1;
      // Seven of ten have a message, most of them early.
      if (entered % 10 < 7) vendor.messages.set(id, clock.monotonic() + 600_000 * ((entered % 97) / 97) ** 2);
      if (entered <= 1_000 && vendor.messages.has(id)) unseen.add(id);
      const leave = poller.enter({ id, boughtAt: clock.now() }, (news) => {
        if (news.kind === 'failed' || news.report.messages.length === 0) return;
        if (clock.monotonic() < end) unseen.delete(id);
        leave();
      });
    };
    for (let second = 0; second < LIFETIME_MS / 1_000 + 60; second += 1) {
      for (let n = 0; n < 20 && poller.size < 1_000; n += 1) enter();
      await clock.advance(1_000);
    }
    expect(unseen.size).toBeLessThan(15);
    poller.close();
  });

  test('that comes at once after a restart does not cost the others their last look', async () => {
    const vendor = openVendor({ limits: { requests: 5, perMs: 1_000, concurrent: 2 } });
    const { poller, enter } = open(vendor);
    const { clock } = vendor;
    for (let n = 0; n < 2_000; n += 1) enter(`ended-${n}`, { boughtAt: clock.now() - 2 * LIFETIME_MS });
    for (let n = 0; n < 500; n += 1) enter(`old-${n}`, { boughtAt: clock.now() - 600_000 });
    for (let n = 0; n < 60; n += 1)
      enter(`last-${n}`, { boughtAt: clock.now() - LIFETIME_MS + 25_000 + n * 500 });
    for (let n = 0; n < 40; n += 1) enter(`short-${n}`, { expiresAt: clock.now() + 30_000 + n * 1_000 });
    await clock.advance(80_000);
    const inTime = Array.from({ length: 40 }, (_, n) =>
      times(vendor, `short-${n}`).some((at) => at >= 10_000 + n * 1_000 && at <= 30_000 + n * 1_000),
    );
    expect(inTime).not.toContain(false);
    const late = Array.from(
      { length: 60 },
      (_, n) => times(vendor, `last-${n}`)[0] ?? Number.POSITIVE_INFINITY,
    );
    expect(late.filter((at, n) => at > 25_000 + n * 500)).toEqual([]);
    await clock.advance(1.5 * LIFETIME_MS);
    expect(new Set(vendor.asked.map(({ id }) => id)).size).toBe(2_600);
    poller.close();
  });

  test('never breaks budget, floor or concurrency, whatever happens', async () => {
    const step = fc.record({
      after: fc.integer({ min: 0, max: 20_000 }),
      what: fc.constantFrom('enter', 'leave', 'hurry', 'fail', 'heal'),
      who: fc.integer({ min: 0, max: 40 }),
      age: fc.integer({ min: 0, max: 1_500_000 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          requests: fc.integer({ min: 1, max: 12 }),
          share: fc.constantFrom(0.1, 0.3, 0.5, 0.8, 1),
          concurrent: fc.integer({ min: 1, max: 4 }),
          pollMs: fc.integer({ min: 500, max: 10_000 }),
          delay: fc.integer({ min: 0, max: 3_000 }),
          steps: fc.array(step, { minLength: 1, maxLength: 60 }),
        }),
        async ({ requests, share, concurrent, pollMs, delay, steps }) => {
          let failing = false;
          const vendor = openVendor({
            pollMs,
            limits: { requests, perMs: 1_000, concurrent },
            delayMs: (nth) => (delay * (nth % 7)) / 6,
            fetch: () => {
              if (failing) throw new NumrouteError('UNAVAILABLE', 'down', {});
              return undefined;
            },
          });
          const { poller } = open(vendor, { share });
          const inside = new Map<string, () => void>();
          /** Since when each has been inside without a break: leaving forgets when it was asked for. */
          const since = new Map<string, number>();
          for (const { after, what, who, age } of steps) {
            await vendor.clock.advance(after);
            const id = `${who}`;
            if (what === 'fail') failing = true;
            if (what === 'heal') failing = false;
            if (what === 'hurry') poller.hurry(id);
            if (what === 'leave') {
              inside.get(id)?.();
              inside.delete(id);
            }
            if (what === 'enter' && !inside.has(id)) {
              since.set(id, vendor.clock.monotonic());
              inside.set(
                id,
                poller.enter({ id, boughtAt: vendor.clock.now() - age }, () => undefined),
              );
            }
          }
          failing = false;
          const settled = vendor.clock.monotonic();
          // An eighth of the looks is for those from whom nothing is expected any more.
          const gapMs = (8 * inside.size * 1_000) / (requests * share);
          await vendor.clock.advance(Math.max(300_000, 2 * gapMs));
          expect(
            worstWindow(
              vendor.asked.map(({ at }) => at),
              1_000,
            ),
          ).toBeLessThanOrEqual(requests);
          expect(vendor.most).toBeLessThanOrEqual(concurrent);
          for (const id of inside.keys()) {
            const mine = vendor.asked.filter((one) => one.id === id && one.at >= (since.get(id) ?? 0));
            for (const [index, { at }] of mine.entries()) {
              const before = mine[index - 1];
              if (before) expect(at - before.answered).toBeGreaterThanOrEqual(pollMs);
            }
            expect(mine.some(({ at }) => at > settled)).toBe(true);
          }
          poller.close();
          expect(vendor.clock.pending).toBe(0);
        },
      ),
      { numRuns: 100 },
    );
  });
});
