import { type Call, NumrouteError, type OrderReport, type Provider } from '@numroute/core';
import { virtualClock } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { createPoller, type News } from '../../src/polling/index.ts';

type List = (all: readonly OrderReport[]) => unknown;

/** A vendor with a list, thirty orders that wait there, and messages for some at a time. */
function openCrowd(list: List, count = 30) {
  const clock = virtualClock();
  const singles: { readonly id: string; readonly at: number }[] = [];
  const lists: number[] = [];
  const failures: string[] = [];
  const messages = new Map<string, number>();
  const news: { readonly id: string; readonly at: number; readonly news: News }[] = [];
  const reportOf = (id: string): OrderReport => {
    const isHere = (messages.get(id) ?? Number.POSITIVE_INFINITY) <= clock.monotonic();
    return { id, status: isHere ? 'delivered' : 'open', messages: isHere ? [{ code: `0${id}` }] : [] };
  };
  const ids = Array.from({ length: count }, (_, n) => `${n}`);
  const provider: Provider = {
    manifest: {
      id: 'vendor',
      apiVersion: 1,
      limits: { requests: 50, perMs: 1_000, concurrent: 5 },
      traits: { priceGuard: true, stock: 'exact', refundsOnCancel: true },
      timing: { pollMs: 5_000, lifetimeMs: 1_200_000 },
    },
    listOffers: async () => [],
    purchase: () => Promise.reject(new NumrouteError('REJECTED', 'sells nothing', {})),
    fetchOrder: async (id: string, _call: Call) => {
      singles.push({ id, at: clock.monotonic() });
      return reportOf(id);
    },
    listOpenOrders: async () => {
      lists.push(clock.monotonic());
      return list(ids.map(reportOf)) as readonly OrderReport[];
    },
  };
  const poller = createPoller(provider, {
    clock,
    limits: provider.manifest.limits,
    onListFailed: ({ code }) => failures.push(code),
  });
  const leaves = ids.map((id) => {
    const leave = poller.enter({ id, boughtAt: clock.now() }, (said) => {
      news.push({ id, at: clock.monotonic(), news: said });
      if (said.kind === 'report' && said.report.messages.length > 0) leave();
    });
    return leave;
  });
  const codes = () =>
    news.flatMap(({ id, at, news: said }) =>
      said.kind === 'report' ? said.report.messages.map(({ code }) => ({ id, at, code })) : [],
    );
  return { clock, poller, singles, lists, failures, messages, news, codes, leaves };
}

test('once a list has shown a message it stands for the polls of everybody in it', async () => {
  const crowd = openCrowd((all) => all);
  crowd.messages.set('0', 1_000);
  crowd.messages.set('5', 61_000);
  await crowd.clock.advance(60_000);
  const { length } = crowd.singles;
  await crowd.clock.advance(40_000);
  // One request a floor for all, one more for whom a row had news of, and a check of each by and by.
  expect(crowd.lists.length).toBeGreaterThan(12);
  expect(crowd.singles.length - length).toBeLessThanOrEqual(32);
  expect(crowd.lists.slice(1).every((at, index) => at - (crowd.lists[index] ?? 0) >= 5_000)).toBe(true);
  expect(crowd.codes().map(({ id, code }) => [id, code])).toEqual([
    ['0', '00'],
    ['5', '05'],
  ]);
  expect(crowd.codes()[1]?.at).toBeLessThan(61_000 + 8_000);
  crowd.poller.close();
  expect(crowd.clock.pending).toBe(0);
});

test('whoever is not in the list is asked for alone', async () => {
  const crowd = openCrowd((all) => all.slice(0, 20));
  crowd.messages.set('0', 1_000);
  crowd.messages.set('25', 61_000);
  await crowd.clock.advance(120_000);
  expect(crowd.codes().map(({ id }) => id)).toEqual(['0', '25']);
  expect(crowd.codes()[1]?.at).toBeLessThan(61_000 + 12_000);
  expect(crowd.singles.filter(({ id }) => id === '24').length).toBeGreaterThan(10);
  expect(crowd.singles.filter(({ id }) => id === '4').length).toBeLessThan(5);
  crowd.poller.close();
});

