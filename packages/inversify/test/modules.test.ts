import {
  type Clock,
  money,
  type Offer,
  type Provider,
  type ProviderPlugin,
  systemClock,
} from '@numroute/core';
import {
  CLOCK,
  JOURNAL,
  PROVIDER,
  providerModule,
  providerToken,
  ROUTER,
  routerModule,
  STRATEGY,
} from '@numroute/inversify';
import { memoryJournal } from '@numroute/journal';
import type { Strategy } from '@numroute/router';
import { Container } from 'inversify';
import { expect, test } from 'vitest';

interface Shelf {
  readonly id: string;
  readonly price: string;
}

let closed: string[] = [];

/** A plugin that imports nothing but the contract. */
const plain: ProviderPlugin<Shelf> = {
  id: 'plain',
  apiVersion: 1,
  parseSettings: (raw) => raw as Shelf,
  create: ({ id, price }): Provider => {
    const offer: Offer = {
      provider: id,
      service: 'telegram',
      country: 'EE',
      price: money(price, 'USD'),
      stock: 5,
      handle: '',
    };
    return {
      manifest: {
        id,
        apiVersion: 1,
        limits: { requests: 100, perMs: 1000, concurrent: 4 },
        traits: { priceGuard: true, stock: 'exact', refundsOnCancel: true },
        timing: { pollMs: 10 },
      },
      listOffers: async () => [offer],
      purchase: async () => ({ id: '1', status: 'open', messages: [], phone: '+3725550001' }),
      fetchOrder: async () => ({ id: '1', status: 'open', messages: [] }),
      close: async () => {
        closed.push(id);
      },
    };
  },
};

function containerOf(...shelves: Shelf[]): Container {
  closed = [];
  const container = new Container();
  container.load(...shelves.map((shelf) => providerModule(plain, shelf)), routerModule());
  container.bind(JOURNAL).toConstantValue(memoryJournal({ acceptOrphans: true }));
  return container;
}

test('a plugin that never heard of inversify is loaded, once per account', async () => {
  const container = containerOf({ id: 'one', price: '0.2' }, { id: 'two', price: '0.1' });
  const router = container.get(ROUTER);
  const { ranked } = await router.quote({ service: 'telegram' });
  expect(ranked.map(({ offer }) => offer.provider)).toEqual(['two', 'one']);
  expect(container.getAll(PROVIDER)).toEqual(router.providers);
  expect(container.get(ROUTER)).toBe(router);
  await container.unbindAllAsync();
});

test('a strategy that is bound replaces the default', async () => {
  const container = containerOf({ id: 'one', price: '0.2' }, { id: 'two', price: '0.1' });
  const asListed: Strategy = (offers) => ({
    ranked: [...offers].map((offer) => ({ offer, comparable: offer.price })),
    excluded: [],
  });
  container.bind(STRATEGY).toConstantValue((offers, context) => {
    const { ranked, excluded } = asListed(offers, context);
    return { ranked: ranked.toSorted((a, b) => a.offer.provider.localeCompare(b.offer.provider)), excluded };
  });
  const { ranked } = await container.get(ROUTER).quote({ service: 'telegram' });
  expect(ranked.map(({ offer }) => offer.provider)).toEqual(['one', 'two']);
  await container.unbindAllAsync();
});

test('a clock that is bound is the one the router reads', async () => {
  const container = containerOf({ id: 'one', price: '0.2' });
  let read = 0;
  const clock: Clock = {
    now: () => {
      read++;
      return systemClock.now();
    },
    monotonic: () => {
      read++;
      return systemClock.monotonic();
    },
    sleep: systemClock.sleep,
  };
  container.bind(CLOCK).toConstantValue(clock);
  await container.get(ROUTER).quote({ service: 'telegram' });
  expect(read).toBeGreaterThan(0);
  await container.unbindAllAsync();
});

test('without a journal there is no router, and the error names what is missing', () => {
  const container = containerOf({ id: 'one', price: '0.2' });
  container.unbind(JOURNAL);
  expect(() => container.get(ROUTER)).toThrow('@numroute/Journal');
});

test('unbindAllAsync closes the router, which closes each provider once', async () => {
  const container = containerOf({ id: 'one', price: '0.2' }, { id: 'two', price: '0.1' });
  const router = container.get(ROUTER);
  await container.unbindAllAsync();
  expect(closed.toSorted()).toEqual(['one', 'two']);
  await expect(router.quote({ service: 'telegram' })).rejects.toMatchObject({ code: 'CLOSED' });
});

test('one provider is rebound by its id, and the others stay', async () => {
  const container = containerOf({ id: 'one', price: '0.2' }, { id: 'two', price: '0.1' });
  container.rebind(providerToken('two')).toConstantValue(plain.create({ id: 'other', price: '0.3' }));
  const { ranked } = await container.get(ROUTER).quote({ service: 'telegram' });
  expect(ranked.map(({ offer }) => offer.provider)).toEqual(['one', 'other']);
  expect(container.get(providerToken('one'))).toBe(container.get(ROUTER).providers[0]);
  await container.unbindAllAsync();
});

test('two accounts of one id are refused by the router, which names it', () => {
  const container = containerOf({ id: 'one', price: '0.2' }, { id: 'one', price: '0.1' });
  expect(() => container.get(ROUTER)).toThrow(/found one twice/);
});

test('without an id in its settings an account goes by the name of its plugin', () => {
  const container = new Container();
  container.load(
    providerModule<{ readonly price: string }>(
      { ...plain, create: () => plain.create({ id: 'x', price: '1' }) } as ProviderPlugin<{
        readonly price: string;
      }>,
      { price: '1' },
    ),
  );
  expect(container.get(providerToken('plain')).manifest.id).toBe('x');
});
