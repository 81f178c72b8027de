import { addMoney, type Money, money, type Provider } from '@numroute/core';
import { type Journal, memoryJournal } from '@numroute/journal';
import { createRouter, type Router, type RouterEvent } from '@numroute/router';
import { type ProfileName, profiles, smsActivate, smsActivateDialect } from '@numroute/sms-activate';
import { createWorld, type Sandbox, startSandbox, type World } from '@numroute/testkit';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ran, withConfig } from './io.ts';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const want = { service: 'telegram', country: 'EE' };
const usd = (amount: string): Money => money(amount, 'USD');
const limits = { requests: 100, perMs: 1000, concurrent: 10 };

interface Stall {
  readonly world: World;
  readonly sandbox: Sandbox;
  /** The adapter of a run; its router closes it. */
  readonly open: () => Provider;
}

/** How a vendor strays from its list. */
interface Conduct {
  /** What a number costs there. @default as listed */
  readonly takes?: string;
  /** It takes whatever the buyer allows. */
  readonly isGreedy?: boolean;
  /** It does not look at `maxPrice`. */
  readonly ignoresLimit?: boolean;
}

async function vendor(profile: ProfileName, lists: string, conduct: Conduct = {}): Promise<Stall> {
  const world = createWorld({
    currency: 'USD',
    offers: [{ ...want, price: conduct.takes ?? lists, stock: 50 }],
  });
  const door: World['door'] = (key) => {
    const shop = world.door(key);
    return (
      shop && {
        ...shop,
        listOffers: async (query) =>
          Array.from(await shop.listOffers(query), (offer) => ({ ...offer, price: usd(lists) })),
        purchase: async ({ maxPrice, ...order }) => {
          if (conduct.isGreedy && maxPrice) world.setPrice({}, maxPrice.amount);
          return await shop.purchase({ ...order, ...(maxPrice && !conduct.ignoresLimit && { maxPrice }) });
        },
      }
    );
  };
  const dialect = smsActivateDialect({ ...profiles[profile], currency: 'USD' });
  const sandbox = await startSandbox({ world: { door }, dialect });
  closers.push(() => sandbox.close());
  const settings = {
    profile,
    currency: 'USD',
    apiKey: world.secret,
    baseUrl: sandbox.url,
    allowInsecureHttp: true,
    limits,
  };
  return { world, sandbox, open: () => smsActivate.create(smsActivate.parseSettings(settings)) };
}

function routerOver(
  stalls: readonly Stall[],
  journal: Journal = memoryJournal({ acceptOrphans: true }),
): { readonly router: Router; readonly events: RouterEvent[] } {
  const events: RouterEvent[] = [];
  const providers = stalls.map(({ open }) => open());
  const router = createRouter({ journal, providers, onEvent: (event) => events.push(event) });
  closers.push(() => router.close());
  return { router, events };
}

const isSale = ({ query }: { query: URLSearchParams }) => /^getNumber(V2)?$/.test(query.get('action') ?? '');

/** The most that each purchase allowed. */
const allowed = ({ sandbox }: Stall) =>
  sandbox.requests.filter(isSale).map(({ query }) => query.get('maxPrice'));

const spent = (...stalls: Stall[]): Money =>
  stalls
    .flatMap(({ world }) => world.ledger.filter(({ kind }) => kind === 'charge'))
    .map(({ amount }) => usd(amount.replace('-', '')))
    .reduce(addMoney, usd('0'));

async function buyTen(router: Router, more: { readonly tolerance?: string } = {}): Promise<string[]> {
  const sellers: string[] = [];
  for (let n = 0; n < 10; n += 1)
    sellers.push((await router.buy(want, { maxPrice: '0.50 USD', ...more })).provider);
  return sellers;
}

describe('a vendor that lists 0.10 and takes whatever it is allowed, beside an honest one at 0.12', () => {
  test('is allowed what it lists', async () => {
    const greedy = await vendor('herosms', '0.10', { isGreedy: true });
    const honest = await vendor('smsbower', '0.12');
    const { router } = routerOver([greedy, honest]);
    expect(await buyTen(router)).toEqual(Array(10).fill('herosms'));
    expect(allowed(greedy)).toEqual(Array(10).fill('0.1'));
    expect(spent(greedy, honest)).toEqual(usd('1'));
  });

  test('is allowed no more than the next one costs, whatever the buyer tolerates', async () => {
    const greedy = await vendor('herosms', '0.10', { isGreedy: true });
    const honest = await vendor('smsbower', '0.12');
    const { router } = routerOver([greedy, honest]);
    await buyTen(router, { tolerance: '0.5' });
    expect(allowed(greedy)[0]).toBe('0.12');
    expect(Number(spent(greedy, honest).amount)).toBeLessThanOrEqual(1.2);
  });
});

