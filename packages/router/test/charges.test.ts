import { type Money, money, NumrouteError, type Order } from '@numroute/core';
import type { Journal } from '@numroute/router';
import { describe, expect, test } from 'vitest';
import { balanceOnly, lost, MINUTE, maxPrice, type StallOptions, setUp, told, want } from './stall.ts';
import { never, type Untold, untold } from './untold-prices.ts';

function stall(vendor: Untold = {}, more: Partial<StallOptions> = {}) {
  return setUp({
    ...more,
    paper: { ...balanceOnly, priceGuard: false, ...more.paper },
    wrap: untold(vendor),
  });
}

type Stall = ReturnType<typeof stall>;

async function paid({ journal }: Stall): Promise<string[]> {
  const entries = await journal.list({});
  return entries.map(({ order }) => `${order?.paid.amount} by ${order?.paidSource}, ${order?.status}`);
}

const unexplained = ({ events }: Stall) => events.filter(({ type }) => type === 'balance-unexplained');

/** Buys after the list was read, at another price. */
async function buyAt(price: string, one: Stall, cap = maxPrice) {
  const router = one.start();
  await one.clock.runUntil(router.quote(want));
  one.market.setPrice({ ...want }, price);
  const order = await one.clock.runUntil(router.buy(want, { maxPrice: cap }));
  return { router, order };
}

