import { money, NumrouteError } from '@numroute/core';
import {
  type AttemptEvent,
  isLease,
  type Lease,
  type LeasingJournal,
  type StandBy,
  type Standing,
  standBy,
} from '@numroute/journal';
import { createRouter, leased, type Router } from '@numroute/router';
import { createWorld, type PaperOptions, paperProvider, syncAtOnce, virtualClock } from '@numroute/testkit';
import { describe, expect, test } from 'vitest';
import { memoryLeasing } from '../../../journal/test/leasing.ts';

syncAtOnce();

const want = { service: 'telegram', country: 'EE' };
const maxPrice = money('1', 'USD');
const accounts = { one: 'an account' };

/** Processes at one vendor over one store. */
function house(paper: Partial<PaperOptions> = {}) {
  const clock = virtualClock();
  const world = createWorld({ currency: 'USD', clock, offers: [{ ...want, price: '0.1', stock: 9 }] });
  const store = memoryLeasing(clock);
  const sent: string[] = [];
  const routerOn = (journal: LeasingJournal | Lease['journal'], lease?: Lease): Router => {
    const inner = paperProvider(world, { id: 'one', ...paper });
    const provider = {
      ...inner,
      purchase: async (...[offer, call]: Parameters<typeof inner.purchase>) => {
        sent.push('purchase');
        return await inner.purchase(offer, call);
      },
    };
    return createRouter({ clock, journal, providers: [lease ? leased(provider, lease) : provider] });
  };
  const take = async (journal: LeasingJournal): Promise<Lease> => {
    const taken = await journal.take({ accounts, url: 'http://first:8080' });
    if (!isLease(taken)) throw new Error('held');
    return taken;
  };
  return { clock, world, store, sent, routerOn, take };
}

const failed = async (work: Promise<unknown>): Promise<NumrouteError> => {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!NumrouteError.is(error)) throw new Error(`no error of ours: ${error}`);
  return error;
};

/** What a vendor has said, or a person. */
const event = (attempt: string, happening: object): AttemptEvent =>
  ({ ...happening, attempt, at: 0, by: 'operator' }) as AttemptEvent;

describe('a router that is not the owner', () => {
  test('refuses to buy, says who is and where, and takes nothing up that the owner is at', async () => {
    const { clock, store, sent, routerOn, take } = house();
    const lease = await take(store.open());
    await lease.journal.append({
      ...event('under-way', { kind: 'intent', want: 'w', maxPrice }),
      offer: { provider: 'one', ...want, price: maxPrice, stock: null, handle: '' },
    } as AttemptEvent);
    const other = store.open();
    const router = routerOn(other);
    const error = await failed(clock.runUntil(router.buy(want, { maxPrice })));
    expect([error.code, error.details, error.moneyMayHaveMoved]).toEqual([
      'NOT_OWNER',
      { owner: 'process 1', url: 'http://first:8080' },
      false,
    ]);
    expect((await failed(clock.runUntil(router.recover()))).code).toBe('NOT_OWNER');
    expect((await other.findAttempt('under-way'))?.state).toBe('sending');
    expect(sent).toEqual([]);
    expect((await clock.runUntil(router.quote(want))).ranked).toHaveLength(1);
  });

  test('sees the SMS of an order that the owner bought', async () => {
    const { clock, store, routerOn, take } = house();
    const lease = await take(store.open());
    const order = await clock.runUntil(routerOn(lease.journal, lease).buy(want, { maxPrice }));
    const reader = store.open();
    const watching = routerOn(reader).watch(order)[Symbol.asyncIterator]();
    await clock.runUntil(watching.next());
    const news = watching.next();
    const [entry] = await reader.list({});
    const report = { id: order.id, status: 'delivered', messages: [{ code: '4711' }] };
    await lease.journal.append(event(entry?.id ?? '', { kind: 'reported', report }));
    expect((await clock.runUntil(news)).value).toMatchObject({ messages: [{ code: '4711' }] });
  });
});

