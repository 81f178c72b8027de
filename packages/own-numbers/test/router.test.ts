import { existsSync } from 'node:fs';
import path from 'node:path';
import { memoryJournal, sqliteJournal } from '@numroute/journal';
import { createRouter } from '@numroute/router';
import { createWorld, paperProvider } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { createOwnNumbers } from '../src/index.ts';
import { desk, own, usd } from './support.ts';

const want = { service: 'telegram', country: 'US' };

function shop(price: string) {
  const world = createWorld({ currency: 'USD', offers: [{ ...want, price, stock: 5 }] });
  return paperProvider(world, { id: 'shop' });
}

test('what is free is bought first, counts as nothing in a budget, and leaves the cap to the next', async () => {
  using site = desk({ numbers: [own('+15550001111')] });
  const { provider, clock } = site;
  await using router = createRouter({
    providers: [shop('0.3'), provider],
    journal: memoryJournal({ acceptOrphans: true }),
    budgets: [{ limit: usd('0.3'), perMs: 86_400_000 }],
    clock,
  });
  const buy = () => clock.runUntil(router.buy(want, { maxPrice: usd('0.3') }));
  expect(await buy()).toMatchObject({
    provider: 'own',
    quoted: usd('0'),
    paid: usd('0'),
    phone: '+15550001111',
  });
  // Its number is held: the next want gets another vendor's, for all that the budget has.
  expect(await buy()).toMatchObject({ provider: 'shop', paid: usd('0.3') });
  await expect(buy()).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED' });
});

test('a price of one’s own counts in a budget until its lease is cancelled', async () => {
  using site = desk({
    numbers: [own('+15550001111', { price: usd('0.2') }), own('+15550002222', { price: usd('0.2') })],
  });
  const { provider, clock } = site;
  await using router = createRouter({
    providers: [provider],
    journal: memoryJournal({ acceptOrphans: true }),
    budgets: [{ limit: usd('0.3'), perMs: 86_400_000 }],
    clock,
  });
  const buy = () => clock.runUntil(router.buy(want, { maxPrice: usd('0.2') }));
  const first = await buy();
  expect(first).toMatchObject({ paid: usd('0.2') });
  await expect(buy()).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED' });
  await clock.runUntil(router.cancel(first));
  expect(await buy()).toMatchObject({ paid: usd('0.2'), phone: '+15550002222' });
});

test('a code is got from a number of one’s own, and the second want is refused meanwhile', async () => {
  using site = desk({ numbers: [own('+15550001111')] });
  const { provider, receive, clock } = site;
  await using router = createRouter({
    providers: [provider],
    journal: memoryJournal({ acceptOrphans: true }),
    clock,
  });
  const limits = { maxPrice: '0.01 USD', maxSpend: '0.01 USD', deadlineMs: 600_000 };
  const got = router.getCode(want, {
    ...limits,
    use: async ({ phone }) => {
      await expect(router.buy(want, { maxPrice: usd('0.01') })).rejects.toMatchObject({
        code: 'NO_OFFER',
        moneyMayHaveMoved: false,
      });
      receive(phone, 'Your code: 012345');
    },
  });
  expect(await clock.runUntil(got)).toMatchObject({ code: '012345', spent: usd('0') });
});

test('a router that comes after a crash finds the number by its purchase, and goes on', async () => {
  using site = desk({ numbers: [own('+15550001111')] });
  const { provider, options, place, receive, clock } = site;
  const file = path.join(place, 'orders.sqlite');
  const make = (one: typeof provider) => {
    const journal = sqliteJournal({ file });
    return { journal, router: createRouter({ providers: [one], journal, clock }) };
  };
  // The lease is written, and whoever wrote it hears nothing of it.
  const deaf = {
    ...bound(provider),
    purchase: async (...args: Parameters<typeof provider.purchase>) => {
      await provider.purchase(...args);
      return await new Promise<never>(() => undefined);
    },
  };
  const before = make(deaf);
  before.router.buy(want, { maxPrice: usd('0.01') }).catch(() => undefined);
  while (!existsSync(options.leases)) await clock.advance(1);
  await clock.advance(1);
  await before.journal.close();
  const after = make(createOwnNumbers(options));
  const { entries } = await clock.runUntil(after.router.recover());
  expect(entries).toMatchObject([{ state: 'open', order: { provider: 'own', phone: '+15550001111' } }]);
  receive('+15550001111', 'Your code: 012345', 1_000);
  await clock.runUntil(after.router.close());
  await after.journal.close();
});

function bound(provider: ReturnType<typeof createOwnNumbers>): typeof provider {
  const { manifest } = provider;
  return {
    manifest,
    listOffers: (query, call) => provider.listOffers(query, call),
    purchase: (offer, call) => provider.purchase(offer, call),
    fetchOrder: (id, call) => provider.fetchOrder(id, call),
  };
}
