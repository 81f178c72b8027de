import { money, NumrouteError, type Provider, type Receipt } from '@numroute/core';
import { createRates, type Router, type RouterOptions } from '@numroute/router';
import { virtualClock } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { PurchaseQueue } from '../../src/account/purchase-queue.ts';
import { createRefusals } from '../../src/buying/refusals.ts';
import {
  balanceOnly,
  listOnly,
  MINUTE,
  maxPrice,
  type StallOptions,
  setUp,
  type Told,
  told,
  want,
} from '../support/stall.ts';

const limits = { requests: 1_000, perMs: 1_000, concurrent: 5 };
const rates = createRates([{ base: 'EUR', quote: 'USD', value: '1', source: 'here', asOf: '2026-01-01' }]);
const same = (provider: Provider): Provider => provider;

type Lose = (nth: number) => 'before' | 'after' | 'silent' | undefined;

/** A vendor that takes two seconds for a sale, and what it was asked meanwhile. */
function slowVendor(
  { paper, wrap = same, ...more }: StallOptions = {},
  lose: Lose = () => undefined,
  saleMs: (nth: number) => number = () => 2_000,
) {
  const seen = { atOnce: 0, most: 0, sales: 0, lists: [] as number[] };
  const one = setUp({
    ...more,
    paper: { limits, ...paper },
    wrap: (paperVendor) => {
      const inner = wrap(paperVendor);
      const slow: Provider = {
        ...inner,
        purchase: async (offer, call) => {
          seen.atOnce += 1;
          seen.sales += 1;
          seen.most = Math.max(seen.most, seen.atOnce);
          const how = lose(seen.sales);
          const unknown = new NumrouteError('OUTCOME_UNKNOWN', 'reset', { offer });
          try {
            await one.clock.sleep(saleMs(seen.sales));
            if (how === 'before') throw unknown;
            const receipt = await inner.purchase(offer, call);
            if (how === 'silent') await new Promise(() => undefined);
            if (how === 'after') throw unknown;
            return receipt;
          } finally {
            seen.atOnce -= 1;
          }
        },
      };
      const list = inner.listOpenOrders?.bind(inner);
      if (!list) return slow;
      return {
        ...slow,
        listOpenOrders: async (call) => {
          seen.lists.push(seen.atOnce);
          return await list(call);
        },
      };
    },
  });
  const buy = (router: Router, count: number, caps: readonly string[] = []) =>
    Array.from({ length: count }, (_, n) =>
      told(router.buy(want, { maxPrice: money(caps[n] ?? '1', 'USD'), key: `${seen.sales}-${n}` })),
    );
  const run = (router: Router, count: number, caps?: readonly string[]) =>
    one.clock.runUntil(Promise.all(buy(router, count, caps)));
  const start = (more: Partial<RouterOptions> = {}): Router => one.start({ sideBySide: true, ...more });
  return { ...one, start, seen, buy, run };
}

const ids = (all: readonly Told<{ readonly id: string }>[]): string[] =>
  all.flatMap(({ value }) => value?.id ?? []);

test('where list and receipt name what was bought, purchases go side by side once a sale has shown it', async () => {
  const { clock, seen, start, run, journal } = slowVendor();
  const router = start();
  expect(ids(await run(router, 5))).toHaveLength(5);
  // One place of five is kept for cancels and polls.
  expect([seen.most, seen.sales]).toEqual([4, 5]);
  expect((await journal.list({})).map(({ beside }) => beside)).toEqual([undefined, true, true, true, true]);
  await run(router, 10);
  expect([seen.most, seen.sales]).toEqual([4, 15]);
  await clock.runUntil(router.close());
});

test('unless it is asked for they go one by one', async () => {
  const { clock, seen, start, run } = slowVendor();
  const router = start({ sideBySide: false });
  await run(router, 6);
  expect([seen.most, seen.sales]).toEqual([1, 6]);
  await clock.runUntil(router.close());
});

