import { type Dialect, money } from '@numroute/core';
import { memoryJournal } from '@numroute/journal';
import { createRouter } from '@numroute/router';
import { profiles, smsActivate, smsActivateDialect } from '@numroute/sms-activate';
import { createWorld, startSandbox } from '@numroute/testkit';
import { afterEach, expect, test } from 'vitest';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const want = { service: 'telegram', country: 'EE' };
const maxPrice = money('1', 'USD');
const AGAIN = '7';

/** A vendor that calls whatever it sold last by one and the same id. */
function forgetful(inner: Dialect): Dialect {
  let last = '';
  return {
    ...inner,
    respond: async (request, door) => {
      const query = new URLSearchParams(request.query);
      if (query.get('id') === AGAIN) query.set('id', last);
      const reply = await inner.respond({ ...request, query }, door);
      if (/^getNumber/.test(query.get('action') ?? ''))
        last = /(?:ACCESS_NUMBER:|"activationId":"?)(\w+)/.exec(reply.body)?.[1] ?? last;
      return last === '' ? reply : { ...reply, body: reply.body.replaceAll(last, AGAIN) };
    },
  };
}

async function shop() {
  const world = createWorld({ currency: 'USD', offers: [{ ...want, price: '0.5', stock: 9 }] });
  const sandbox = await startSandbox({ world, dialect: forgetful(smsActivateDialect(profiles.classic)) });
  closers.push(() => sandbox.close());
  const provider = smsActivate.create(
    smsActivate.parseSettings({
      profile: 'classic',
      id: 'classic',
      currency: 'USD',
      apiKey: world.secret,
      baseUrl: sandbox.url,
      allowInsecureHttp: true,
      limits: { requests: 100, perMs: 1000, concurrent: 10 },
    }),
  );
  const router = createRouter({ journal: memoryJournal({ acceptOrphans: true }), providers: [provider] });
  closers.push(() => router.close());
  const code = (text: string): boolean => world.receiveSms(world.orders.at(-1)?.id ?? '', text);
  return { world, router, code };
}

const ref = { provider: 'classic', id: AGAIN };

test('an id that a vendor gives out again is an order of its own, from its code to its end', async () => {
  const { world, router, code } = await shop();
  const first = await router.buy(want, { maxPrice });
  expect((await router.cancel(first)).status).toBe('cancelled');
  const second = await router.buy(want, { maxPrice });
  expect([first.id, second.id]).toEqual([AGAIN, AGAIN]);
  expect(second.phone).not.toBe(first.phone);
  code('Your code is 918273');
  expect(await router.fetch(ref)).toMatchObject({ phone: second.phone, messages: [{ code: '918273' }] });
  await router.finish(ref);
  const third = await router.buy(want, { maxPrice });
  expect((await router.cancel(third)).status).toBe('cancelled');
  expect(world.orders.map(({ status }) => status)).toEqual(['cancelled', 'finished', 'cancelled']);
  const entries = await router.attempts({});
  expect(entries.map(({ state, order }) => `${state} ${order?.phone} ${order?.messages.length}`)).toEqual([
    `cancelled ${first.phone} 0`,
    `finished ${second.phone} 1`,
    `cancelled ${third.phone} 0`,
  ]);
});

test('an order whose id is given to another number is over, and hears nothing of the other', async () => {
  const { world, router, code } = await shop();
  const first = await router.buy(want, { maxPrice });
  // Cancelled on the vendor's site: nobody tells us.
  await world.shop.cancelOrder(world.orders[0]?.id ?? '');
  const second = await router.buy(want, { maxPrice });
  expect(second).toMatchObject({ id: AGAIN, status: 'open' });
  code('Your code is 918273');
  expect(await router.fetch(ref)).toMatchObject({ phone: second.phone, messages: [{ code: '918273' }] });
  const entries = await router.attempts({});
  expect(entries.map(({ state, order }) => `${state} ${order?.phone} ${order?.messages.length}`)).toEqual([
    `gone ${first.phone} 0`,
    `delivered ${second.phone} 1`,
  ]);
});