describe('what somebody else settled', () => {
  const lostReply: Partial<PaperOptions> = {
    capabilities: ['fetchBalance', 'cancelOrder'],
    fault: (operation) =>
      operation === 'purchase' ? new NumrouteError('OUTCOME_UNKNOWN', 'reset', {}) : undefined,
  };

  test('opens the account here at once', async () => {
    const { clock, store, routerOn, take } = house(lostReply);
    const lease = await take(store.open());
    const router = routerOn(lease.journal, lease);
    expect((await failed(clock.runUntil(router.buy(want, { maxPrice })))).code).toBe('OUTCOME_UNKNOWN');
    const shut = await failed(clock.runUntil(router.buy(want, { maxPrice })));
    expect(JSON.stringify(shut)).toContain('account-unresolved');
    const outside = store.open();
    const [doubt] = await outside.list({ states: ['unknown'] });
    await outside.append(event(doubt?.id ?? '', { kind: 'absent', evidence: 'looked at the site' }));
    const again = await failed(clock.runUntil(router.buy(want, { maxPrice })));
    // It was sent again, and its reply was lost again: the account had been opened.
    expect(again.code).toBe('OUTCOME_UNKNOWN');
  });

  test('opens it after the next look where nobody tells', async () => {
    const { clock, store, routerOn, take } = house(lostReply);
    const lease = await take(store.open());
    const { subscribe: _nobodyTells, ...journal } = lease.journal;
    const router = routerOn(journal, lease);
    expect((await failed(clock.runUntil(router.buy(want, { maxPrice })))).code).toBe('OUTCOME_UNKNOWN');
    const outside = store.open();
    const [doubt] = await outside.list({ states: ['unknown'] });
    await outside.append(event(doubt?.id ?? '', { kind: 'absent', evidence: 'looked at the site' }));
    await clock.advance(10_000);
    await lease.renew();
    expect((await failed(clock.runUntil(router.buy(want, { maxPrice })))).code).toBe('OUTCOME_UNKNOWN');
  });
});

describe('a lease that is over', () => {
  test('holds a purchase back at the wire, although its intent is written; reads go on', async () => {
    const { clock, store, sent, routerOn, take } = house();
    const lease = await take(store.open());
    // The process stands still between its intent and its turn.
    const paused: Lease = {
      ...lease,
      check: () => {
        throw new NumrouteError('NOT_OWNER', 'the lease is over; nothing was sent', {});
      },
    };
    const router = routerOn(lease.journal, paused);
    const error = await failed(clock.runUntil(router.buy(want, { maxPrice })));
    expect([error.code, error.moneyMayHaveMoved]).toEqual(['NOT_OWNER', false]);
    expect(sent).toEqual([]);
    expect((await lease.journal.list({})).map(({ state }) => state)).toEqual(['refused']);
    expect(await clock.runUntil(router.balance('one'))).toBeDefined();
  });

  test('is looked at before each request of a method that needs several', async () => {
    let isOver = false;
    const check = (): void => {
      if (isOver) throw new NumrouteError('NOT_OWNER', 'over', {});
    };
    const { world } = house();
    const inner = paperProvider(world, { id: 'one' });
    const leftOver: string[] = [];
    const provider = leased(
      {
        ...inner,
        purchase: async (_offer, { turn }) => {
          isOver = true;
          await turn?.(async () => leftOver.push('second'));
          throw new Error('not reached');
        },
      },
      { check },
    );
    const [offer] = await inner
      .listOffers(want, { signal: AbortSignal.timeout(60_000) })
      .then((list) => [...list]);
    if (!offer) throw new Error('no offer');
    const call = {
      signal: AbortSignal.timeout(60_000),
      maxPrice,
      turn: <T>(send: () => Promise<T>) => send(),
    };
    expect((await failed(provider.purchase(offer, call))).code).toBe('NOT_OWNER');
    expect(leftOver).toEqual([]);
  });
});

