import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Offer } from '@numroute/core';
import { openPriceHistory } from '@numroute/prices';
import { expect, test } from 'vitest';
import { type Ran, type RunOptions, ran } from './io.ts';
import { type CliShop, openCliShop } from './shop.ts';

const rates = [{ base: 'USD', quote: 'IRT', value: '112000', source: 'the test', asOf: '2026-11-20' }];
const HOUR = 3_600_000;

async function openShop(more: object = {}): Promise<CliShop> {
  return await openCliShop({ prices: 'kept.sqlite', rates, currency: 'USD', ...more });
}

const at = ({ cwd, env }: CliShop, argv: readonly string[], more: Partial<RunOptions> = {}): Promise<Ran> =>
  ran(argv, { cwd, env, ...more });

/** What comparisons of the last hours have kept. */
async function fill({ cwd }: CliShop, prices: readonly (string | undefined)[]): Promise<void> {
  await using history = await openPriceHistory({ file: path.join(cwd, 'kept.sqlite') });
  const start = Date.now() - prices.length * HOUR;
  const offer = (amount: string, more: Partial<Offer> = {}): Offer => ({
    ...{ provider: 'arzancell', service: 'telegram', country: 'EE', pool: '3', stock: 9, handle: '' },
    ...{ price: { amount, currency: 'IRT' }, successRate: { value: 0.5, source: 'vendor' as const } },
    ...more,
  });
  for (const [n, price] of prices.entries()) {
    await history.record({
      service: 'telegram',
      providers: ['arzancell'],
      offers: [
        ...(price === undefined ? [] : [offer(price)]),
        offer('56000', { country: 'GB', pool: '=1+1,"x"\n' }),
        offer('0.7', { country: 'US', pool: 'eur', price: { amount: '0.7', currency: 'EUR' } }),
      ],
      at: start + n * HOUR,
    });
  }
}

test('each comparison keeps what it sees, and prices history shows what changed, newest first', async () => {
  const shop = await openShop();
  const none = await at(shop, ['prices', 'history', 'telegram']);
  expect([none.code, none.out]).toEqual([3, '']);
  expect(none.err).toContain('numroute compare telegram` keeps what it sees');
  await fill(shop, ['9000', '9000', '7000']);
  const compared = await at(shop, ['compare', 'telegram']);
  expect([compared.code, compared.err]).toEqual([0, '']);
  const { code, out } = await at(shop, ['prices', 'history', 'telegram', '--country', 'EE']);
  expect(code).toBe(0);
  const rows = [...out.matchAll(/^\d{4}-\d\d-\d\d \d\d:\d\d {2}(\S+).* (0\.\d+ USD) +(.*?) +\d,000|8,400/gm)];
  expect(rows).toHaveLength(3);
  expect(out).toMatch(/still +0\.0750 USD +▲ 20% +8,400 IRT +9 +- +EE Estonia +arzancell\/3/);
  expect(out).toMatch(/0\.0625 USD +▼ 22% +7,000 IRT +9 +50%/);
  expect(out).toContain('3 prices, each for as long as it stood. Times are UTC.');
});

test('history in JSON has the prices as listed and as compared; --limit takes the newest', async () => {
  const shop = await openShop();
  await fill(shop, ['9000', '7000', '5600']);
  const { code, out } = await at(shop, ['prices', 'history', 'telegram', '--limit', '2', '--json']);
  expect(code).toBe(0);
  const { changes, total, currency } = JSON.parse(out);
  expect([total, currency, changes.length]).toEqual([5, 'USD', 2]);
  expect(changes[0]).toMatchObject({
    stands: true,
    asked: { amount: '5600', currency: 'IRT' },
    price: { amount: '0.05', currency: 'USD' },
    before: { amount: '0.0625', currency: 'USD' },
    pool: '3',
    successRate: 0.5,
  });
  const text = await at(shop, ['prices', 'history', 'telegram']);
  expect(text.out.replace(/\n +/g, ' ')).toContain('No PRICE: 1 price in EUR without a rate to USD');
});

