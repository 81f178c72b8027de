import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Clock, type Offer, systemClock } from '@numroute/core';
import { sqliteJournal } from '@numroute/journal';
import {
  openPriceHistory,
  type PriceFilter,
  type PriceHistory,
  type PriceHistoryOptions,
  type PriceSpan,
} from '@numroute/prices';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';

const START = Date.UTC(2026, 10, 1);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), 'numroute-prices-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

async function opened(options: Partial<PriceHistoryOptions> = {}): Promise<PriceHistory> {
  const file = options.file ?? path.join(await folder(), 'prices.sqlite');
  const history = await openPriceHistory({ ...options, file });
  onTestFinished(() => history.close());
  return history;
}

const offer = (price: string, more: Partial<Offer> = {}): Offer => ({
  provider: 'hub',
  service: 'telegram',
  country: 'EE',
  price: { amount: price, currency: 'USD' },
  stock: 10,
  handle: '',
  ...more,
});

const look = (offers: readonly Offer[], at: number, countries?: readonly string[]) => ({
  service: 'telegram',
  providers: ['hub'],
  offers,
  at: START + at,
  ...(countries && { countries }),
});

async function spansOf(history: PriceHistory, filter?: PriceFilter): Promise<PriceSpan[]> {
  const all: PriceSpan[] = [];
  for await (const page of history.spans(filter)) all.push(...page);
  return all;
}

const told = ({ country, price, since, until, stands }: PriceSpan): unknown[] => [
  country,
  price.amount,
  since - START,
  until - START,
  stands,
];

const clockAt = (now: () => number): Clock => ({ ...systemClock, now });

test('a price that stands is one span, however often it is looked at', async () => {
  const history = await opened();
  for (let n = 0; n <= 100; n += 1) await history.record(look([offer('0.11', { pool: 'any' })], n * 5000));
  await history.record(look([offer('0.12', { pool: 'any' })], 505_000));
  expect(await spansOf(history)).toEqual([
    {
      ...{ provider: 'hub', service: 'telegram', country: 'EE', pool: 'any' },
      ...{ price: { amount: '0.11', currency: 'USD' }, stock: 10 },
      ...{ since: START, until: START + 500_000, stands: false },
    },
    {
      ...{ provider: 'hub', service: 'telegram', country: 'EE', pool: 'any' },
      ...{ price: { amount: '0.12', currency: 'USD' }, stock: 10 },
      ...{ since: START + 505_000, until: START + 505_000, stands: true },
    },
  ]);
});

test('stock and success rates are news when they change much, and prices stay exact', async () => {
  const history = await opened();
  const price = '0.100000000000000001';
  const rate = (value: number) => ({ successRate: { value, source: 'vendor' as const } });
  for (const [n, more] of [
    { stock: 10, ...rate(0.5) },
    { stock: 19, ...rate(0.51) },
    { stock: 20, ...rate(0.51) },
    { stock: 11, ...rate(0.53) },
    { stock: 0 },
  ].entries())
    await history.record(look([offer(price, more)], n * 1000));
  const spans = await spansOf(history);
  expect(spans.map(({ stock, successRate }) => [stock, successRate])).toEqual([
    [10, 0.5],
    [20, 0.51],
    [11, 0.53],
    [0, undefined],
  ]);
  expect(new Set(spans.map((span) => span.price.amount))).toEqual(new Set([price]));
});

test('what is listed no more ends when it was seen last, and comes back as a new span', async () => {
  const history = await opened();
  await history.record(look([offer('0.11'), offer('0.2', { country: 'GB' })], 0));
  await history.record(look([offer('0.11'), offer('0.2', { country: 'GB' })], 1000));
  await history.record(look([offer('0.11')], 2000));
  await history.record(look([offer('0.11'), offer('0.2', { country: 'GB' })], 3000));
  expect((await spansOf(history)).map(told)).toEqual([
    ['EE', '0.11', 0, 3000, true],
    ['GB', '0.2', 0, 1000, false],
    ['GB', '0.2', 3000, 3000, true],
  ]);
});

test('nothing is said of countries that were not asked for and of vendors that did not answer', async () => {
  const history = await opened();
  const mug = offer('0.3', { provider: 'mug' });
  const both = {
    ...look([offer('0.11'), offer('0.2', { country: 'GB' }), mug], 0),
    providers: ['hub', 'mug'],
  };
  await history.record(both);
  await history.record(look([offer('0.11')], 1000, ['EE']));
  expect((await spansOf(history)).map(told)).toEqual([
    ['EE', '0.11', 0, 1000, true],
    ['GB', '0.2', 0, 0, true],
    ['EE', '0.3', 0, 0, true],
  ]);
  await history.record(look([], 2000, ['EE']));
  expect((await spansOf(history, { providers: ['hub'] })).map(told)).toEqual([
    ['EE', '0.11', 0, 1000, false],
    ['GB', '0.2', 0, 0, true],
  ]);
});

