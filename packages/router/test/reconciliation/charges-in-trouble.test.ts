import { addMoney, money, NumrouteError, subtractMoney } from '@numroute/core';
import type { Journal } from '@numroute/journal';
import { describe, expect, test } from 'vitest';
import { balanceOnly, lost, MINUTE, maxPrice, setUp, told, want } from '../support/stall.ts';
import { never, paid, type Stall, stall, untold } from '../support/untold-prices.ts';

const HOUR = 60 * MINUTE;

/** A vendor that tells the balance as it was so long ago: without what its own ledger says moved since. */
function lagging(byMs: number): Stall {
  const one: Stall = stall({
    balance: async () => {
      const { clock, market } = one;
      return market.ledger
        .filter(({ at }) => at > clock.now() - byMs)
        .reduce((then, { kind, amount }) => {
          const moved = money(amount, then.currency);
          return kind === 'charge' ? addMoney(then, moved) : subtractMoney(then, moved);
        }, market.balance());
    },
  });
  return one;
}

describe('a balance that is not what it should be', () => {
  const cap = money('0.12', 'USD');

  test('lags behind: the charge of one order is never the price of the next', async () => {
    const { clock, market, start, ...one } = lagging(1_500);
    const router = start();
    market.setPrice({ ...want }, '0.15');
    await clock.runUntil(router.buy(want, { maxPrice }));
    await clock.advance(6_000);
    market.setPrice({ ...want }, '0.1');
    await clock.runUntil(router.buy(want, { maxPrice: cap }));
    await clock.advance(3 * MINUTE);
    expect(await paid(one)).toEqual([
      expect.stringMatching(/^0\.15 /),
      expect.stringMatching(/^0\.1 .* open$/),
    ]);
    await clock.runUntil(router.close());
  });

  test('lags behind: one charge is not split over two orders', async () => {
    const { clock, market, start, ...one } = lagging(1_500);
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    market.receiveSms(order.id, 'code 12345');
    await clock.runUntil(router.fetch(order));
    await clock.advance(1_600);
    await clock.runUntil(router.buy(want, { maxPrice }));
    await clock.advance(5 * MINUTE);
    expect(await paid(one)).toEqual(['0.1 by balance, delivered', '0.1 by balance, open']);
    await clock.runUntil(router.close());
  });

  test('holds what a proxy bought beside an order of a told price: that raises the price of no other', async () => {
    const offers = [
      { ...want, price: '0.08', stock: 9 },
      { ...want, service: 'whatsapp', price: '0.1', stock: 9 },
    ];
    const { clock, market, journal, start } = setUp({
      paper: { ...balanceOnly, priceGuard: false },
      world: { offers },
      wrap: (inner) => ({
        ...inner,
        purchase: async (offer, call) => {
          const { price, ...receipt } = await inner.purchase(offer, call);
          if (offer.service === 'whatsapp') return receipt;
          await inner.purchase(offer, call);
          return { ...receipt, ...(price && { price }) };
        },
        fetchOrder: async (id, call) => {
          const { price: _untold, ...report } = await inner.fetchOrder(id, call);
          return report;
        },
      }),
    });
    const router = start();
    await clock.runUntil(router.buy(want, { maxPrice: cap }));
    await clock.runUntil(router.buy({ ...want, service: 'whatsapp' }, { maxPrice: cap }));
    await clock.advance(10 * MINUTE);
    expect(market.balance().amount).toBe('999999.74');
    expect(await paid({ journal })).toEqual(['0.08 by vendor, open', '0.1 by offer, open']);
    await clock.runUntil(router.close());
  });

  test('lags behind: a refund that it does not show yet makes no price', async () => {
    const { clock, market, start, ...one } = lagging(1_500);
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    await clock.advance(MINUTE);
    await clock.runUntil(router.quote(want));
    await clock.runUntil(router.cancel(order));
    market.setPrice({ ...want }, '0.15');
    await clock.runUntil(router.buy(want, { maxPrice: cap }));
    await clock.advance(10 * MINUTE);
    expect((await paid(one))[1]).not.toMatch(/^0\.1 by balance/);
    await clock.runUntil(router.close());
  });

  test('takes its time: it is waited for once, and what is lost later is settled by it', async () => {
    const one: Stall = stall(
      {
        balance: async (real, signal) => {
          await one.clock.sleep(6_000, signal);
          return await real();
        },
      },
      { paper: { fault: lost('before', 4) } },
    );
    const router = one.start();
    for (let n = 0; n < 3; n += 1) {
      const at = one.clock.now();
      const order = await one.clock.runUntil(router.buy(want, { maxPrice }));
      if (n > 0) expect(one.clock.now() - at).toBeLessThan(1_000);
      one.market.receiveSms(order.id, 'code 12345');
      await one.clock.runUntil(router.fetch(order));
      await one.clock.advance(10 * MINUTE);
    }
    await one.clock.runUntil(told(router.buy(want, { maxPrice })));
    await one.clock.advance(4 * MINUTE);
    expect((await one.states()).at(-1)).toBe('absent free');
    await one.clock.runUntil(router.close());
  });

  test('is asked for next in line, however many orders wait for their codes', async () => {
    const one = stall({}, { paper: { limits: { requests: 1, perMs: 1_000, concurrent: 1 } } });
    const router = one.start();
    const leaving = new AbortController();
    const took: number[] = [];
    for (let n = 0; n < 12; n += 1) {
      const at = one.clock.now();
      const order = await one.clock.runUntil(router.buy(want, { maxPrice }));
      took.push(one.clock.now() - at);
      (async () => {
        const options = { everyMs: 1_000, until: 'closed', signal: leaving.signal } as const;
        for await (const _ of router.watch(order, options));
      })().catch(() => undefined);
      await one.clock.advance(500);
    }
    // The list is read anew now and then.
    expect(Math.max(...took)).toBeLessThan(6_000);
    expect((await paid(one)).filter((price) => price.includes('by balance')).length).toBeGreaterThan(10);
    leaving.abort();
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

  test('is behind what was bought meanwhile: it is no checkpoint', async () => {
    let isSlow = false;
    const one: Stall = stall({
      look: async () => {
        if (isSlow) await one.clock.sleep(4_000);
      },
    });
    const wrong: string[] = [];
    const journal: Journal = {
      ...one.journal,
      writeCheckpoint: async (provider, checkpoint) => {
        const [last] = (await one.journal.list({ provider })).slice(-1);
        if (checkpoint.through === last?.number && checkpoint.balance.amount !== one.market.balance().amount)
          wrong.push(checkpoint.balance.amount);
        await one.journal.writeCheckpoint(provider, checkpoint);
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
    expect((await one.journal.readCheckpoint('one'))?.through).toBeGreaterThan(40);
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

test('a refund that never came stands in the way of a verdict for an hour, and not for ever', async () => {
  const one = setUp({
    paper: { ...balanceOnly, fault: lost('before', 3) },
    world: { refundLagMs: Number.MAX_SAFE_INTEGER },
  });
  const first = one.start();
  const order = await one.clock.runUntil(first.buy(want, { maxPrice }));
  await one.clock.advance(MINUTE);
  await one.clock.runUntil(first.cancel(order));
  await one.clock.advance(5 * MINUTE);
  expect(await one.states()).toEqual(['cancelled missing']);
  await one.clock.runUntil(first.close());
  // It is remembered by the next run, too.
  const router = one.start();
  await one.clock.runUntil(router.recover());
  await one.clock.advance(3 * HOUR);
  const second = await one.clock.runUntil(router.buy(want, { maxPrice }));
  one.market.receiveSms(second.id, 'code 12345');
  await one.clock.runUntil(router.fetch(second));
  await one.clock.advance(HOUR);
  await one.clock.runUntil(told(router.buy(want, { maxPrice })));
  await one.clock.advance(5 * MINUTE);
  expect((await one.states()).at(-1)).toBe('absent free');
  await one.clock.runUntil(router.close());
});
