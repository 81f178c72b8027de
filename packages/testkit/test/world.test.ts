import { addMoney, money, NumrouteError, subtractMoney } from '@numroute/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWorld, virtualClock, type World, type WorldOptions } from '../src/index.ts';

const telegram = { service: 'telegram', country: 'EE' };

function world(options: Partial<WorldOptions> = {}): World {
  return createWorld({
    currency: 'USD',
    offers: [
      { ...telegram, pool: 'a', price: '0.30', stock: 5 },
      { ...telegram, pool: 'b', price: '0.105', stock: 1 },
      { service: 'whatsapp', country: 'GB', price: '0.5', stock: 0, virtual: true },
    ],
    funds: '1',
    clock: virtualClock(),
    ...options,
  });
}

async function codeOfError(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'none',
    (error: unknown) => (NumrouteError.is(error) ? error.code : error),
  );
}

describe('purchase', () => {
  it('buys the cheapest that is left, charges at once and takes it off the shelf', async () => {
    const market = world();
    const first = await market.shop.purchase(telegram);
    const second = await market.shop.purchase(telegram);
    expect([first.id, first.pool, first.price?.amount]).toEqual(['3762', 'b', '0.105']);
    expect([second.id, second.pool, second.price?.amount]).toEqual(['3763', 'a', '0.3']);
    expect(first.phone).toMatch(/^\+372\d{9}$/);
    expect(second.phone).not.toBe(first.phone);
    expect(market.balance()).toEqual(money('0.595', 'USD'));
    expect(market.ledger.map(({ kind, amount, order }) => [kind, amount, order])).toEqual([
      ['charge', '0.105', '3762'],
      ['charge', '0.3', '3763'],
    ]);
    expect(market.offers.map(({ stock }) => stock)).toEqual([4, 0, 0]);
  });

  it('keeps to what has no pool, where an empty one is asked for', async () => {
    const market = createWorld({
      currency: 'USD',
      offers: [
        { ...telegram, pool: 'a', price: '0.1', stock: 1 },
        { ...telegram, price: '0.2', stock: 1 },
      ],
    });
    const receipt = await market.shop.purchase({ ...telegram, pool: '' });
    expect(receipt).not.toHaveProperty('pool');
    await expect(market.shop.purchase({ ...telegram, pool: '' })).rejects.toMatchObject({
      code: 'OUT_OF_STOCK',
    });
  });

  it('keeps to the pool', async () => {
    const receipt = await world().shop.purchase({ ...telegram, pool: 'a' });
    expect(receipt.price?.amount).toBe('0.3');
  });

  it('says why not, and charges nothing', async () => {
    const market = world({ funds: '0.1' });
    const { shop } = market;
    const maxPrice = money('0.1', 'USD');
    expect(await codeOfError(shop.purchase({ service: 'whatsapp', country: 'GB' }))).toBe('OUT_OF_STOCK');
    expect(await codeOfError(shop.purchase({ service: 'signal', country: 'GB' }))).toBe('OUT_OF_STOCK');
    expect(await codeOfError(shop.purchase(telegram))).toBe('INSUFFICIENT_FUNDS');
    await expect(shop.purchase({ ...telegram, maxPrice })).rejects.toMatchObject({
      code: 'PRICE_ABOVE_LIMIT',
      details: { price: { amount: '0.105', currency: 'USD' } },
    });
    expect(market.ledger).toEqual([]);
    expect(market.orders).toEqual([]);
  });
});

