import { NumrouteError, type Provider } from '@numroute/core';
import { createQuotes, type RouterEvent } from '@numroute/router';
import { createWorld, paperProvider, type VirtualClock, virtualClock } from '@numroute/testkit';
import { expect, test } from 'vitest';

const want = { service: 'telegram', country: 'EE' };

function open(ids: readonly string[], change: (provider: Provider) => Provider = (one) => one) {
  const virtual = virtualClock();
  const seen = { sleeps: 0, lists: 0, events: [] as RouterEvent[] };
  const clock: VirtualClock = {
    ...virtual,
    sleep: (ms, signal) => {
      seen.sleeps += 1;
      return virtual.sleep(ms, signal);
    },
  };
  const providers = ids.map((id, n) => {
    const world = createWorld({
      currency: 'USD',
      clock,
      offers: [{ ...want, price: `0.${n + 1}`, stock: 5 }],
    });
    const paper = paperProvider(world, { id });
    const listOffers: Provider['listOffers'] = async (query, call) => {
      seen.lists += 1;
      return await paper.listOffers(query, call);
    };
    return change({ ...paper, listOffers });
  });
  const quotes = createQuotes({ providers, clock, onEvent: (event) => seen.events.push(event) });
  return { quotes, clock, seen };
}

test('a comparison of kept lists says the same, asks nobody and sets no deadline', async () => {
  const { quotes, seen } = open(['one', 'two', 'three']);
  const first = await quotes.quote(want);
  const { sleeps } = seen;
  expect(seen.lists).toBe(3);
  const second = await quotes.quote(want);
  expect(second.ranked).toEqual(first.ranked);
  expect(second.answered.map(({ provider, offers }) => [provider, offers])).toEqual([
    ['one', 1],
    ['two', 1],
    ['three', 1],
  ]);
  expect(seen).toMatchObject({ lists: 3, sleeps });
  expect(seen.events.filter(({ type }) => type === 'offers-listed')).toHaveLength(6);
});

test('as soon as one list is old its vendor is asked again, and no other', async () => {
  const { quotes, clock, seen } = open(['one', 'two']);
  await quotes.quote(want, { providers: ['one'] });
  await clock.advance(3_000);
  await quotes.quote(want, { providers: ['two'] });
  await clock.advance(3_000);
  const { ranked } = await quotes.quote(want);
  expect(ranked.map(({ offer }) => offer.provider)).toEqual(['one', 'two']);
  expect(seen.lists).toBe(3);
});

test('a vendor that cools down is silent beside lists that are kept', async () => {
  const broken = (provider: Provider): Provider =>
    provider.manifest.id === 'two'
      ? { ...provider, listOffers: () => Promise.reject(new NumrouteError('UNAVAILABLE', 'down', {})) }
      : provider;
  const { quotes, seen } = open(['one', 'two'], broken);
  await quotes.quote(want);
  const { ranked, silent } = await quotes.quote(want);
  expect(ranked.map(({ offer }) => offer.provider)).toEqual(['one']);
  expect(silent).toMatchObject([{ provider: 'two', error: { code: 'UNAVAILABLE' } }]);
  expect(seen.lists).toBe(1);
});

test('a signal that has aborted ends the question, whatever is kept', async () => {
  const { quotes } = open(['one']);
  await quotes.quote(want);
  const signal = AbortSignal.abort(new Error('gone'));
  await expect(quotes.quote(want, { signal })).rejects.toThrow('gone');
});