test('of several prices in a pool the least that can be bought counts', async () => {
  const history = await opened();
  await history.record(
    look([offer('0.3'), offer('0.1', { stock: 0 }), offer('0.2'), offer('-1'), offer('x')], 0),
  );
  expect((await spansOf(history)).map(told)).toEqual([['EE', '0.2', 0, 0, true]]);
});

test('after a day without a look nobody says that the price stood meanwhile', async () => {
  const history = await opened();
  await history.record(look([offer('0.11')], 0));
  await history.record(look([offer('0.11')], 23 * HOUR));
  await history.record(look([offer('0.11')], 3 * DAY));
  expect((await spansOf(history)).map(told)).toEqual([
    ['EE', '0.11', 0, 23 * HOUR, false],
    ['EE', '0.11', 3 * DAY, 3 * DAY, true],
  ]);
});

test('filters by service, country, provider, pool and time', async () => {
  const history = await opened();
  const some = [offer('1'), offer('2', { pool: 'a' }), offer('3', { country: 'GB', pool: 'a' })];
  await history.record(look(some, 0));
  await history.record({ ...look([offer('4', { service: 'whatsapp' })], 0), service: 'whatsapp' });
  await history.record(look([offer('5'), ...some.slice(1)], 5000));
  const prices = async (filter: PriceFilter): Promise<string[]> =>
    (await spansOf(history, filter)).map(({ price }) => price.amount);
  expect(await prices({})).toEqual(['1', '5', '2', '3', '4']);
  expect(await prices({ service: 'whatsapp' })).toEqual(['4']);
  expect(await prices({ countries: ['GB', 'US'] })).toEqual(['3']);
  expect(await prices({ pool: 'a' })).toEqual(['2', '3']);
  expect(await prices({ pool: null, service: 'telegram' })).toEqual(['1', '5']);
  expect(await prices({ since: START + 1000, service: 'telegram' })).toEqual(['5', '2', '3']);
  expect(await prices({ providers: ['mug'] })).toEqual([]);
});