describe('what was charged, where the vendor does not say', () => {
  test('is read from the balance: one request, where it is what was quoted', async () => {
    const asked: string[] = [];
    const one = stall({ asked });
    const { router, order } = await buyAt('0.1', one);
    expect(order).toMatchObject({ paid: { amount: '0.1' }, paidSource: 'offer' });
    await one.clock.advance(1_000);
    expect(asked).toEqual(['fetchBalance', 'purchase', 'fetchBalance']);
    expect(await paid(one)).toEqual(['0.1 by balance, open']);
    await one.clock.advance(10 * MINUTE);
    expect(asked).toHaveLength(3);
    await one.clock.runUntil(router.close());
  });

  test('is written down where it is another price, and the order stays what it is', async () => {
    const one = stall();
    const { router } = await buyAt('0.15', one);
    await one.clock.advance(20_000);
    expect(await paid(one)).toEqual(['0.15 by balance, open']);
    expect(one.events.find(({ type }) => type === 'price-differs')).toMatchObject({
      order: { quoted: { amount: '0.1' }, paid: { amount: '0.15' } },
    });
    expect(unexplained(one)).toEqual([]);
    await one.clock.runUntil(router.close());
  });

  test('ends the order where it is above the cap', async () => {
    const one = stall();
    const { router } = await buyAt('0.15', one, { amount: '0.12', currency: 'USD' });
    await one.clock.advance(20_000);
    expect(await paid(one)).toEqual(['0.15 by balance, cancelled']);
    await one.clock.runUntil(router.close());
  });

  test('counts against a budget as it was, not as it was quoted', async () => {
    const one = stall();
    const router = one.start({
      budgets: [{ limit: { amount: '0.3', currency: 'USD' }, perMs: 60 * MINUTE }],
    });
    await one.clock.runUntil(router.quote(want));
    one.market.setPrice({ ...want }, '0.15');
    const cap = { amount: '0.15', currency: 'USD' };
    await one.clock.runUntil(router.buy(want, { maxPrice: cap }));
    await one.clock.advance(20_000);
    await one.clock.runUntil(router.buy(want, { maxPrice: cap }));
    await one.clock.advance(20_000);
    const third = await one.clock.runUntil(told(router.buy(want, { maxPrice: cap })));
    expect(third.error).toMatchObject({ code: 'BUDGET_EXCEEDED' });
    await one.clock.runUntil(router.close());
  });

  test('is no price but a riddle where it is twice the quoted one: a proxy may have bought a second number', async () => {
    const one = stall();
    const { router } = await buyAt('0.2', one);
    await one.clock.advance(10 * MINUTE);
    expect(await paid(one)).toEqual(['0.1 by offer, open']);
    expect(unexplained(one)).toMatchObject([{ difference: { amount: '-0.01' } }]);
    await one.clock.runUntil(router.close());
  });

  test('is known of each of two purchases at once: the second waits for the balance after the first', async () => {
    const asked: string[] = [];
    const one = stall({ asked });
    const router = one.start();
    await one.clock.runUntil(Promise.all([router.buy(want, { maxPrice }), router.buy(want, { maxPrice })]));
    await one.clock.advance(1_000);
    expect(asked).toEqual(['fetchBalance', 'purchase', 'fetchBalance', 'purchase', 'fetchBalance']);
    expect(await paid(one)).toEqual(['0.1 by balance, open', '0.1 by balance, open']);
    await one.clock.runUntil(router.close());
  });

  test('keeps nobody waiting for a balance that does not come', async () => {
    let isDeaf = false;
    const one = stall({ balance: async (real, signal) => (isDeaf ? await never(signal) : await real()) });
    const router = one.start();
    await one.clock.runUntil(router.buy(want, { maxPrice }));
    isDeaf = true;
    const bought: Order[] = [];
    const buying = (async () => {
      for (let n = 0; n < 2; n += 1) bought.push(await router.buy(want, { maxPrice }));
    })();
    const at = one.clock.now();
    await one.clock.runUntil(buying);
    expect(bought).toHaveLength(2);
    expect(one.clock.now() - at).toBeLessThan(5_000);
    await one.clock.runUntil(router.close());
  });

  test('is found out by the next run, where a crash came first', async () => {
    const one = stall();
    const dying = one.start({
      journal: {
        ...one.journal,
        append: (event) =>
          event.kind === 'charge-seen' ? new Promise(() => undefined) : one.journal.append(event),
      },
    });
    await one.clock.runUntil(dying.quote(want));
    one.market.setPrice({ ...want }, '0.15');
    await one.clock.runUntil(dying.buy(want, { maxPrice: { amount: '0.12', currency: 'USD' } }));
    await one.clock.advance(1_000);
    const router = one.start();
    await one.clock.runUntil(router.recover());
    await one.clock.advance(20_000);
    expect(await paid(one)).toEqual(['0.15 by balance, cancelled']);
    await one.clock.runUntil(router.close());
  });

  test('waits for a refund under way, which could hide it', async () => {
    const one = stall({}, { world: { refundLagMs: 30_000 } });
    const router = one.start();
    const first = await one.clock.runUntil(router.buy(want, { maxPrice }));
    await one.clock.advance(10_000);
    await one.clock.runUntil(router.cancel(first));
    await one.clock.runUntil(router.buy(want, { maxPrice }));
    await one.clock.advance(5 * MINUTE);
    expect(await paid(one)).toEqual(['0.1 by balance, cancelled', '0.1 by balance, open']);
    expect(unexplained(one)).toEqual([]);
    await one.clock.runUntil(router.close());
  });

  test('is not looked for where others use the account', async () => {
    const asked: string[] = [];
    const one = stall({ asked });
    const router = one.start({ sharedAccounts: ['one'] });
    await one.clock.runUntil(router.buy(want, { maxPrice }));
    await one.clock.advance(10 * MINUTE);
    expect(asked).toEqual(['fetchBalance', 'purchase']);
    expect(await paid(one)).toEqual(['0.1 by offer, open']);
    await one.clock.runUntil(router.close());
  });
});

test('whoever watches hears at once of a price, and of the cancel that follows from it', async () => {
  const one = stall();
  const router = one.start();
  await one.clock.runUntil(router.quote(want));
  one.market.setPrice({ ...want }, '0.15');
  const order = await one.clock.runUntil(router.buy(want, { maxPrice: { amount: '0.12', currency: 'USD' } }));
  const seen: string[] = [];
  const watching = (async () => {
    for await (const now of router.watch(order, { until: 'closed', forMs: 10 * MINUTE }))
      seen.push(`${now.status} ${now.paid.amount}`);
  })();
  const at = one.clock.now();
  await one.clock.runUntil(watching);
  expect(seen.at(-1)).toBe('cancelled 0.15');
  expect(one.clock.now() - at).toBeLessThan(1_000);
  await one.clock.runUntil(router.close());
});

