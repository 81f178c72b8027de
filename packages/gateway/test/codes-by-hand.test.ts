import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { money, subtractMoney } from '@numroute/core';
import { type Orders, routerEvents, routerOrders } from '@numroute/gateway';
import { type ClientShop, type Code, openShop } from '@numroute/gateway/shop';
import { sqliteJournal } from '@numroute/journal';
import { createRouter } from '@numroute/router';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { client, until } from './support/gateway.ts';
import { converter, type Market, openMarket, providerAt } from './support/market.ts';

const cap = money('0.5', 'USD');
/** The pool of the vendor that lets an order be cancelled at once. */
const wish = {
  service: 'telegram',
  country: ['EE'],
  maxPrice: cap,
  maxSpend: cap,
  withinMs: 600_000,
  numbers: 3,
  byHand: true,
  choice: { pools: ['3'] },
};

let market: Market;
let folder: string;
let shop: ClientShop;
let close: () => Promise<void>;

beforeEach(async () => {
  market = await openMarket();
  folder = mkdtempSync(join(tmpdir(), 'numroute-by-hand-'));
  await open();
});
afterEach(async () => {
  await close();
  await market[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/** @param beside What happens to the orders while a shop reads what was spent. */
async function open(beside: (orders: Orders) => Promise<unknown> = async () => undefined): Promise<void> {
  const journal = sqliteJournal({ file: join(folder, 'journal.sqlite') });
  const events = routerEvents();
  const router = createRouter({
    providers: market.addresses.map(providerAt),
    rates: converter,
    journal,
    onEvent: events.tell,
  });
  const orders = await routerOrders({ router, journal, rates: converter, events });
  const watched: Orders = {
    ...orders,
    past: async (filter) => {
      const found = await orders.past(filter);
      await beside(orders);
      return found;
    },
  };
  shop = await openShop({ orders: watched, settings: client(), path: 'client' });
  close = async () => {
    await router.close();
    await journal.close();
  };
}

async function told(id: string, nth: number): Promise<Code['numbers'][number]> {
  await until(async () => (await shop.codes.find(id)).numbers[nth - 1]?.isTold);
  const number = (await shop.codes.find(id)).numbers[nth - 1];
  if (!number) throw new Error(`number ${nth} was told`);
  return number;
}

test('the next number is bought when the client asks for it, also after one whose order is over', async () => {
  await shop.codes.ask(wish, 'a');
  const first = await told('a', 1);
  await shop.cancel(String(first.record.number));
  await until(async () => (await shop.codes.find('a')).numbers[0]?.why === 'ended');
  // Whoever only looks buys nothing.
  expect(await shop.codes.ask(wish, 'a')).toMatchObject({ numbers: [{ nth: 1 }] });
  expect(market.charges()).toBe(1);
  await shop.codes.unfit('a', 1);
  const second = await told('a', 2);
  await shop.codes.unfit('a', 2);
  const third = await told('a', 3);
  expect(new Set([first, second, third].map(({ record }) => record.order.phone)).size).toBe(3);
  expect(market.charges()).toBe(3);
  expect(shop.codes.idOf(third.record)).toBe('a');
});

test('an order whose code has come stays open for a further SMS, and the budget counts it once', async () => {
  await shop.codes.ask(wish, 'b');
  const { record } = await told('b', 1);
  const { provider, id } = record.order;
  const heard: string[] = [];
  shop.onChange(({ order }) => heard.push(order?.status ?? 'none'));
  market.worldOf(provider).receiveSms(id, 'Your code: 445566');
  await until(async () => (await shop.codes.find('b')).isOver);
  expect(await shop.codes.find('b')).toMatchObject({ state: 'got' });
  expect((await shop.find(String(record.number))).order.status).toBe('delivered');
  expect(heard).toContain('delivered');
  expect(shop.client.budget.remaining()).toEqual(money('999.925', 'USD'));
  await close();
  await open();
  expect(shop.client.budget.remaining()).toEqual(money('999.925', 'USD'));
});

test('an order that is given up is gone, or waits for its vendor without being an error', async () => {
  await shop.codes.ask(wish, 'c');
  const { record } = await told('c', 1);
  expect((await shop.giveUp(String(record.number))).order.status).toBe('cancelled');
  await expect(shop.giveUp('99')).rejects.toMatchObject({ code: 'UNKNOWN_ORDER' });
  await close();
  await market[Symbol.asyncDispose]();
  market = await openMarket({ cancelAfterMs: 120_000 });
  await open();
  await shop.codes.ask({ ...wish, choice: { providers: ['dollar'] } }, 'd');
  const late = await told('d', 1);
  const { order } = await shop.giveUp(String(late.record.number));
  expect(order).toMatchObject({ status: 'open' });
});

test('what is bought while a shop opens is counted, and once', async () => {
  await close();
  const terms = {
    key: 'meanwhile',
    buyer: client().id,
    service: 'telegram',
    maxPrice: cap,
    allowVirtual: false,
  };
  await open(async (orders) => await orders.buy({ ...terms, choice: { pools: ['3'] } }));
  const spent = (): string => subtractMoney(money('1000', 'USD'), shop.client.budget.remaining()).amount;
  const counted = spent();
  expect(Number(counted)).toBeGreaterThan(0);
  await close();
  await open();
  expect(spent()).toBe(counted);
});