describe('an order', () => {
  it('is delivered by an SMS, with its code, and finished', async () => {
    const market = world();
    const { id, orderedAt = 0 } = await market.shop.purchase(telegram);
    expect(await codeOfError(market.shop.finishOrder(id))).toBe('WRONG_STATE');
    expect(await codeOfError(market.shop.requestAnotherSms(id))).toBe('WRONG_STATE');
    expect(market.receiveSms(id, 'Your code: 012-345')).toBe(true);
    expect(market.receiveSms(id, { code: '77' })).toBe(true);
    const report = await market.shop.fetchOrder(id);
    expect(report).toMatchObject({
      status: 'delivered',
      expiresAt: orderedAt + 1_200_000,
      cancelAfter: orderedAt,
    });
    expect(report.messages).toEqual([
      { text: 'Your code: 012-345', code: '012345', receivedAt: orderedAt },
      { code: '77' },
    ]);
    expect((await market.shop.requestAnotherSms(id)).status).toBe('delivered');
    expect(await codeOfError(market.shop.cancelOrder(id))).toBe('WRONG_STATE');
    expect((await market.shop.finishOrder(id)).status).toBe('finished');
    expect(await codeOfError(market.shop.cancelOrder(id))).toBe('WRONG_STATE');
    expect(market.receiveSms(id, 'late 1234')).toBe(false);
    expect(market.orders[0]?.messages).toHaveLength(2);
    expect(await market.shop.listOpenOrders()).toEqual([]);
  });

  it('is paid for all the same where a cancel brings no money back, and not where its time is up', async () => {
    const clock = virtualClock();
    const market = world({ clock, refundsOnCancel: false, lifetimeMs: 1000 });
    const { id } = await market.shop.purchase(telegram);
    await market.shop.cancelOrder(id);
    expect(market.balance().amount).toBe('0.895');
    await market.shop.purchase(telegram);
    await clock.advance(1000);
    expect(market.balance().amount).toBe('0.895');
  });

  it('is cancelled once, not too early, and pays back after the lag', async () => {
    const clock = virtualClock();
    const market = world({ clock, cancelAfterMs: 1000, refundLagMs: 500 });
    const { id } = await market.shop.purchase(telegram);
    await clock.advance(400);
    await expect(market.shop.cancelOrder(id)).rejects.toMatchObject({
      code: 'WRONG_STATE',
      details: { retryAfterMs: 600 },
    });
    await clock.advance(600);
    expect((await market.shop.cancelOrder(id)).status).toBe('cancelled');
    expect((await market.shop.cancelOrder(id)).status).toBe('cancelled');
    expect(market.balance().amount).toBe('0.895');
    await clock.advance(5000);
    expect(market.balance().amount).toBe('1');
    expect(market.ledger.at(-1)).toEqual({
      at: clock.now() - 4500,
      kind: 'refund',
      amount: '0.105',
      order: id,
    });
  });

  it('expires by the clock and pays back', async () => {
    const clock = virtualClock();
    const market = world({ clock, lifetimeMs: 1000 });
    const { id } = await market.shop.purchase(telegram);
    const kept = await market.shop.purchase(telegram);
    market.receiveSms(kept.id, '1234');
    await clock.advance(999);
    expect(market.orders[0]?.status).toBe('open');
    await clock.advance(1);
    expect(market.orders.map(({ status }) => status)).toEqual(['expired', 'delivered']);
    expect(market.balance().amount).toBe('0.7');
    expect(await codeOfError(market.shop.cancelOrder(id))).toBe('WRONG_STATE');
  });

  it('that nobody made is unknown', async () => {
    const { shop, receiveSms } = world();
    for (const ask of [shop.fetchOrder, shop.cancelOrder, shop.finishOrder, shop.requestAnotherSms]) {
      expect(await codeOfError(ask('1'))).toBe('UNKNOWN_ORDER');
    }
    expect(() => receiveSms('1', 'x')).toThrow(NumrouteError);
  });
});

describe('the market', () => {
  it('opens to its secret alone', () => {
    const market = world();
    expect(market.door(market.secret)).toBe(market.shop);
    expect(market.door('')).toBeUndefined();
    expect(world().secret).not.toBe(market.secret);
  });

  it('lists what matches, empty shelves too', async () => {
    const offers = [...(await world().shop.listOffers({ country: 'GB' }))];
    expect(offers).toMatchObject([
      { service: 'whatsapp', stock: 0, virtual: true, price: { amount: '0.5' } },
    ]);
    expect([...(await world().shop.listOffers({}))]).toHaveLength(3);
  });

  it('sells nothing below a floor', async () => {
    const { shop } = world();
    const sold = await shop.purchase({ ...telegram, minPrice: money('0.11', 'USD') });
    expect(sold.price).toEqual(money('0.3', 'USD'));
    const dearer = shop.purchase({ ...telegram, minPrice: money('0.31', 'USD') });
    await expect(dearer).rejects.toMatchObject({ code: 'OUT_OF_STOCK' });
  });

  it('moves when told, and refuses a match that means nothing', () => {
    const market = world();
    market.setPrice(telegram, '2.50');
    market.setStock({ pool: 'a' }, 9);
    market.deposit('0.5');
    expect(market.offers.map(({ price, stock }) => [price, stock])).toEqual([
      ['2.5', 9],
      ['2.5', 1],
      ['0.5', 0],
    ]);
    expect(market.balance().amount).toBe('1.5');
    expect(() => market.setStock({ service: 'telegarm' }, 1)).toThrow(NumrouteError);
    expect(() => market.deposit('-1')).toThrow(NumrouteError);
  });
});

