import { setTimeout as delay } from 'node:timers/promises';
import { type Call, money, type Provider } from '@numroute/core';
import { memoryJournal } from '@numroute/journal';
import { createRouter } from '@numroute/router';
import { profiles, smsActivate, smsActivateDialect } from '@numroute/sms-activate';
import { createWorld, startSandbox, virtualClock } from '@numroute/testkit';
import { afterEach, expect, test } from 'vitest';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const MINUTE = 60_000;
const maxPrice = money('1', 'USD');

/** A vendor over real sockets whose adapter reads the first page of open orders, and no more. */
async function firstPageOnly() {
  const clock = virtualClock();
  const world = createWorld({
    currency: 'USD',
    clock,
    offers: ['whatsapp', 'viber', 'telegram'].map((service) => ({
      service,
      country: 'EE',
      price: '0.5',
      stock: 9,
    })),
  });
  const sandbox = await startSandbox({ world, dialect: smsActivateDialect(profiles.herosms) });
  closers.push(() => sandbox.close());
  const whole = smsActivate.create(
    smsActivate.parseSettings({
      profile: 'herosms',
      apiKey: world.secret,
      baseUrl: sandbox.url,
      allowInsecureHttp: true,
    }),
  );
  let underWay = 0;
  /** Virtual time stands still while a request is under way. */
  const timed =
    <A extends unknown[], R>(method: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      underWay += 1;
      try {
        return await method(...given);
      } finally {
        underWay -= 1;
      }
    };
  const { listOpenOrders, fetchBalance, cancelOrder } = whole;
  if (!listOpenOrders || !fetchBalance || !cancelOrder) throw new TypeError('this vendor has all three');
  const provider: Provider = {
    ...whole,
    listOffers: timed(whole.listOffers),
    purchase: timed(whole.purchase),
    fetchOrder: timed(whole.fetchOrder),
    fetchBalance: timed(fetchBalance),
    cancelOrder: timed(cancelOrder),
    listOpenOrders: timed(async (call: Call) => (await listOpenOrders(call)).slice(0, 2)),
  };
  const rest = async (): Promise<void> => {
    do await delay(2);
    while (underWay > 0);
  };
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 2_000) {
      await rest();
      await clock.advance(Math.min(left, 2_000));
    }
    await rest();
  };
  /** Where a call waits for its turn, time goes on. */
  const settled = async <T>(promise: Promise<T>): Promise<T> => {
    let isDone = false;
    const done = (): void => {
      isDone = true;
    };
    promise.then(done, done);
    for (await rest(); !isDone; await rest()) await clock.advance(100);
    return await promise;
  };
  const router = createRouter({
    clock,
    journal: memoryJournal({ acceptOrphans: true }),
    providers: [provider],
  });
  closers.push(() => router.close());
  return { world, sandbox, router, pass, settled };
}

test('a lost purchase beyond the first page of open orders is not bought again, and is found', async () => {
  const { world, sandbox, router, pass, settled } = await firstPageOnly();
  const first = await settled(router.buy({ service: 'whatsapp', country: 'EE' }, { maxPrice }));
  await settled(router.buy({ service: 'viber', country: 'EE' }, { maxPrice }));
  sandbox.fault({
    when: 'after',
    kind: 'reset',
    match: ({ query }) => /^getNumber/.test(query.get('action') ?? ''),
  });
  const want = { service: 'telegram', country: 'EE' };
  await expect(settled(router.buy(want, { maxPrice }))).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  for (let seconds = 0; seconds < 300; seconds += 10) {
    await pass(10_000);
    await expect(settled(router.buy(want, { maxPrice }))).rejects.toMatchObject({ code: 'NO_OFFER' });
  }
  const charges = () => world.ledger.filter(({ kind }) => kind === 'charge').length;
  expect(charges()).toBe(3);

  // One of the other orders ends, and the first page has room for the lost one.
  await settled(router.cancel(first));
  await pass(3 * MINUTE);
  expect(world.orders.map(({ status }) => status)).toEqual(['cancelled', 'open', 'cancelled']);
  expect(charges()).toBe(3);
  const entries = await router.attempts({});
  expect(entries.map(({ order }) => order?.id)).toEqual(world.orders.map(({ id }) => id));
});