test('chart draws the cheapest at the width of the terminal, and tells the least and the most', async () => {
  const shop = await openShop();
  await fill(shop, ['9000', '5600', undefined, '7000']);
  const chart = ['prices', 'chart', 'telegram', '--provider', 'arzancell', '--in', 'IRT'];
  const { code, out } = await at(shop, chart);
  expect(code).toBe(0);
  expect(out).toMatch(/^56,000 IRT ┤/);
  expect(out).toMatch(/^ 5,600 IRT ┤/m);
  expect(out).toMatch(/[\u2801-\u28ff]/);
  expect(
    Math.max(
      ...out
        .split('\n')
        .slice(0, 11)
        .map((line) => line.length),
    ),
  ).toBeLessThanOrEqual(80);
  expect(out).toContain('Last 7,000 IRT (EE Estonia, arzancell/3); lowest 5,600 IRT');
  const narrow = await at(shop, chart, { tty: true, env: { ...shop.env, COLUMNS: '40', NO_COLOR: '1' } });
  expect(Math.max(...narrow.out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(40);
  const json = JSON.parse((await at(shop, [...chart, '--json'])).out);
  expect(json.points).toHaveLength(120);
  expect(json.points[0]).toMatchObject({ price: { amount: '9000' }, offer: { country: 'EE' } });
  expect(json.points.at(-1).price.amount).toBe('7000');
});

test('export quotes what must be quoted, disarms what a spreadsheet would run, and rounds nothing', async () => {
  const shop = await openShop();
  await fill(shop, ['9000', '7000.000000000001']);
  const { code, out } = await at(shop, ['prices', 'export', '--csv']);
  expect(code).toBe(0);
  expect(out).toMatch(
    /^since,until,stands,service,country,provider,pool,price,currency,stock,success_rate\n/,
  );
  expect(out).toMatch(/true,telegram,EE,arzancell,3,7000\.000000000001,IRT,9,0\.5\n/);
  expect(out).toContain('telegram,GB,arzancell,"\'=1+1,""x""\n",56000,IRT');
  const lines = (await at(shop, ['prices', 'export', 'telegram', '--json', '--country', 'EE'])).out.trim();
  expect(lines.split('\n').map((line) => JSON.parse(line).asked.amount)).toEqual([
    '9000',
    '7000.000000000001',
  ]);
  const both = await at(shop, ['prices', 'export', '--json', '--csv']);
  expect(both.code).toBe(2);
});

test('forget takes what ended long ago', async () => {
  const shop = await openShop();
  await fill(shop, ['9000', '8000', '7000', '6000']);
  const { code, out } = await at(shop, ['prices', 'forget', '--older-than', '150m', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ forgotten: 2 });
  expect((await at(shop, ['prices', 'export', '--country', 'EE'])).out.match(/IRT/g)).toHaveLength(2);
});

test('what cannot be kept is a warning and costs no comparison', async () => {
  const shop = await openShop();
  await writeFile(
    path.join(shop.cwd, 'kept.sqlite'),
    'a diary, and no database at all, and quite long'.repeat(99),
  );
  const { code, out, err } = await at(shop, ['compare', 'telegram']);
  expect(code).toBe(0);
  expect(out).toContain('8,400 IRT');
  expect(err).toMatch(/^Prices are not kept: prices: .*kept\.sqlite/);
  expect(await readFile(path.join(shop.cwd, 'kept.sqlite'), 'utf8')).toMatch(/^a diary/);
  const history = await at(shop, ['prices', 'history', 'telegram']);
  expect(history.code).toBe(2);
});

test('the config names the file, how long and how much; anything else is told with its place', async () => {
  const none = await openCliShop();
  const off = await at(none, ['prices', 'chart', 'telegram']);
  expect(off.code).toBe(2);
  expect(off.err).toContain('"prices": "numroute-prices.sqlite"');
  const right = await openShop({ prices: { file: 'kept.sqlite', keep: '30d', most: '5MB' } });
  expect((await at(right, ['compare', 'telegram'])).err).toBe('');
  for (const [prices, place] of [
    [7, 'prices'],
    ['numroute.sqlite', 'a file of its own'],
    [{ keep: '30d' }, 'prices.file'],
    [{ file: 'kept.sqlite', keep: 'long' }, 'prices.keep'],
    [{ file: 'kept.sqlite', most: '5KB' }, 'prices.most'],
    [{ file: 'kept.sqlite', days: 4 }, 'prices.days'],
  ] as const) {
    const { code, err } = await at(await openShop({ prices }), ['compare', 'telegram']);
    expect([code, err]).toEqual([2, expect.stringContaining(place)]);
  }
});