it('no money appears or vanishes, whatever happens', async () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('buy' as const), pool: fc.constantFrom('a', 'b', undefined) }),
    fc.record({
      do: fc.constantFrom('cancel' as const, 'finish' as const, 'sms' as const),
      nth: fc.nat(3),
    }),
    fc.record({ do: fc.constant('wait' as const), ms: fc.nat(900) }),
    fc.record({ do: fc.constant('price' as const), cents: fc.nat(400) }),
    fc.record({ do: fc.constant('deposit' as const), cents: fc.nat(400) }),
  );
  const property = fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), async (steps) => {
    const clock = virtualClock();
    const market = world({ clock, funds: '0.7', lifetimeMs: 2000, cancelAfterMs: 100, refundLagMs: 300 });
    market.setStock({}, 20);
    const check = (): void => {
      let sum = money('0.7', 'USD');
      for (const { kind, amount } of market.ledger) {
        sum = (kind === 'charge' ? subtractMoney : addMoney)(sum, money(amount, 'USD'));
      }
      expect(market.balance()).toEqual(sum);
      expect(sum.amount).not.toMatch(/^-/);
      const times = market.ledger.map(({ at }) => at);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    };
    for (const move of steps) {
      const id = 'nth' in move ? String(3762 + move.nth) : '';
      const allowed = (error: unknown): void => {
        if (!NumrouteError.is(error)) throw error;
      };
      if (move.do === 'buy') {
        const { pool } = move;
        await market.shop.purchase({ ...telegram, ...(pool && { pool }) }).catch(allowed);
      } else if (move.do === 'cancel') await market.shop.cancelOrder(id).catch(allowed);
      else if (move.do === 'finish') await market.shop.finishOrder(id).catch(allowed);
      else if (move.do === 'sms' && market.orders.some((order) => order.id === id))
        market.receiveSms(id, '1234');
      else if (move.do === 'wait') await clock.advance(move.ms);
      else if (move.do === 'price') market.setPrice(telegram, String(move.cents / 1000));
      else if (move.do === 'deposit') market.deposit(String(move.cents / 100));
      check();
    }
    await clock.advance(10_000);
    check();
    for (const order of market.orders) {
      const entries = market.ledger.filter((entry) => entry.order === order.id);
      const refunded = order.status === 'cancelled' || order.status === 'expired';
      expect(entries.map(({ kind }) => kind)).toEqual(refunded ? ['charge', 'refund'] : ['charge']);
      expect(entries.every(({ amount }) => amount === order.price.amount)).toBe(true);
    }
  });
  await fc.assert(property, { numRuns: 150 });
});

describe('worlds side by side', () => {
  it('charges beyond the list, exactly, and keeps the limit of a buyer', async () => {
    const market = world({ surcharge: '0.1' });
    const limited = market.shop.purchase({ ...telegram, maxPrice: money('0.105', 'USD') });
    await expect(limited).rejects.toMatchObject({
      code: 'PRICE_ABOVE_LIMIT',
      details: { price: money('0.1155', 'USD') },
    });
    expect((await market.shop.purchase(telegram)).price).toEqual(money('0.1155', 'USD'));
    expect(market.balance()).toEqual(money('0.8845', 'USD'));
  });

  it('sells other ids and other numbers from another first order on', async () => {
    const bought = await Promise.all(
      [3762, 4000].map((firstOrder) => world({ firstOrder }).shop.purchase(telegram)),
    );
    expect(bought.map(({ id }) => id)).toEqual(['3762', '4000']);
    expect(new Set(bought.map(({ phone }) => phone)).size).toBe(2);
  });

  it('tells of each order as it changes', async () => {
    const told: string[] = [];
    const clock = virtualClock();
    const market = world({ clock, onOrder: ({ id, status }) => told.push(`${id} ${status}`) });
    const { id } = await market.shop.purchase(telegram);
    market.receiveSms(id, 'Code 12345');
    await market.shop.finishOrder(id);
    await market.shop.cancelOrder((await market.shop.purchase(telegram)).id);
    await market.shop.purchase(telegram);
    await clock.advance(market.lifetimeMs);
    market.balance();
    expect(told).toEqual([
      '3762 open',
      '3762 delivered',
      '3762 finished',
      '3763 open',
      '3763 cancelled',
      '3764 open',
      '3764 expired',
    ]);
  });
});