describe('who stands by', () => {
  /** What a process does while it is the owner. */
  const process =
    (names: string[], name: string) =>
    async (lease: Lease): Promise<AsyncDisposable> => {
      names.push(`${name} begins`);
      await lease.journal.mustOwn?.(['one']);
      return {
        [Symbol.asyncDispose]: async () => {
          names.push(`${name} ends`);
        },
      };
    };

  function pair() {
    const { clock, store } = house();
    const told: string[] = [];
    const begin = (name: string, journal: LeasingJournal = store.open()): StandBy =>
      standBy({ journal, terms: { accounts }, start: process(told, name), clock });
    return { clock, store, told, begin };
  }

  test('begins at once when the owner ends in order', async () => {
    const { clock, told, begin } = pair();
    const first = begin('first');
    await clock.advance(0);
    const second = begin('second');
    await clock.advance(60_000);
    expect(told).toEqual(['first begins']);
    expect(second.standing).toMatchObject({ state: 'waiting', holder: { owner: 'process 1' } });
    await first.close();
    await clock.advance(0);
    expect(told).toEqual(['first begins', 'first ends', 'second begins']);
    await second.close();
    expect(second.standing).toEqual({ state: 'closed' });
  });

  test('begins within a lease and a quarter when the owner is gone without a word', async () => {
    const { clock, store, told, begin } = pair();
    const gone = await store.open().take({ accounts });
    expect(isLease(gone)).toBe(true);
    const second = begin('second');
    await clock.advance(19_000);
    expect(told).toEqual([]);
    await clock.advance(6_000);
    expect(told).toEqual(['second begins']);
    await second.close();
  });

  test('hands over when it is asked to, and waits until it may again', async () => {
    const { clock, store, told, begin } = pair();
    const first = begin('first');
    await clock.advance(0);
    const second = begin('second');
    await clock.advance(0);
    expect(await store.open().askToYield()).toBe(true);
    await clock.advance(100);
    expect(told).toEqual(['first begins', 'first ends', 'second begins']);
    await second.close();
    await clock.advance(60_000);
    expect(told.slice(3)).toEqual(['second ends', 'first begins']);
    await first.close();
  });

  test('ends what acts as soon as it learns that another has taken its lease, and stands by again', async () => {
    const { clock, store, told, begin } = pair();
    let isCut = false;
    const inner = store.open();
    const cut: LeasingJournal = {
      ...inner,
      take: async (terms) => {
        const taken = await inner.take(terms);
        if (!isLease(taken)) return taken;
        const renew = taken.renew;
        return {
          ...taken,
          renew: async () => {
            if (isCut) throw new NumrouteError('UNAVAILABLE', 'the connection broke', {});
            return await renew();
          },
        };
      },
    };
    const first = begin('first', cut);
    await clock.advance(0);
    isCut = true;
    const second = begin('second');
    await clock.advance(30_000);
    expect(told).toEqual(['first begins', 'second begins']);
    isCut = false;
    await clock.advance(6_000);
    expect(told).toEqual(['first begins', 'second begins', 'first ends']);
    expect(first.standing).toMatchObject({ state: 'waiting', holder: { owner: 'process 2' } });
    await Promise.all([first.close(), second.close()]);
  });

  test('goes on as before when the store was away for less than a lease', async () => {
    const { clock, store, told, begin } = pair();
    const first = begin('first');
    await clock.advance(12_000);
    await store.runOut();
    await clock.advance(30_000);
    expect([told, first.standing]).toEqual([['first begins'], { state: 'owner', fence: 1 }]);
    await first.close();
  });

  test('begins again where the store went away while it started', async () => {
    const { clock, store } = house();
    let starts = 0;
    const standing: Standing[] = [];
    const one = standBy({
      journal: store.open(),
      terms: { accounts },
      start: async () => {
        starts += 1;
        if (starts === 1) throw new NumrouteError('UNAVAILABLE', 'the store is away', {});
        return { [Symbol.asyncDispose]: async () => undefined };
      },
      onChange: (now) => standing.push(now),
      clock,
    });
    await clock.advance(6_000);
    expect(standing).toMatchObject([
      { state: 'waiting', error: { message: 'the store is away' } },
      { state: 'owner', fence: 2 },
    ]);
    await one.close();
  });

  test('says what its start has thrown, and lets the next one in', async () => {
    const { clock, store, told, begin } = pair();
    const broken = standBy({
      journal: store.open(),
      terms: { accounts },
      start: async () => {
        throw new NumrouteError('INVALID_INPUT', 'the config is wrong', { field: 'f', expected: 'e' });
      },
      clock,
    });
    await expect(broken.ended).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    const next = begin('next');
    await clock.advance(0);
    expect(told).toEqual(['next begins']);
    await next.close();
  });
});