test('whatever was seen at a look is what the spans say of it', async () => {
  const cell = fc.record({
    country: fc.constantFrom('EE', 'GB', 'hub:99'),
    pool: fc.constantFrom('', 'a', 'b\u0000', 'ü', '😀', '\uFFFF'),
    amount: fc.constantFrom('1', '2', '3'),
    stock: fc.constantFrom(null, 0, 5, 6, 50),
    currency: fc.constantFrom('USD', 'EUR'),
  });
  const looks = fc.array(
    fc.record({
      cells: fc.uniqueArray(cell, { selector: ({ country, pool }) => `${country} ${pool}`, maxLength: 8 }),
      countries: fc.option(fc.constant(['EE', 'GB']), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 8 },
  );
  await fc.assert(
    fc.asyncProperty(looks, async (all) => {
      const history = await openPriceHistory({ file: ':memory:' });
      for (const [n, { cells, countries }] of all.entries()) {
        const offers = cells.map(({ country, pool, amount, stock, currency }) =>
          offer('0', { country, pool, stock, price: { amount, currency } }),
        );
        await history.record(look(offers, n * 1000, countries));
      }
      const spans = await spansOf(history);
      for (const [n, { cells, countries }] of all.entries()) {
        const then = spans.filter(
          ({ since, until }) => since <= START + n * 1000 && until >= START + n * 1000,
        );
        const name = (...parts: readonly string[]): string => parts.join(' ');
        const said = then.map(({ country, pool = '', price }) =>
          name(country, pool, price.amount, price.currency),
        );
        const isAsked = (country: string): boolean => !countries || countries.some((one) => one === country);
        const seen = cells.filter(({ country }) => isAsked(country));
        expect(said.filter((one) => isAsked(one.split(' ')[0] ?? '')).sort()).toEqual(
          seen.map(({ country, pool, amount, currency }) => name(country, pool, amount, currency)).sort(),
        );
      }
      await history.close();
    }),
    { numRuns: 60 },
  );
});

test('all of a day stays, then one an hour, then one a day, and nothing beyond what is kept', async () => {
  let now = START;
  const history = await opened({ clock: clockAt(() => now), keepMs: 12 * DAY });
  const change = async (at: number): Promise<void> => {
    now = START + at;
    await history.record(look([offer(String(1 + ((at / 1_200_000) % 7)))], at));
  };
  for (let at = 0; at <= 15 * DAY; at += HOUR / 3) await change(at);
  const ages = (await spansOf(history)).filter(({ stands }) => !stands).map(({ until }) => now - until);
  const between = (from: number, to: number): number =>
    ages.filter((age) => age > from * DAY && age <= to * DAY).length;
  expect(between(0, 1)).toBe(72);
  // All is thinned every six hours.
  expect(between(2, 7)).toBe(5 * 24);
  expect(between(9, 12)).toBe(3);
  expect(between(12.25, 99)).toBe(0);
});

test('what ended before is forgotten on request, and the file gives its room back', async () => {
  const file = path.join(await folder(), 'prices.sqlite');
  const history = await opened({ file });
  const many = (price: number): readonly Offer[] =>
    Array.from({ length: 2000 }, (_, n) => offer(String(price), { pool: `p${n}` }));
  for (let n = 0; n < 6; n += 1) await history.record(look(many(n + 1), n * 1000));
  expect(await history.forget(START + 4000)).toBe(8000);
  expect(await history.forget(START + 4000)).toBe(0);
  expect(await spansOf(history)).toHaveLength(4000);
  await history.close();
  const small = await opened();
  for (let n = 4; n < 6; n += 1) await small.record(look(many(n + 1), n * 1000));
  expect((await stat(file)).size).toBeLessThan(400_000);
});

test('the file keeps to its size: what ended first goes first', async () => {
  const file = path.join(await folder(), 'prices.sqlite');
  const history = await opened({ file, most: 150_000 });
  for (let n = 0; n < 200; n += 1) {
    const offers = Array.from({ length: 100 }, (_, pool) => offer(String(n + 1), { pool: `p${pool}` }));
    await history.record(look(offers, n * 1000));
  }
  const spans = await spansOf(history);
  expect(spans.length).toBeGreaterThan(1000);
  expect(Math.min(...spans.map(({ since }) => since))).toBeGreaterThan(START + 100_000);
  expect(spans.filter(({ stands }) => stands)).toHaveLength(100);
  await history.close();
  expect((await stat(file)).size).toBeLessThan(170_000);
});

test('a file that is full of prices that stand says so, and takes what changes once there is room', async () => {
  const history = await opened({ most: 100_000 });
  const offers = Array.from({ length: 4000 }, (_, pool) => offer('1', { pool: `p${pool}` }));
  await history.record(look(offers, 0));
  await expect(history.record(look(offers, 1000))).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringContaining('full'),
  });
});

test('two that write wait for each other, and for whoever else holds the file', async () => {
  const file = path.join(await folder(), 'prices.sqlite');
  const [one, two] = await Promise.all([opened({ file }), opened({ file })]);
  const other = new DatabaseSync(file);
  other.exec('BEGIN IMMEDIATE');
  let isDone = false;
  const writes = Promise.all([
    one.record(look([offer('1')], 0)),
    two.record({ ...look([offer('2', { provider: 'mug' })], 0), providers: ['mug'] }),
  ]).then(() => {
    isDone = true;
  });
  for (let n = 0; n < 50; n += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(isDone).toBe(false);
  other.exec('COMMIT');
  other.close();
  await writes;
  expect((await spansOf(one)).map(({ provider }) => provider)).toEqual(['hub', 'mug']);
  await Promise.all(
    [one, two, one, two].map((history, n) => history.record(look([offer(String(n))], (n + 1) * 1000))),
  );
  const spans = await spansOf(two, { providers: ['hub'] });
  expect(spans.filter(({ stands }) => stands)).toHaveLength(1);
  expect(new Set(spans.map(({ since }) => since)).size).toBe(spans.length);
});

test('a file of somebody else is refused and left as it is', async () => {
  const file = path.join(await folder(), 'orders.sqlite');
  await sqliteJournal({ file }).close();
  const before = await readFile(file);
  await expect(openPriceHistory({ file })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    details: { field: 'prices' },
  });
  expect(await readFile(file)).toEqual(before);
  await expect(openPriceHistory({ file: '/nowhere/at/all.sqlite' })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
  await expect(openPriceHistory({ file, most: 1 })).rejects.toMatchObject({ details: { field: 'most' } });
  await expect(openPriceHistory({ file, keepMs: 0 })).rejects.toMatchObject({ details: { field: 'keepMs' } });
});
