import { type Call, NumrouteError, type Offer, type OrderReport, type Provider } from '@numroute/core';
import { type Journal, memoryJournal } from '@numroute/journal';
import { type CodeOptions, cheapest, createRouter, type NumberInUse } from '@numroute/router';
import { createWorld, paperProvider, virtualClock } from '@numroute/testkit';
import { describe, expect, test } from 'vitest';
import { balanceOnly, lost, MINUTE, setUp, told, want } from '../support/stall.ts';

type Event = Parameters<Journal['append']>[0];

/** A process that dies as it writes such an event: it never hears that it was written, if it was. */
function dying(journal: Journal, isLast: (event: Event) => 'before' | 'after' | undefined): Journal {
  return {
    ...journal,
    append: async (event) => {
      const when = isLast(event);
      if (when !== 'before') {
        const after = await journal.append(event);
        if (when === undefined) return after;
      }
      return await new Promise<never>(() => undefined);
    },
  };
}

const asked = (use: CodeOptions['use']): CodeOptions => ({
  maxPrice: '1 USD',
  deadlineMs: 60 * MINUTE,
  explore: false,
  key: 'sign-up 7',
  use,
});

const nobody = async (): Promise<void> => expect.fail('no number is handed out');

describe('what a crash or a doubt has left of a want of a code', () => {
  test('a number of another country is handed to nobody, and the next one is', async () => {
    let sales = 0;
    const { clock, journal, market, start } = setUp({
      wrap: (inner: Provider): Provider => ({
        ...inner,
        purchase: async (offer: Offer, call) => {
          const receipt = await inner.purchase(offer, call);
          sales += 1;
          return sales === 1 ? { ...receipt, phone: '+5511987654321' } : receipt;
        },
      }),
    });
    void start({ journal: dying(journal, ({ kind }) => (kind === 'bought' ? 'after' : undefined)) }).getCode(
      want,
      asked(nobody),
    );
    await clock.advance(1_000);
    const phones: string[] = [];
    const use = async ({ phone, order }: NumberInUse): Promise<void> => {
      phones.push(phone);
      market.receiveSms(order.id, { code: '123456' });
    };
    const router = start();
    const got = await clock.runUntil(router.getCode(want, asked(use)));
    expect(got.order.phone).toMatch(/^\+372/);
    expect(phones).toEqual([got.order.phone]);
    expect(market.orders[0]?.status).toBe('cancelled');
    await clock.runUntil(router.close());
  });

  test('a purchase in doubt ends the call, and what is open beside it is given up all the same', async () => {
    const clock = virtualClock();
    const journal = memoryJournal({ acceptOrphans: true });
    const worldOf = (price: string) =>
      createWorld({
        clock,
        currency: 'USD',
        cancelAfterMs: 10 * MINUTE,
        offers: [{ ...want, price, stock: 9 }],
      });
    const [first, second] = [worldOf('0.1'), worldOf('0.12')];
    const start = (over: Journal) =>
      createRouter({
        clock,
        journal: over,
        strategy: cheapest,
        providers: [
          paperProvider(first, { id: 'first' }),
          paperProvider(second, { id: 'second', ...balanceOnly }),
        ],
      });
    const options: CodeOptions = {
      ...asked(async () => undefined),
      atOnce: 2,
      maxSpend: '1 USD',
      minute: '0.5 USD',
    };
    // The first is given up for the second, whose reply is never written down.
    const dies = ({ kind }: Event) =>
      kind === 'cancel-wanted'
        ? 'before'
        : kind === 'bought' && second.orders.length > 0
          ? 'before'
          : undefined;
    void start(dying(journal, dies)).getCode(want, options);
    for (let minutes = 0; second.orders.length === 0 && minutes < 20; minutes += 1)
      await clock.advance(MINUTE);
    expect(await journal.list({})).toMatchObject([{ state: 'open' }, { state: 'sending' }]);
    const router = start(journal);
    const { error } = await clock.runUntil(told(router.getCode(want, options)));
    expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(await journal.list({})).toMatchObject([{ cancel: { insist: true } }, { state: 'unknown' }]);
    await clock.runUntil(router.close());
  });

  test.each([
    ['until its time is over', 0, 8],
    ['also where our clock is ahead of the vendor', 3 * MINUTE, 9.5],
  ])('nothing is bought beside a number that its vendor denies, %s', async (_until, ahead, minutes) => {
    let isDenied = true;
    const deny = (id: string): void => {
      if (isDenied && id === market.orders[0]?.id) throw new NumrouteError('UNKNOWN_ORDER', 'none', { id });
    };
    const { clock, journal, market, start } = setUp({
      world: { lifetimeMs: 10 * MINUTE },
      wrap: (inner: Provider): Provider => ({
        ...inner,
        fetchOrder: async (id: string, call: Call): Promise<OrderReport> => {
          deny(id);
          return await inner.fetchOrder(id, call);
        },
        cancelOrder: async (id: string, call: Call): Promise<OrderReport> => {
          deny(id);
          return (await inner.cancelOrder?.(id, call)) ?? expect.fail();
        },
        listOpenOrders: async (call: Call) =>
          ((await inner.listOpenOrders?.(call)) ?? []).filter(
            ({ id }) => !isDenied || id !== market.orders[0]?.id,
          ),
      }),
    });
    const router = start({ clock: { ...clock, now: () => clock.now() + ahead } });
    const lives: string[][] = [];
    const use = async ({ order, nth }: NumberInUse): Promise<void> => {
      lives.push(market.orders.map(({ status }) => status));
      if (nth === 2) market.receiveSms(order.id, { code: '123456' });
    };
    const call = router.getCode(want, asked(use));
    await clock.advance(minutes * MINUTE);
    expect((await journal.list({})).map(({ state }) => state)).toEqual(['gone']);
    isDenied = false;
    expect((await clock.runUntil(call)).code).toBe('123456');
    expect(lives).toHaveLength(2);
    expect(lives[1]?.filter((status) => status === 'open')).toHaveLength(1);
    await clock.runUntil(router.close());
  });

  test('nothing is bought beside a charge that cannot be named, until its number is over', async () => {
    const { clock, market, start, states } = setUp({
      paper: { ...balanceOnly, fault: lost('after') },
      world: { lifetimeMs: 10 * MINUTE },
    });
    const router = start();
    const first = await clock.runUntil(told(router.getCode(want, asked(nobody))));
    expect(first.error).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    await clock.advance(6 * MINUTE);
    expect(await states()).toEqual(['lost reserved']);
    const again = await clock.runUntil(told(router.getCode(want, asked(nobody))));
    expect(again.error).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(market.orders).toHaveLength(1);
    await clock.advance(10 * MINUTE);
    const use = async ({ order }: NumberInUse): Promise<void> => {
      market.receiveSms(order.id, { code: '123456' });
    };
    expect((await clock.runUntil(router.getCode(want, asked(use)))).code).toBe('123456');
    expect(market.orders.map(({ status }) => status)).toEqual(['expired', 'delivered']);
    await clock.runUntil(router.close());
  });

  test('what a vendor promised back and does not pay is not spent twice, however long the next purchase waits', async () => {
    let lists = 0;
    const { clock, journal, market, start, states } = setUp({
      world: {
        refundLagMs: Number.POSITIVE_INFINITY,
        // What is not bought of the one is not bought of the other either.
        offers: ['a', 'b'].map((pool) => ({ ...want, pool, price: '0.1', stock: 100 })),
      },
      wrap: (inner: Provider): Provider => ({
        ...inner,
        listOffers: async (query, call) => {
          lists += 1;
          if (lists > 1) await clock.sleep(5 * MINUTE);
          return await inner.listOffers(query, call);
        },
      }),
    });
    const router = start({ quoteTimeoutMs: 10 * MINUTE });
    const unfit = async (): Promise<'unfit'> => {
      await clock.sleep(10_000);
      return 'unfit';
    };
    const options = { ...asked(unfit), maxSpend: '0.15 USD', deadlineMs: 20 * MINUTE };
    const { error } = await clock.runUntil(told(router.getCode(want, options)));
    expect(error).toMatchObject({ code: 'NO_CODE', details: { spent: { amount: '0.1' } } });
    expect(await states()).toEqual(['cancelled missing']);
    expect([market.orders.length, (await journal.list({})).length]).toEqual([1, 1]);
    await clock.runUntil(router.close());
  });

  test('a code that could not be written down yet is given again under its key', async () => {
    let isFull = false;
    const { clock, journal, market, start } = setUp();
    const full: Journal = {
      ...journal,
      append: async (event) => {
        if (isFull) throw new NumrouteError('UNAVAILABLE', 'the disk is full', {});
        return await journal.append(event);
      },
    };
    const router = start({ journal: full });
    let uses = 0;
    const use = async ({ order }: NumberInUse): Promise<void> => {
      uses += 1;
      isFull = true;
      market.receiveSms(order.id, { code: '123456' });
    };
    const call = async (): Promise<string> => (await clock.runUntil(router.getCode(want, asked(use)))).code;
    expect([await call(), await call()]).toEqual(['123456', '123456']);
    expect(uses).toBe(1);
    isFull = false;
    await clock.runUntil(router.close());
  });

  test('a number is handed to nobody after the call, however long its use takes to be written down', async () => {
    const { clock, journal, start, sold } = setUp();
    const slow: Journal = {
      ...journal,
      append: async (event) => {
        if (event.kind === 'used') await clock.sleep(MINUTE);
        return await journal.append(event);
      },
    };
    const router = start({ journal: slow });
    let uses = 0;
    const use = async (): Promise<void> => {
      uses += 1;
    };
    const { error } = await clock.runUntil(told(router.getCode(want, { ...asked(use), deadlineMs: 30_000 })));
    expect(error).toMatchObject({ code: 'NO_CODE' });
    await clock.advance(2 * MINUTE);
    expect(uses).toBe(0);
    expect(sold()).toEqual(['cancelled']);
    await clock.runUntil(router.close());
  });
});