test.each<[string, StallOptions, string[]?]>([
  ['where the balance alone tells', { paper: balanceOnly }],
  ['where others buy, too', {}, ['one']],
  ['where the receipt tells no price', { wrap: selling(({ price: _untold, ...rest }) => rest) }],
  ['where the receipt tells no number', { wrap: selling(({ phone: _untold, ...rest }) => rest) }],
  [
    'where the receipt tells less than the quote',
    { wrap: selling(of(() => ({ price: money('0.05', 'USD') }))) },
  ],
  [
    'where the price is told in another currency',
    { wrap: selling(of(() => ({ price: money('0.1', 'EUR') }))) },
  ],
  ['where no balance can be had', { wrap: (inner) => ({ ...inner, fetchBalance: failing }) }],
])('%s, they go one by one', async (_, options, sharedAccounts) => {
  const { clock, seen, start, run, journal } = slowVendor(options);
  const router = start({ rates, ...(sharedAccounts && { sharedAccounts }) });
  await run(router, 6);
  expect([seen.most, seen.sales]).toEqual([1, 6]);
  expect((await journal.list({})).every(({ beside }) => beside === undefined)).toBe(true);
  await clock.runUntil(router.close());
});

test('a receipt without a number holds up those in line, and not those under way', async () => {
  let sales = 0;
  const nameless = selling((receipt) => {
    sales += 1;
    if (sales !== 2) return receipt;
    const { phone: _untold, ...rest } = receipt;
    return rest;
  });
  let isDeaf = true;
  const deaf = (inner: Provider): Provider => ({
    ...nameless(inner),
    fetchOrder: async (id, call) => (isDeaf ? await failing() : await inner.fetchOrder(id, call)),
    listOpenOrders: failing,
  });
  const { clock, seen, start, run } = slowVendor({ wrap: deaf });
  const router = start();
  const line = run(router, 8);
  await clock.advance(7_000);
  // The first, four beside each other, and then nobody: the order without a number is asked for.
  expect([seen.sales, seen.atOnce]).toEqual([5, 0]);
  isDeaf = false;
  expect(ids(await line)).toHaveLength(8);
  await clock.runUntil(router.close());
});

test('after a lost reply nothing is sent, and the list is asked when those under way have ended', async () => {
  const { clock, seen, start, run, states } = slowVendor(
    {},
    (nth) => (nth === 2 ? 'after' : undefined),
    (nth) => (nth === 2 ? 500 : 2_000),
  );
  const router = start();
  const all = run(router, 9);
  await clock.advance(3_900);
  expect([seen.sales, seen.atOnce, seen.lists]).toEqual([5, 3, []]);
  await all;
  expect(seen.lists[0]).toBe(0);
  expect(await states()).toEqual(['open held', 'open held', 'open held', 'open held', 'open held']);
  await clock.runUntil(router.close());
});

test('of two lost purchases that wanted the same, each gets one order, and none is bought again', async () => {
  const { clock, seen, start, run, states, sold } = slowVendor({}, (nth) =>
    nth === 3 || nth === 4 ? 'after' : undefined,
  );
  const router = start();
  const found = ids(await run(router, 5));
  expect([found.length, new Set(found).size, seen.sales]).toEqual([5, 5, 5]);
  expect(sold()).toHaveLength(5);
  expect((await states()).every((state) => state === 'open held')).toBe(true);
  await clock.runUntil(router.close());
});

test('of two lost purchases one of which was made, one gets the order, and the balance says that the other is absent', async () => {
  const { clock, start, run, states, sold } = slowVendor({}, (nth) =>
    nth === 3 ? 'before' : nth === 4 ? 'after' : undefined,
  );
  const router = start();
  await run(router, 5);
  expect((await states()).filter((state) => state === 'unknown reserved')).toHaveLength(1);
  expect((await clock.runUntil(told(router.buy(want, { maxPrice, key: 'new' })))).error?.code).toBe(
    'NO_OFFER',
  );
  await clock.advance(4 * MINUTE);
  expect((await states()).toSorted()).toEqual(['absent free', ...Array(4).fill('open held')]);
  expect(sold()).toHaveLength(4);
  await clock.runUntil(router.close());
});

test('where no balance is told, what two lost purchases left is in the list or absent', async () => {
  const { clock, start, run, states } = slowVendor({ paper: listOnly }, (nth) =>
    nth === 3 ? 'before' : nth === 4 ? 'after' : undefined,
  );
  const router = start();
  await run(router, 5);
  await clock.advance(4 * MINUTE);
  expect((await states()).toSorted()).toEqual(['absent free', ...Array(4).fill('open held')]);
  await clock.runUntil(router.close());
});

