import { money, NumrouteError } from '@numroute/core';
import { type VirtualClock, virtualClock } from '@numroute/testkit';
import { expect, test, vi } from 'vitest';
import type { Bought, OrderRecord } from '../src/orders/orders.ts';
import { slotOf } from '../src/selling/repeat-key.ts';
import { Repeats } from '../src/selling/repeats.ts';

const request = { buyer: 'shop', service: 'telegram', country: 'EE' };
const doubt: OrderRecord = {
  number: 1,
  buyer: 'shop',
  key: `${slotOf(request)}/of-an-earlier-run`,
  boughtAt: 0,
  changedAt: 0,
  service: 'telegram',
  country: 'EE',
  state: 'doubt',
  cost: money('1', 'USD'),
  isOwed: true,
  refund: 'unknown',
};

const bought: Bought = {
  ...doubt,
  state: 'bought',
  order: {
    provider: 'acme',
    id: '7',
    phone: '+37255500001',
    service: 'telegram',
    country: 'EE',
    quoted: doubt.cost,
    paid: doubt.cost,
    paidSource: 'offer',
    status: 'open',
    messages: [],
    boughtAt: 0,
    refund: 'none',
  },
};

interface Bench {
  readonly repeats: Repeats;
  readonly clock: VirtualClock;
  /** What was bought so far, by key. */
  readonly keys: string[];
  readonly abandoned: number[];
  /** Whoever asks is answered so, and heard or not. */
  ask(send: (key: string) => Promise<Bought>, isHeard?: boolean): Promise<Bought>;
}

function open(windowMs = 60_000): Bench {
  const [keys, abandoned]: [string[], number[]] = [[], []];
  const clock = virtualClock(0);
  let ids = 0;
  const repeats = new Repeats({
    windowMs,
    clock,
    newId: () => `new-${++ids}`,
    onAbandoned: ({ number }) => abandoned.push(number),
  });
  return {
    repeats,
    clock,
    keys,
    abandoned,
    ask: (send, isHeard = true) =>
      repeats.buy(request, Promise.resolve(isHeard), (key) => {
        keys.push(key);
        return send(key);
      }),
  };
}

const unknown = async (): Promise<never> => {
  throw new NumrouteError('OUTCOME_UNKNOWN', 'no answer', {});
};
const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

test('what an earlier run left in doubt is bought again once it is proven absent, and then once', async () => {
  const { repeats, keys, ask } = open();
  repeats.restore([doubt]);
  await expect(ask(unknown)).rejects.toThrow('not settled');
  expect(keys).toEqual([]);
  repeats.learn({ ...doubt, state: 'none', isOwed: false });
  // Its reply is lost, too: whoever asks now asks for the same purchase.
  await expect(ask(unknown)).rejects.toThrow('no answer');
  await expect(ask(unknown)).rejects.toThrow('no answer');
  expect(keys).toEqual([`${slotOf(request)}/new-1`, `${slotOf(request)}/new-1`]);
  repeats.close();
});

test.each(['before', 'while'])(
  'a purchase that turns out lost %s its client asks again frees the request',
  async (when) => {
    const { repeats, keys, ask } = open();
    const lose = (): void => repeats.learn({ ...doubt, key: keys[0] ?? '', state: 'lost' });
    // Whoever asks again sends what was sent first.
    const first = (): Promise<Bought> =>
      ask(async () => {
        if (when === 'while' && keys.length === 2) lose();
        return await unknown();
      });
    await expect(first()).rejects.toThrow('no answer');
    if (when === 'while') await expect(first()).rejects.toThrow('no answer');
    else lose();
    await turn();
    await ask(async (key) => ({ ...bought, key }));
    expect(keys.at(-1)).not.toBe(keys[0]);
    repeats.close();
  },
);