describe('a balance that is not what it should be', () => {
  const cap = money('0.12', 'USD');

  test('lags behind: the charge of one order is never the price of the next', async () => {
    const past: { readonly at: number; readonly amount: Money }[] = [];
    const one: Stall = stall({
      balance: async () => past.findLast(({ at }) => at <= one.clock.now() - 1_500)?.amount ?? first,
    });
    const first = one.market.balance();
    const note = (): unknown => past.push({ at: one.clock.now(), amount: one.market.balance() });
    const router = one.start();
    one.market.setPrice({ ...want }, '0.15');
    await one.clock.runUntil(router.buy(want, { maxPrice }));
    note();
    await one.clock.advance(6_000);
    one.market.setPrice({ ...want }, '0.1');
    await one.clock.runUntil(router.buy(want, { maxPrice: cap }));
    note();
    await one.clock.advance(3 * MINUTE);
    expect(await paid(one)).toEqual([
      expect.stringMatching(/^0.15 /),
      expect.stringMatching(/^0.1 .* open$/),
    ]);
    await one.clock.runUntil(router.close());
  });

  test('hangs: no purchase fails behind it, in a lane of one request at a time', async () => {
    let isDeaf = false;
    const one = stall(
      { balance: async (real, signal) => (isDeaf ? await never(signal) : await real()) },
      { paper: { limits: { requests: 1, perMs: 1_000, concurrent: 1 } } },
    );
    const router = one.start();
    await one.clock.runUntil(router.buy(want, { maxPrice }));
    await one.clock.advance(2_000);
    isDeaf = true;
    for (let n = 0; n < 2; n += 1) {
      const at = one.clock.now();
      await one.clock.runUntil(router.buy(want, { maxPrice }));
      expect(one.clock.now() - at).toBeLessThan(14_000);
    }
    isDeaf = false;
    await one.clock.advance(10 * MINUTE);
    expect(new Set(await paid(one))).toEqual(new Set(['0.1 by balance, open']));
    await one.clock.runUntil(router.close());
  });

  test('can never be had: it is asked for less and less, and nothing is asked in vain beside it', async () => {
    const asked: string[] = [];
    let isDeaf = false;
    const fail = (): never => {
      throw new NumrouteError('UNAVAILABLE', 'no', {});
    };
    const one = stall({ asked, balance: async (real) => (isDeaf ? fail() : await real()) });
    const router = one.start();
    for (let n = 0; n < 12; n += 1) await one.clock.runUntil(router.buy(want, { maxPrice }));
    isDeaf = true;
    asked.length = 0;
    for (let n = 0; n < 30; n += 1) {
      const order = await one.clock.runUntil(router.buy(want, { maxPrice }));
      one.market.receiveSms(order.id, 'code 12345');
      await one.clock.runUntil(router.fetch(order));
      await one.clock.advance(10_000);
    }
    const count = (what: string): number => asked.filter((one) => one === what).length;
    expect(count('purchase')).toBe(30);
    expect(count('fetchBalance')).toBeLessThan(40);
    // One of them each is ours.
    expect(count('fetchOrder') - 30).toBeLessThan(60);
    await one.clock.runUntil(router.close());
  });

  test('stands beside a crowd of orders that never rests: they are not all read again for each purchase', async () => {
    const lists: number[] = [];
    const one = stall();
    const journal: Journal = {
      ...one.journal,
      list: async (filter) => {
        const entries = await one.journal.list(filter);
        if (filter.after !== undefined) lists.push(entries.length);
        return entries;
      },
    };
    const router = one.start({ journal });
    one.market.setStock({ ...want }, 1_000);
    one.market.deposit('1000');
    for (let n = 0; n < 260; n += 1) {
      const order = await one.clock.runUntil(router.buy(want, { maxPrice }));
      await one.clock.advance(500);
      await one.clock.runUntil(router.cancel(order));
    }
    expect(lists.filter((length) => length > 200).length).toBeLessThan(30);
    await one.clock.runUntil(router.close());
  });

  test('is behind what was bought meanwhile: it is no anchor', async () => {
    let isSlow = false;
    const one: Stall = stall({
      look: async () => {
        if (isSlow) await one.clock.sleep(4_000);
      },
    });
    const wrong: string[] = [];
    const journal: Journal = {
      ...one.journal,
      writeAnchor: async (provider, anchor) => {
        const [last] = (await one.journal.list({ provider })).slice(-1);
        if (anchor.through === last?.number && anchor.balance.amount !== one.market.balance().amount)
          wrong.push(anchor.balance.amount);
        await one.journal.writeAnchor(provider, anchor);
      },
    };
    const router = one.start({ journal });
    for (let n = 0; n < 60; n += 1) {
      const order = await one.clock.runUntil(router.buy(want, { maxPrice }));
      one.market.receiveSms(order.id, 'code 12345');
      await one.clock.runUntil(router.fetch(order));
      await one.clock.advance(1_000);
    }
    await one.clock.runUntil(router.quote(want));
    one.market.setPrice({ ...want }, '0.15');
    isSlow = true;
    await one.clock.runUntil(router.buy(want, { maxPrice }));
    one.market.setPrice({ ...want }, '0.1');
    await one.clock.runUntil(router.buy(want, { maxPrice }));
    await one.clock.advance(10 * MINUTE);
    expect(wrong).toEqual([]);
    // And an account where nothing is ever paid back has new anchors all the same.
    expect((await one.journal.readAnchor('one'))?.through).toBeGreaterThan(40);
    await one.clock.runUntil(router.close());
  });
});