test('an order that one of two lost purchases may not cost is taken for neither', async () => {
  const dear = (inner: Provider): Provider => ({
    ...inner,
    listOpenOrders: async (call) =>
      ((await inner.listOpenOrders?.(call)) ?? []).map((row) => ({ ...row, price: money('0.5', 'USD') })),
  });
  const { clock, start, run, states } = slowVendor({ wrap: dear }, (nth) =>
    nth === 3 ? 'before' : nth === 4 ? 'after' : undefined,
  );
  const router = start();
  await run(router, 4, ['1', '1', '0.2', '1']);
  await clock.advance(4 * MINUTE);
  expect((await states()).filter((state) => state === 'open held')).toHaveLength(2);
  expect((await states()).some((state) => state === 'absent free')).toBe(false);
  await clock.runUntil(router.close());
});

test('after a kill with several purchases under way, each order is found once', async () => {
  const { clock, seen, start, buy, states, sold } = slowVendor({}, (nth) =>
    nth > 1 && nth < 6 ? 'silent' : undefined,
  );
  const killed = start();
  buy(killed, 9).forEach((one) => void one);
  await clock.advance(5_000);
  expect(sold()).toHaveLength(5);
  const router = start();
  await clock.runUntil(router.recover());
  expect(await states()).toEqual(Array(5).fill('open held'));
  expect(seen.sales).toBe(5);
  await clock.runUntil(router.close());
});

test('a line of purchases is as long as it takes with all places at once', async () => {
  const clock = virtualClock();
  const queue = new PurchaseQueue(clock);
  const { signal } = new AbortController();
  const sale = (): Promise<void> =>
    queue.add(
      signal,
      () => 4,
      () => clock.sleep(2_000),
    );
  const first = Array.from({ length: 3 }, sale);
  expect(queue.waitMs).toBe(0);
  await clock.runUntil(Promise.all(first));
  const line = Array.from({ length: 10 }, sale);
  expect(queue.waitMs).toBe(5_000);
  await clock.runUntil(Promise.all(line));
  expect(queue.waitMs).toBe(0);
});

test('who chose an offer before it was refused adds no refusal', async () => {
  const clock = virtualClock();
  const refusals = createRefusals(clock);
  const offer = { ...want, provider: 'one', price: maxPrice, stock: 5, handle: '' };
  const chosenAt = clock.monotonic();
  await clock.advance(2_000);
  for (let n = 0; n < 5; n += 1) refusals.refused(offer, chosenAt);
  await clock.advance(14_999);
  expect(refusals.isResting(offer)).toBe(true);
  await clock.advance(1);
  expect(refusals.isResting(offer)).toBe(false);
  refusals.refused(offer, clock.monotonic());
  await clock.advance(29_999);
  expect(refusals.isResting(offer)).toBe(true);
  await clock.runUntil(clock.sleep(1));
});

test('what is under way counts where a vendor shuts an account for too few codes', async () => {
  const conduct = [{ numbers: 10, minSuccessRate: 0.5, per: 'account' as const }];
  const { clock, seen, start, run } = slowVendor({
    paper: { limits: { ...limits, concurrent: 20 }, conduct },
  });
  const router = start();
  const [first] = await run(router, 1);
  if (first?.value) await clock.runUntil(router.cancel(first.value));
  await run(router, 15);
  // One is over without a code: no more than 7 of 10 are bought.
  expect(seen.sales).toBe(7);
  await clock.runUntil(router.close());
});

const failing = async (): Promise<never> => {
  throw new NumrouteError('UNAVAILABLE', 'not now', {});
};

function selling(change: (receipt: Receipt) => Receipt): (inner: Provider) => Provider {
  return (inner) => ({
    ...inner,
    purchase: async (offer, call) => change(await inner.purchase(offer, call)),
  });
}

function of(change: () => Partial<Receipt>): (receipt: Receipt) => Receipt {
  return (receipt) => ({ ...receipt, ...change() });
}