test('news of an attempt that came before under the same key takes nothing from the one that waits', async () => {
  const { repeats, keys, ask, abandoned } = open();
  await ask(async (key) => ({ ...bought, key, number: 2 }), false);
  await turn();
  const [key = ''] = keys;
  // It cost more than the cap and was given up; now its refund is seen.
  repeats.learn({
    ...bought,
    key,
    number: 1,
    order: { ...bought.order, status: 'cancelled', refund: 'seen' },
  });
  await expect(ask(async (same) => ({ ...bought, key: same, number: 2 }))).resolves.toMatchObject({
    number: 2,
  });
  expect(keys).toEqual([key, key]);
  expect(abandoned).toEqual([]);
  repeats.close();
});

test('an order whose phone nobody can read is handed to nobody', async () => {
  const { repeats, ask, keys } = open();
  repeats.restore([{ ...bought, order: { ...bought.order, phone: '' } }]);
  await ask(async (key) => ({ ...bought, key, number: 2 }));
  expect(keys).toEqual([`${slotOf(request)}/new-1`]);
  repeats.close();
});

test('an order in doubt is asked for within the window and not after it', async () => {
  const { repeats, clock, ask, keys } = open();
  for (let asked = 0; asked < 7; asked += 1) {
    await expect(ask(unknown)).rejects.toThrow('no answer');
    await clock.advance(10_000);
  }
  const [key = ''] = keys;
  expect(new Set(keys)).toEqual(new Set([key]));
  await expect(ask(unknown)).rejects.toThrow('no answer');
  expect(keys.at(-1)).not.toBe(key);
  repeats.close();
});

test('an attempt that is given up while the purchase goes on keeps the request', async () => {
  const { repeats, keys, ask } = open();
  let sell = (_: Bought): void => undefined;
  const sale = new Promise<Bought>((resolve) => (sell = resolve));
  const first = ask(() => sale, false);
  const [key = ''] = keys;
  // The first vendor charged too much, and its order was cancelled; the next one is being asked.
  repeats.learn({ ...bought, key, order: { ...bought.order, status: 'cancelled', refund: 'promised' } });
  await turn();
  const second = ask(() => sale);
  sell({ ...bought, key, number: 2 });
  expect(await Promise.all([first, second])).toMatchObject([{ number: 2 }, { number: 2 }]);
  expect(keys).toEqual([key]);
  repeats.close();
});

test('each unheard answer begins the window of an order anew', async () => {
  const { repeats, clock, keys, ask } = open();
  for (let asked = 0; asked < 4; asked += 1) {
    await ask(async (key) => ({ ...bought, key }), false);
    await turn();
    await clock.advance(40_000);
  }
  expect(new Set(keys).size).toBe(1);
  repeats.close();
});

test('an order that has its code was heard of, so the request buys', async () => {
  const { repeats, keys, ask } = open();
  repeats.restore([{ ...bought, order: { ...bought.order, status: 'open', messages: [{ code: '1' }] } }]);
  await ask(async (key) => ({ ...bought, key, number: 2 }));
  expect(keys).toHaveLength(1);
  repeats.close();
});

test('only its own client sees an order that waits, and only while it waits', async () => {
  const { repeats, ask } = open();
  await ask(async (key) => ({ ...bought, key }), false);
  await turn();
  expect(repeats.waiting('shop')).toHaveLength(1);
  expect(repeats.waiting('other')).toEqual([]);
  // On its way to somebody.
  const answer = repeats.buy(request, new Promise<boolean>(() => undefined), unknown);
  expect(repeats.waiting('shop')).toEqual([]);
  await answer;
  repeats.close();
});

test('what nobody asked for again is given up, unless an earlier run may have told somebody', async () => {
  const { repeats, clock, abandoned, ask } = open(1);
  repeats.restore([{ ...bought, number: 7 }]);
  const elsewhere = { ...request, country: 'US' };
  await repeats.buy(elsewhere, Promise.resolve(false), async (key) => ({ ...bought, key, number: 8 }));
  await turn();
  await clock.advance(10);
  await vi.waitFor(() => expect(abandoned).toEqual([8]));
  // Its time is up, too: the request buys.
  await expect(ask(async (key) => ({ ...bought, key, number: 9 }))).resolves.toMatchObject({ number: 9 });
  expect(abandoned).toEqual([8]);
  repeats.close();
});
