import { money, NumrouteError, type OrderReport, type Provider } from '@numroute/core';
import { memoryJournal } from '@numroute/journal';
import {
  type CodeOptions,
  cheapest,
  createRouter,
  type NumberInUse,
  type Router,
  type RouterEvent,
  type RouterOptions,
} from '@numroute/router';
import { createWorld, type PaperOptions, paperProvider, virtualClock, type World } from '@numroute/testkit';
import { describe, expect, test } from 'vitest';
import { MINUTE, told, want } from '../support/stall.ts';

interface Vendor extends Partial<PaperOptions> {
  readonly price: string;
  /** After so long the SMS comes, once the code was asked for; absent: never. */
  readonly codeAfterMs?: number;
  readonly cancelAfterMs?: number;
  /** Keeps the money of a number without a code. */
  readonly keeps?: true;
}

/** Vendors, and a site that sends its code to whatever number is put in. */
function site(vendors: Readonly<Record<string, Vendor>>, more: Partial<RouterOptions> = {}) {
  const clock = virtualClock();
  const journal = memoryJournal({ acceptOrphans: true });
  const events: RouterEvent[] = [];
  const used: string[] = [];
  const worlds = new Map<string, World>();
  for (const [id, { price, keeps, cancelAfterMs = 0 }] of Object.entries(vendors))
    worlds.set(
      id,
      createWorld({
        clock,
        currency: 'USD',
        cancelAfterMs,
        refundsOnCancel: !keeps,
        offers: [{ ...want, price, stock: 100 }],
      }),
    );
  const worldOf = (id: string): World => worlds.get(id) ?? expect.fail(id);
  const start = (over: Partial<RouterOptions> = {}): Router =>
    createRouter({
      clock,
      journal,
      providers: Object.entries(vendors).map(([id, { keeps, ...paper }]) =>
        paperProvider(worldOf(id), { ...paper, id, ...(keeps && { traits: { refundsOnCancel: false } }) }),
      ),
      onEvent: (event) => events.push(event),
      ...more,
      ...over,
    });
  const use = async ({ order, nth, again }: NumberInUse): Promise<void> => {
    used.push(`${nth} ${order.provider}${again ? ' again' : ''}`);
    const { codeAfterMs } = vendors[order.provider] ?? expect.fail();
    if (codeAfterMs === undefined) return;
    clock
      .sleep(codeAfterMs)
      .then(() => worldOf(order.provider).receiveSms(order.id, { code: '123456' }))
      .catch(() => undefined);
  };
  const options: CodeOptions = { maxPrice: '1 USD', deadlineMs: 20 * MINUTE, explore: false, use };
  const sold = (): string[] =>
    [...worlds].flatMap(([id, { orders }]) => orders.map(({ status }) => `${id} ${status}`));
  return { clock, journal, events, used, worldOf, start, options, sold };
}

