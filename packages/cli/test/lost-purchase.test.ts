import { arzancell, arzancellDialect } from '@numroute/arzancell';
import { type Dialect, money } from '@numroute/core';
import { memoryJournal } from '@numroute/journal';
import { createRouter } from '@numroute/router';
import { profiles, smsActivate, smsActivateDialect } from '@numroute/sms-activate';
import { createWorld, type Fault, startSandbox } from '@numroute/testkit';
import { afterEach, describe, expect, test } from 'vitest';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function stall(id: string, price: string, dialect: Dialect = arzancellDialect()) {
  const world = createWorld({
    currency: 'IRT',
    offers: [{ service: 'telegram', country: 'EE', pool: '3', price, stock: 9 }],
  });
  const sandbox = await startSandbox({ world, dialect });
  closers.push(() => sandbox.close());
  const provider = arzancell.create(
    arzancell.parseSettings({
      id,
      apiKey: world.secret,
      baseUrl: sandbox.url,
      allowInsecureHttp: true,
      purchaseTimeoutMs: 400,
      limits: { requests: 100, perMs: 1000, concurrent: 10 },
    }),
  );
  const purchases = () => sandbox.requests.filter(({ query }) => query.get('action') === 'get_number').length;
  return { world, sandbox, provider, purchases };
}

const isPurchase: NonNullable<Fault['match']> = ({ query }) => query.get('action') === 'get_number';

/** The vendor sells, charges, and then says that it could not. */
const forgetful: Dialect = {
  ...arzancellDialect(),
  respond: async (request, door) => {
    const reply = await arzancellDialect().respond(request, door);
    return isPurchase(request) ? { body: 'TRY AGAIN' } : reply;
  },
};

describe('a purchase that may have been charged', () => {
  test.each([
    ['lost', { when: 'after', kind: 'reset' }],
    ['lost before it was read to the end', { when: 'before', kind: 'reset' }],
    ['late', { when: 'after', kind: 'timeout' }],
    ['500', { when: 'after', kind: 'http-500' }],
    ['HTML', { when: 'after', kind: 'html' }],
    ['garbage', { when: 'after', kind: 'garbage' }],
    ['cut off', { when: 'after', kind: 'truncated' }],
    ['TRY AGAIN', undefined],
  ] as const)('%s: sent once, OUTCOME_UNKNOWN, and nobody else is asked to sell', async (_name, fault) => {
    const cheap = await stall('cheap', '100', fault ? undefined : forgetful);
    const dear = await stall('dear', '200');
    if (fault) cheap.sandbox.fault({ ...fault, match: isPurchase, times: Number.POSITIVE_INFINITY });
    const router = createRouter({
      journal: memoryJournal({ acceptOrphans: true }),
      providers: [cheap.provider, dear.provider],
    });
    closers.push(() => router.close());
    const want = { service: 'telegram', country: 'EE' };
    const options = { maxPrice: money('1000', 'IRT') };

    await expect(router.buy(want, options)).rejects.toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      moneyMayHaveMoved: true,
      details: { offer: { provider: 'cheap' } },
    });
    expect(cheap.purchases()).toBe(1);
    expect(dear.purchases()).toBe(0);

    // A new want may be served elsewhere; the account in doubt stays shut.
    expect((await router.buy(want, options)).provider).toBe('dear');
    expect(cheap.purchases()).toBe(1);
  });
});

test('GrizzlySMS lists open orders: the number whose reply was lost is found again, and bought once', async () => {
  const world = createWorld({
    currency: 'USD',
    offers: [{ service: 'telegram', country: 'SG', price: '0.2', stock: 9 }],
  });
  const sandbox = await startSandbox({ world, dialect: smsActivateDialect(profiles.grizzly) });
  closers.push(() => sandbox.close());
  const provider = smsActivate.create({
    profile: 'grizzly',
    currency: 'USD',
    apiKey: world.secret,
    baseUrl: sandbox.url,
    allowInsecureHttp: true,
    limits: { requests: 100, perMs: 1000, concurrent: 10 },
  });
  const router = createRouter({ journal: memoryJournal({ acceptOrphans: true }), providers: [provider] });
  closers.push(() => router.close());
  const asked = (action: string) => sandbox.requests.filter(({ query }) => query.get('action') === action);
  sandbox.fault({
    when: 'after',
    kind: 'reset',
    match: ({ query }) => query.get('action') === 'getNumberV2',
  });
  const order = await router.buy(
    { service: 'telegram', country: 'SG' },
    { maxPrice: money('1', 'USD'), key: 'one' },
  );
  expect(world.orders.map(({ id, phone }) => ({ id, phone }))).toEqual([
    { id: order.id, phone: order.phone },
  ]);
  expect(asked('getNumberV2').map(({ query }) => query.get('country'))).toEqual(['10351']);
  expect(asked('getActiveActivations').length).toBeGreaterThan(0);
});