describe('a vendor whose list is stale: 0.10, and really 0.45', () => {
  test('refuses, and the next one sells; it is asked once and ranked by what it wants', async () => {
    const stale = await vendor('herosms', '0.10', { takes: '0.45' });
    const honest = await vendor('smsbower', '0.12');
    const { router } = routerOver([stale, honest]);
    expect(await buyTen(router)).toEqual(Array(10).fill('smsbower'));
    expect(allowed(stale)).toEqual(['0.1']);
    expect(spent(stale, honest)).toEqual(usd('1.2'));
    const { ranked } = await router.quote(want);
    expect(ranked.map(({ offer, charges }) => [offer.provider, charges?.amount])).toEqual([
      ['smsbower', undefined],
      ['herosms', '0.45'],
    ]);
  });

  test('sells for 0.45 where nobody sells for less', async () => {
    const stale = await vendor('herosms', '0.10', { takes: '0.45' });
    const { router } = routerOver([stale]);
    expect(await router.buy(want, { maxPrice: '0.50 USD' })).toMatchObject({ paid: usd('0.45') });
    expect(allowed(stale)).toEqual(['0.1', '0.45']);
    await expect(router.buy(want, { maxPrice: '0.40 USD' })).rejects.toMatchObject({
      code: 'NO_OFFER',
      details: { hidden: [{ limit: 'maxPrice', cheapest: { provider: 'herosms', price: usd('0.45') } }] },
    });
    expect(allowed(stale)).toHaveLength(2);
  });
});

describe('a vendor that does not look at the limit: lists 0.10, charges 0.45', () => {
  test('is bought at once, says its price, and is ranked by that price from then on, also by the next run', async () => {
    const journal = memoryJournal({ acceptOrphans: true });
    const careless = await vendor('privatesms', '0.10', { takes: '0.45', ignoresLimit: true });
    const honest = await vendor('smsbower', '0.12');
    const { router, events } = routerOver([careless, honest], journal);
    expect(await buyTen(router)).toEqual(['privatesms', ...Array(9).fill('smsbower')]);
    expect(spent(careless)).toEqual(usd('0.45'));
    expect(events.filter(({ type }) => type === 'price-differs')).toMatchObject([
      { order: { provider: 'privatesms', quoted: usd('0.1'), paid: usd('0.45'), status: 'open' } },
    ]);
    await router.close();
    const { router: next } = routerOver([careless, honest], journal);
    expect((await next.buy(want, { maxPrice: '0.50 USD' })).provider).toBe('smsbower');
    expect(spent(careless)).toEqual(usd('0.45'));
  });
});

test('`buy --tolerance 10%` lets a vendor charge a tenth more, and says what it listed', async () => {
  const { world, sandbox } = await vendor('herosms', '0.10', { isGreedy: true });
  const settings = {
    profile: 'herosms',
    apiKey: { env: 'KEY' },
    baseUrl: sandbox.url,
    allowInsecureHttp: true,
    limits,
  };
  const config = { providers: [{ plugin: '@numroute/sms-activate', settings }], journal: 'orders.db' };
  const argv = ['buy', 'telegram', '--country', 'EE', '--max', '0.50USD', '--tolerance', '10%'];
  const { out } = await withConfig(config, async (cwd) => {
    const buying = ran(argv, { cwd, env: { KEY: world.secret } });
    // The vendor cancels nothing in the first two minutes, so the SMS comes.
    const id = await vi.waitFor(() => world.orders[0]?.id ?? Promise.reject(new Error('no order')), 15_000);
    world.receiveSms(id, 'Your code: 01234');
    return await buying;
  });
  expect(out).toMatch(/^Bought \+\d+ from herosms for 0\.11 USD, listed at 0\.1(0)? USD/);
});