describe('getCode', () => {
  test('buys, hands the number out, and returns its code; the vendor is told that we are done', async () => {
    const { clock, start, options, used, sold, journal } = site({
      one: { price: '0.1', codeAfterMs: 20_000 },
    });
    const router = start();
    const got = await clock.runUntil(router.getCode(want, options));
    expect(got).toMatchObject({
      code: '123456',
      message: { code: '123456' },
      tried: [],
      spent: money('0.1', 'USD'),
    });
    expect(got.tookMs).toBeGreaterThanOrEqual(20_000);
    expect(used).toEqual(['1 one']);
    await clock.runUntil(router.close());
    expect(sold()).toEqual(['one finished']);
    expect(await journal.list({})).toMatchObject([
      { state: 'finished', usedAfterMs: expect.any(Number), codeAfterMs: expect.any(Number) },
    ]);
  });

  test('reads the code from the text where the vendor names none', async () => {
    const { clock, start, options, worldOf } = site({ one: { price: '0.1' } });
    const router = start();
    const use = async ({ order }: NumberInUse): Promise<void> => {
      worldOf('one').receiveSms(order.id, { text: 'Your code: 123-456' });
    };
    expect((await clock.runUntil(router.getCode(want, { ...options, use }))).code).toBe('123456');
    await clock.runUntil(router.close());
  });

  test('gives a number up that brings nothing, and gets the code from another vendor', async () => {
    const { clock, start, options, used, sold, events } = site({
      dead: { price: '0.1', cancelAfterMs: 120_000 },
      good: { price: '0.11', codeAfterMs: 15_000 },
    });
    const router = start();
    const got = await clock.runUntil(router.getCode(want, options));
    expect(used).toEqual(['1 dead', '2 good']);
    expect(got.order.provider).toBe('good');
    expect(got.tried).toMatchObject([{ order: { provider: 'dead' }, why: 'late', refund: 'promised' }]);
    expect(got.spent).toEqual(money('0.11', 'USD'));
    expect(events.filter(({ type }) => type === 'number-given-up')).toMatchObject([
      { order: { provider: 'dead' }, why: 'late' },
    ]);
    await clock.runUntil(router.close());
    expect(sold()).toEqual(['dead cancelled', 'good finished']);
  });

  test('a number that its user calls unfit is given up at once, and its vendor is told why', async () => {
    const { clock, start, options, journal } = site({
      bad: { price: '0.1', codeAfterMs: 5_000 },
      good: { price: '0.11', codeAfterMs: 5_000 },
    });
    const router = start();
    const use: CodeOptions['use'] = async (number) => {
      if (number.order.provider === 'bad') return 'unfit';
      await options.use(number);
      return undefined;
    };
    const got = await clock.runUntil(router.getCode(want, { ...options, use }));
    expect(got.tried).toMatchObject([{ why: 'unfit' }]);
    expect(got.tookMs).toBeLessThan(MINUTE);
    expect((await journal.list({}))[0]?.cancel).toMatchObject({ fault: 'refused', insist: true });
    await clock.runUntil(router.close());
  });

  test('a number that is refused after `use` has resolved is given up all the same', async () => {
    const { clock, start, options, journal } = site({
      bad: { price: '0.1' },
      good: { price: '0.11', codeAfterMs: 5_000 },
    });
    const router = start();
    const refusals: (() => void)[] = [];
    const use: CodeOptions['use'] = async (number) => {
      refusals.push(number.refuse);
      await options.use(number);
    };
    const call = router.getCode(want, { ...options, use });
    await clock.advance(3_000);
    expect(refusals).toHaveLength(1);
    refusals[0]?.();
    refusals[0]?.();
    const got = await clock.runUntil(call);
    expect(got.tried).toMatchObject([{ order: { provider: 'bad' }, why: 'unfit' }]);
    expect(got.tookMs).toBeLessThan(MINUTE / 2);
    expect((await journal.list({}))[0]?.cancel).toMatchObject({ fault: 'refused', insist: true });
    // Of a number that has its code it says nothing any more.
    refusals[1]?.();
    await clock.runUntil(router.close());
    expect((await journal.list({}))[1]).toMatchObject({ state: 'finished' });
  });

  test('says what was tried and what it cost when no code comes in time, and leaves nothing open', async () => {
    const { clock, start, options, sold } = site({ dead: { price: '0.1' }, deader: { price: '0.2' } });
    const router = start();
    const { error } = await clock.runUntil(told(router.getCode(want, { ...options, numbers: 3 })));
    if (!NumrouteError.is(error, 'NO_CODE')) throw error;
    expect(error.details.tried).toHaveLength(3);
    expect(error.details).toMatchObject({ spent: money('0', 'USD') });
    expect(error.moneyMayHaveMoved).toBe(true);
    expect(sold().every((status) => status.endsWith('cancelled'))).toBe(true);
    await clock.runUntil(router.close());
  });

  test('buys no number after the deadline, and a late one is given up', async () => {
    const { clock, start, options, sold } = site({ dead: { price: '0.1', cancelAfterMs: 120_000 } });
    const router = start();
    const { error } = await clock.runUntil(told(router.getCode(want, { ...options, deadlineMs: 30_000 })));
    expect(error).toMatchObject({
      code: 'NO_CODE',
      details: { tried: [{ why: 'late' }], spent: money('0.1', 'USD') },
    });
    expect(clock.monotonic()).toBeLessThan(31_000);
    expect(sold()).toEqual(['dead open']);
    await clock.advance(3 * MINUTE);
    expect(sold(), 'the cancel is insisted on').toEqual(['dead cancelled']);
    await clock.runUntil(router.close());
  });

  test('a code that comes while the number is being given up is the code', async () => {
    const { clock, start, options, used } = site({
      slow: { price: '0.1', cancelAfterMs: 10 * MINUTE, codeAfterMs: 7 * MINUTE },
    });
    const router = start();
    const got = await clock.runUntil(router.getCode(want, { ...options, numbers: 1 }));
    expect(got.code).toBe('123456');
    expect(used).toEqual(['1 slow']);
    await clock.runUntil(router.close());
  });

  test('never spends more than maxSpend, where the vendor keeps the money of every number', async () => {
    const { clock, start, options, sold } = site({
      keeps: { price: '0.4', keeps: true },
    });
    const router = start();
    const { error } = await clock.runUntil(told(router.getCode(want, { ...options, maxSpend: '1 USD' })));
    expect(error).toMatchObject({ code: 'NO_CODE', details: { spent: money('0.8', 'USD') } });
    expect(sold()).toHaveLength(2);
    await clock.runUntil(router.close());
  });

  test("never costs more than the caller's own books allow, each number with what they add to it", async () => {
    const { clock, start, options, sold } = site({ keeps: { price: '0.2', keeps: true } });
    const router = start();
    const asked: string[][] = [];
    // Five cents are added to each number, of 0.7 in all: two fit, and a third would but for its five cents.
    const allowance: CodeOptions['allowance'] = (owed) => {
      asked.push(owed.map(({ amount }) => amount));
      const left = 70 - 25 * owed.length - 5;
      return left > 0 ? money(String(left / 100), 'USD') : undefined;
    };
    const { error } = await clock.runUntil(
      told(router.getCode(want, { ...options, maxSpend: '0.7 USD', allowance })),
    );
    expect(error).toMatchObject({ code: 'NO_CODE', details: { spent: money('0.4', 'USD') } });
    expect(sold()).toHaveLength(2);
    expect(asked.slice(0, 3)).toEqual([[], ['0.2'], ['0.2', '0.2']]);
    await clock.runUntil(router.close());
  });

  test('what a vendor promised back is not owed, and an allowance of nothing buys nothing', async () => {
    const { clock, start, options, sold } = site({ dead: { price: '0.2' } });
    const router = start();
    const asked: number[] = [];
    const allowance: CodeOptions['allowance'] = (owed) => {
      asked.push(owed.length);
      return asked.length < 3 ? money('0.3', 'USD') : undefined;
    };
    const { error } = await clock.runUntil(told(router.getCode(want, { ...options, allowance })));
    expect(error).toMatchObject({ code: 'NO_CODE' });
    expect(asked).toEqual([0, 0, 0]);
    expect(sold()).toEqual(['dead cancelled', 'dead cancelled']);
    await clock.runUntil(router.close());
  });

  test('what `use` throws ends the call: the order is given up, and the error is the cause', async () => {
    const { clock, start, options, sold } = site({ one: { price: '0.1', codeAfterMs: 10_000 } });
    const router = start();
    const cause = new Error('the page was gone');
    const use = async (): Promise<void> => {
      throw cause;
    };
    const { error } = await clock.runUntil(told(router.getCode(want, { ...options, use })));
    expect(error).toMatchObject({ code: 'NO_CODE', cause });
    expect(sold()).toEqual(['one cancelled']);
    await clock.runUntil(router.close());
  });

  test('`use` that never resolves holds nothing up: the code wins, and without one the deadline does', async () => {
    const { clock, start, options, sold } = site({ one: { price: '0.1', codeAfterMs: 10_000 } });
    const router = start();
    const hangs = async (number: NumberInUse): Promise<void> => {
      await options.use(number);
      await new Promise(() => undefined);
    };
    expect((await clock.runUntil(router.getCode(want, { ...options, use: hangs }))).code).toBe('123456');
    const signals: AbortSignal[] = [];
    const idle = async ({ signal }: NumberInUse): Promise<void> => {
      signals.push(signal);
      await new Promise(() => undefined);
    };
    const { error } = await clock.runUntil(
      told(router.getCode(want, { ...options, use: idle, deadlineMs: 5 * MINUTE, numbers: 1 })),
    );
    expect(error).toMatchObject({ code: 'NO_CODE' });
    expect(signals[0]?.aborted).toBe(true);
    await clock.runUntil(router.close());
    expect(sold()).toEqual(['one finished', 'one cancelled']);
  });

  test('the code that the last look before the cancel brings is the code', async () => {
    const { clock, start, options, worldOf } = site({ one: { price: '0.1' } });
    const router = start();
    const use = async ({ order }: NumberInUse): Promise<void> => {
      worldOf('one').receiveSms(order.id, { code: '123456' });
      throw new Error('the page was gone');
    };
    expect((await clock.runUntil(router.getCode(want, { ...options, use }))).code).toBe('123456');
    await clock.runUntil(router.close());
  });

  test('what was charged in a currency without a rate counts as its cap, and is no reason to withhold a code', async () => {
    let sales = 0;
    const { clock, start, options, worldOf, sold } = site({ one: { price: '0.1', codeAfterMs: 10_000 } });
    const paper = paperProvider(worldOf('one'), { id: 'one', capabilities: ['cancelOrder', 'finishOrder'] });
    const priceless = ({ price: _told, ...report }: OrderReport): OrderReport => report;
    const odd: Provider = {
      ...paper,
      fetchOrder: async (id, call) => priceless(await paper.fetchOrder(id, call)),
      cancelOrder: async (id, call) => priceless((await paper.cancelOrder?.(id, call)) ?? expect.fail()),
      purchase: async (offer, call) => {
        const receipt = await paper.purchase(offer, call);
        sales += 1;
        return sales === 1 ? { ...receipt, price: money('0.1', 'EUR') } : receipt;
      },
    };
    const router = start({ providers: [odd] });
    const got = await clock.runUntil(router.getCode(want, options));
    expect(got).toMatchObject({ code: '123456', spent: money('0.1', 'USD') });
    await clock.runUntil(router.close());
    expect(sold()).toEqual(['one cancelled', 'one finished']);
  });

  test('who hangs up has his number given up', async () => {
    const { clock, start, options, sold } = site({ one: { price: '0.1' } });
    const router = start();
    const caller = new AbortController();
    const call = told(router.getCode(want, { ...options, signal: caller.signal }));
    await clock.advance(10_000);
    caller.abort(new Error('hung up'));
    expect((await clock.runUntil(call)).error?.message).toBe('hung up');
    expect(sold()).toEqual(['one cancelled']);
    await clock.runUntil(router.close());
  });

  test('where not even a first number can be bought, it says so at once', async () => {
    const { clock, start, options, sold } = site({ one: { price: '2' } });
    const router = start();
    const { error } = await clock.runUntil(told(router.getCode(want, options)));
    expect(error).toMatchObject({
      code: 'NO_OFFER',
      details: { hidden: [{ cheapest: { price: money('2', 'USD') } }] },
    });
    expect(sold()).toEqual([]);
    await clock.runUntil(router.close());
  });

  test('with two at once the next number is bought while the first cannot be cancelled yet', async () => {
    const vendors = {
      dead: { price: '0.1', cancelAfterMs: 10 * MINUTE },
      good: { price: '0.12', codeAfterMs: 15_000 },
    };
    const took: number[] = [];
    for (const atOnce of [1, 2] as const) {
      const { clock, start, options, journal } = site(vendors, { strategy: cheapest });
      const router = start();
      const got = await clock.runUntil(
        router.getCode(want, { ...options, atOnce, maxSpend: '1 USD', minute: '0.5 USD' }),
      );
      took.push(got.tookMs);
      expect(got.order.provider).toBe('good');
      const wants = (await journal.list({})).map(({ want: id }) => id);
      expect(new Set(wants).size).toBe(atOnce);
      await clock.runUntil(router.close());
    }
    expect(took[1]).toBeLessThan((took[0] ?? 0) / 2);
  });

  test('whose minutes are dear gives up sooner, and does not run out of offers by it', async () => {
    const took: number[] = [];
    for (const minute of [undefined, '1 USD']) {
      const { clock, start, options } = site({
        dead: { price: '0.08' },
        good: { price: '0.11', codeAfterMs: 15_000 },
      });
      const router = start();
      const call = router.getCode(want, { ...options, maxPrice: '0.2 USD', ...(minute && { minute }) });
      const { order, tookMs } = await clock.runUntil(call);
      expect(order.provider).toBe('good');
      took.push(tookMs);
      await clock.runUntil(router.close());
    }
    expect(took[1]).toBeLessThan((took[0] ?? 0) / 2);
  });

  test('the next number is not handed out while its user is busy with the one before', async () => {
    const { clock, start, options, worldOf } = site({ short: { price: '0.1', codeAfterMs: 5_000 } });
    const router = start();
    const busy: string[] = [];
    let users = 0;
    const use = async (number: NumberInUse): Promise<void> => {
      users += 1;
      busy.push(`${number.nth} of ${users}`);
      await clock.sleep(40_000);
      users -= 1;
      if (number.nth === 2) await options.use(number);
    };
    const call = router.getCode(want, { ...options, use });
    await clock.advance(10_000);
    // Its vendor ends the first one while its user is at it.
    const [first] = worldOf('short').orders;
    await worldOf('short').shop.cancelOrder(first?.id ?? expect.fail());
    expect((await clock.runUntil(call)).tried).toMatchObject([{ why: 'ended' }]);
    expect(busy).toEqual(['1 of 1', '2 of 1']);
    await clock.runUntil(router.close());
  });

  test('a service that sends no codes any more is told once', async () => {
    const { clock, start, options, events } = site(
      { one: { price: '0.1' }, two: { price: '0.1' } },
      { strategy: cheapest },
    );
    const router = start();
    const silent = (): number => events.filter(({ type }) => type === 'service-silent').length;
    const rarely = { ...options, numbers: 3, code: '50 USD' };
    for (const told of [0, 0, 0, 1, 1]) {
      await clock.runUntil(router.getCode(want, rarely).catch(() => undefined));
      expect(silent()).toBe(told);
    }
    expect(events).toContainEqual(expect.objectContaining({ type: 'service-silent', service: 'telegram' }));
    await clock.runUntil(router.close());
  });

  test('a hostile strategy breaks no rule of money', async () => {
    const rogue: RouterOptions['strategy'] = (offers, { convert }) => ({
      ranked: [...offers].reverse().flatMap((offer) => {
        const one = { offer, comparable: convert(offer.price) ?? offer.price };
        return [one, one];
      }),
      excluded: [],
    });
    const { clock, start, options, journal } = site(
      { dear: { price: '3' }, dead: { price: '0.4', keeps: true } },
      { strategy: rogue },
    );
    const router = start();
    const { error } = await clock.runUntil(told(router.getCode(want, { ...options, maxSpend: '0.9 USD' })));
    expect(error).toMatchObject({ code: 'NO_CODE', details: { spent: money('0.8', 'USD') } });
    expect((await journal.list({})).map(({ offer }) => offer.provider)).toEqual(['dead', 'dead']);
    await clock.runUntil(router.close());
  });
});