describe('a lost reply beside an order whose price nobody knows', () => {
  test('is not taken for nothing where another price of the order would hide the charge', async () => {
    let isDeaf = false;
    // Quoted 0.1, charged 0.05; then a number for 0.05 whose reply is lost. Together they look like the first alone.
    const one = setUp({
      paper: { ...balanceOnly, priceGuard: false, fault: lost('after', 2) },
      wrap: untold({ balance: async (real, signal) => (isDeaf ? await never(signal) : await real()) }),
    });
    const router = one.start({
      onEvent: ({ type }) => {
        if (type === 'purchase-started') isDeaf = true;
      },
    });
    await one.clock.runUntil(router.quote(want));
    one.market.setPrice({ ...want }, '0.05');
    await one.clock.runUntil(router.buy(want, { maxPrice }));
    await one.clock.advance(10_000);
    const { error } = await one.clock.runUntil(told(router.buy(want, { maxPrice, key: 'k' })));
    expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    isDeaf = false;
    await one.clock.advance(10 * MINUTE);
    expect(one.sold()).toHaveLength(2);
    expect((await one.journal.list({})).map(({ state }) => state)).not.toContain('absent');
    await one.clock.runUntil(router.close());
  });

  test('is settled in minutes beside a cancel, whose refund the vendor has promised', async () => {
    const one = stall({}, { paper: { fault: lost('after', 2) } });
    const router = one.start();
    const first = await one.clock.runUntil(router.buy(want, { maxPrice }));
    await one.clock.advance(20_000);
    await one.clock.runUntil(router.cancel(first));
    await one.clock.runUntil(told(router.buy(want, { maxPrice })));
    await one.clock.advance(5 * MINUTE);
    expect((await one.journal.list({})).map(({ state }) => state)).toEqual(['cancelled', 'lost']);
    await one.clock.runUntil(router.close());
  });

  test('costs what the balance showed, when a person has found its order', async () => {
    const one = stall({}, { paper: { fault: lost('after', 1) } });
    const router = one.start();
    await one.clock.runUntil(router.quote(want));
    one.market.setPrice({ ...want }, '0.15');
    await one.clock.runUntil(told(router.buy(want, { maxPrice })));
    await one.clock.advance(MINUTE);
    const [sold] = one.market.orders;
    const found = { kind: 'found', id: sold?.id ?? '', phone: sold?.phone ?? '' } as const;
    await one.clock.runUntil(router.settle(1, found));
    expect(await paid(one)).toEqual(['0.15 by balance, open']);
    await one.clock.runUntil(router.close());
  });
});