test('a list that never shows messages is not believed, and given up', async () => {
  const crowd = openCrowd((all) => all.map(({ id }) => ({ id, status: 'open', messages: [] })));
  crowd.messages.set('3', 20_000);
  crowd.messages.set('4', 60_000);
  // Whoever waits on for more shows that the list is blind.
  crowd.poller.enter({ id: '3', boughtAt: crowd.clock.now() }, () => undefined);
  await crowd.clock.advance(100_000);
  expect(crowd.codes().map(({ id }) => id)).toEqual(['3', '4']);
  expect(crowd.codes()[0]?.at).toBeLessThan(20_000 + 9_000);
  expect(crowd.codes()[1]?.at).toBeLessThan(60_000 + 10_000);
  const { length } = crowd.lists;
  await crowd.clock.advance(300_000);
  expect(crowd.lists).toHaveLength(length);
  crowd.poller.close();
});

test('a list that goes blind is found out', async () => {
  const blank = ({ id }: OrderReport): OrderReport => ({ id, status: 'open', messages: [] });
  const crowd = openCrowd((all) => all.map((one) => (one.id === '0' ? one : blank(one))));
  crowd.messages.set('0', 1_000);
  crowd.messages.set('3', 70_000);
  crowd.messages.set('4', 170_000);
  crowd.poller.enter({ id: '3', boughtAt: crowd.clock.now() }, () => undefined);
  await crowd.clock.advance(250_000);
  expect(crowd.codes().map(({ id }) => id)).toEqual(['0', '3', '4']);
  // By the look that everybody gets at the maximum gap; then by looks at the usual pace.
  expect(crowd.codes()[1]?.at).toBeLessThan(70_000 + 65_000);
  expect(crowd.codes()[2]?.at).toBeLessThan(170_000 + 15_000);
  crowd.poller.close();
});

test('newcomers do not make lists come faster than the floor', async () => {
  const crowd = openCrowd((all) => all);
  crowd.messages.set('0', 1_000);
  for (let n = 0; n < 60; n += 1) {
    const boughtAt = crowd.clock.now() - 100_000;
    crowd.poller.enter({ id: `late-${n}`, boughtAt }, () => undefined);
    await crowd.clock.advance(1_000);
  }
  expect(crowd.lists.length).toBeGreaterThan(5);
  expect(crowd.lists.slice(1).every((at, index) => at - (crowd.lists[index] ?? 0) >= 5_000)).toBe(true);
  crowd.poller.close();
});

test('a row of which the order alone knows nothing is told as it stands', async () => {
  const crowd = openCrowd(
    (all) => all.map((one) => ({ ...one, status: 'delivered', messages: [{ text: `T${one.id}` }] })),
    3,
  );
  await crowd.clock.advance(20_000);
  const texts = crowd.news.flatMap(({ news }) =>
    news.kind === 'report' ? news.report.messages.map(({ text }) => text) : [],
  );
  expect(texts.sort()).toEqual(['T0', 'T1', 'T2']);
  crowd.poller.close();
});

test.each<[string, List]>([
  [
    'fails',
    () => {
      throw new NumrouteError('UNREADABLE', 'HTML', {});
    },
  ],
  ['is no list', () => ({ data: [] })],
  ['holds what is no order', () => [null, 7, 'x']],
])('a list that %s costs nobody a look, and is tried less and less', async (_, list) => {
  const crowd = openCrowd(list);
  crowd.messages.set('7', 50_000);
  await crowd.clock.advance(200_000);
  expect(crowd.codes()[0]).toMatchObject({ id: '7' });
  expect(crowd.codes()[0]?.at).toBeLessThan(60_000);
  expect(crowd.failures).toHaveLength(crowd.lists.length);
  expect(crowd.lists.length).toBeGreaterThan(1);
  expect(crowd.lists.length).toBeLessThan(6);
  crowd.poller.close();
});

test('an empty list is no evidence', async () => {
  const crowd = openCrowd(() => []);
  crowd.messages.set('7', 50_000);
  await crowd.clock.advance(100_000);
  expect(crowd.codes()[0]?.at).toBeLessThan(60_000);
  crowd.poller.close();
});

test('two orders are not worth a list', async () => {
  const crowd = openCrowd((all) => all, 2);
  await crowd.clock.advance(100_000);
  expect(crowd.lists).toHaveLength(0);
  expect(crowd.singles.length).toBeGreaterThan(20);
  crowd.poller.close();
});