describe('getCode under a key', () => {
  const vendors = { one: { price: '0.1', codeAfterMs: 40_000 } };

  test('gives the same code again, also after a restart, and buys nothing more', async () => {
    const { clock, start, options, sold } = site(vendors);
    const keyed = { ...options, key: 'sign-up 7' };
    const router = start();
    const both = await clock.runUntil(
      Promise.all([router.getCode(want, keyed), router.getCode(want, keyed)]),
    );
    expect(both.map(({ code }) => code)).toEqual(['123456', '123456']);
    await clock.runUntil(router.close());
    const next = start();
    expect((await clock.runUntil(next.getCode(want, keyed))).code).toBe('123456');
    await clock.runUntil(next.close());
    expect(sold()).toEqual(['one finished']);
  });

  test('goes on with the number that lives after a restart, and says that it may have been put in', async () => {
    const { clock, start, options, sold, used } = site(vendors);
    const keyed = { ...options, key: 'sign-up 7' };
    const router = start();
    const call = told(router.getCode(want, keyed));
    await clock.advance(10_000);
    await clock.runUntil(router.close({ open: 'keep' }));
    expect((await call).error).toMatchObject({ code: 'CLOSED' });
    expect(sold()).toEqual(['one open']);
    const next = start();
    expect((await clock.runUntil(next.getCode(want, keyed))).code).toBe('123456');
    expect(used).toEqual(['1 one', '1 one again']);
    await clock.runUntil(next.close());
    expect(sold()).toEqual(['one finished']);
  });

  test('gives the same code again where another number has one by now', async () => {
    const { clock, start, options, worldOf } = site(
      { dead: { price: '0.1', cancelAfterMs: 10 * MINUTE }, good: { price: '0.12', codeAfterMs: 15_000 } },
      { strategy: cheapest },
    );
    const router = start();
    const keyed = { ...options, key: 'k', atOnce: 2, maxSpend: '1 USD', minute: '0.5 USD' } as const;
    expect((await clock.runUntil(router.getCode(want, keyed))).code).toBe('123456');
    worldOf('dead').receiveSms(worldOf('dead').orders[0]?.id ?? '', { code: '999999' });
    await clock.advance(11 * MINUTE);
    expect((await clock.runUntil(router.getCode(want, keyed))).code).toBe('123456');
    await clock.runUntil(router.close());
  });

  test('a key of buy is none of getCode, and the reverse', async () => {
    const { clock, start, options } = site(vendors);
    const router = start();
    await clock.runUntil(router.buy(want, { maxPrice: '1 USD', key: 'a' }));
    const { error } = await clock.runUntil(told(router.getCode(want, { ...options, key: 'a' })));
    expect(error).toMatchObject({ code: 'INVALID_INPUT', details: { field: 'key' } });
    await clock.runUntil(router.getCode(want, { ...options, key: 'b' }));
    const other = await clock.runUntil(told(router.buy(want, { maxPrice: '1 USD', key: 'b' })));
    expect(other.error).toMatchObject({ code: 'INVALID_INPUT', details: { field: 'key' } });
    await clock.runUntil(router.close());
  });
});

test.each([
  ['use', { use: undefined }],
  ['deadlineMs', { deadlineMs: 0 }],
  ['deadlineMs', { deadlineMs: undefined }],
  ['numbers', { numbers: 0 }],
  ['atOnce', { atOnce: 3 }],
  ['maxSpend', { maxSpend: '0 USD' }],
  ['allowance', { allowance: '1 USD' }],
  ['minute', { minute: '-1 USD' }],
  ['code', { code: 'much' }],
])('a wrong %s is named, and nothing is sent', async (field, wrong) => {
  const { clock, start, options, sold } = site({ one: { price: '0.1' } });
  const router = start();
  const { error } = await clock.runUntil(told(router.getCode(want, { ...options, ...wrong } as CodeOptions)));
  expect(error).toMatchObject({
    code: 'INVALID_INPUT',
    details: { field: expect.stringMatching(new RegExp(`^${field}`)) },
  });
  expect(sold()).toEqual([]);
  await clock.runUntil(router.close());
});
