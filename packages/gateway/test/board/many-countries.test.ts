import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { client, TOKEN } from '../support/gateway.ts';
import { hasBrowser, openBrowser, PHONE, visit } from './support/browser.ts';
import { focusGoesTo } from './support/keyboard.ts';
import { type LargeMarket, openLargeMarket } from './support/large-market.ts';
import { sideways } from './support/sideways.ts';

describe.skipIf(!hasBrowser)(
  'the price board of two hundred countries and five vendors',
  {
    timeout: 120_000,
  },
  () => {
    let market: LargeMarket;
    let browser: Browser;

    beforeAll(async () => {
      market = await openLargeMarket({ countries: 300, clients: [client({ operator: true })] });
      browser = await openBrowser();
    }, 60_000);
    afterAll(async () => {
      await market?.[Symbol.asyncDispose]();
    });

    test('shows the cheapest thirty, all on demand, and finds any by name', async () => {
      await using visitor = await visit(browser, market.url);
      const { page } = visitor;
      await visitor.signIn(TOKEN);
      const rows = page.locator('.price-table tbody tr');
      await rows.nth(29).waitFor();
      expect(await rows.count()).toBe(30);
      const first = await rows.first().locator('th').textContent();
      await page.locator('input[type=search]').fill('zimbabwe');
      await page.locator('tbody th', { hasText: 'Zimbabwe' }).waitFor();
      expect(await rows.count()).toBe(1);
      await visitor.picture('filtered');
      const big = page.locator('.cheapest-now');
      expect(await big.textContent()).toContain('Zimbabwe');
      await big.getByRole('button', { name: /^Buy .*, Zimbabwe$/ }).click();
      await page.locator('dialog', { hasText: 'Zimbabwe' }).waitFor();
      await page.keyboard.press('Escape');
      await page.locator('input[type=search]').fill('zzz');
      await big.waitFor({ state: 'detached' });
      await page.locator('input[type=search]').fill('');

      const whole = page.getByRole('button', { name: /^Show all \d{3} countries/ });
      await whole.focus();
      // How many rows come into the page in one turn.
      await page.evaluate(`new MutationObserver((changes) => {
        const added = changes.flatMap(({ addedNodes }) => [...addedNodes]);
        globalThis.most = Math.max(globalThis.most ?? 0, added.length);
      }).observe(document.querySelector('.price-table tbody'), { childList: true })`);
      await page.keyboard.press('Enter');
      await focusGoesTo(page, /^button Show fewer$/);
      // A few with each turn.
      await rows.nth(150).waitFor({ state: 'attached' });
      expect(await page.evaluate('globalThis.most')).toBeLessThanOrEqual(10);
      // The order is the server's until another is asked for.
      expect(await rows.first().locator('th').textContent()).toBe(first);
      await page.getByLabel('Sort by').selectOption('name');
      await page.locator('tbody tr:first-child th', { hasText: 'Afghanistan' }).waitFor();
      await page.keyboard.press('Tab');
      expect(visitor.complaints).toEqual([]);
    });

    test('of one vendor the big button buys what is shown, though others are cheaper', async () => {
      await using visitor = await visit(browser, market.url);
      const { page } = visitor;
      await visitor.signIn(TOKEN);
      const big = page.locator('.cheapest-now');
      const [first] = await big.locator('a').allTextContents();
      const vendor = market.vendors.map(({ id }) => id).find((id) => id !== first) ?? '';
      await page.getByRole('combobox', { name: 'Vendor' }).selectOption(vendor);
      await big.getByRole('link', { name: vendor }).waitFor();
      expect(await page.locator('.price-table thead a').allTextContents()).toEqual([vendor]);
      // Most of what it sells is sold for less elsewhere, and nothing there is the cheapest of all.
      expect(await page.locator('.badge.is-first').count()).toBe(0);
      expect(await page.locator('.price-table td.best').count()).toBeLessThan(30);
      await visitor.picture('one vendor');
      await big.getByRole('button').click();
      await page.locator('dialog', { hasText: `Cheapest of ${vendor} now` }).waitFor();
      await page.locator('dialog #cap').fill('5');
      await page.locator('dialog .primary').click();
      await page.locator('.order.is-open').waitFor();
      const buyers = market.vendors.filter(({ world }) => world.orders.length > 0);
      expect(buyers.map(({ id }) => id)).toEqual([vendor]);
      expect(visitor.complaints).toEqual([]);
    });

    test('of a large stock it shows and buys only what has one', async () => {
      await using visitor = await visit(browser, market.url);
      const { page } = visitor;
      await visitor.signIn(TOKEN);
      const big = page.locator('.cheapest-now');
      await page.getByLabel('Least stock').selectOption('100 or more');
      await page.getByRole('status').filter({ hasText: 'Countries' }).waitFor();
      const stocks = (await page.locator('.price-table, .cheapest-now').allTextContents()).join(' ');
      const left = Array.from(stocks.matchAll(/([\d,]+) left/g), ([, count = '']) =>
        Number(count.replace(',', '')),
      );
      expect(left.length).toBeGreaterThan(30);
      expect(Math.min(...left)).toBeGreaterThanOrEqual(100);
      await big.getByRole('button').click();
      await page.locator('dialog', { hasText: 'Only where the stock is 100 or more' }).waitFor();
      const asked = page.waitForRequest((request) => request.method() === 'POST');
      await page.locator('dialog .primary').click();
      expect((await asked).postDataJSON()).toMatchObject({ minStock: 100 });
      await page.getByLabel('Least stock').selectOption('1,000 or more');
      await page.getByText('No stock is as large as that.').waitFor();
      await big.waitFor({ state: 'detached' });
      expect(visitor.complaints).toEqual([]);
    });

    test('fits every width: a table where there is room, else cards, never a sideways scroll', async () => {
      await using visitor = await visit(browser, market.url, PHONE);
      const { page } = visitor;
      await visitor.signIn(TOKEN);
      await page.locator('.price-list').waitFor();
      for (const [width, shape] of [
        [320, '.price-list'],
        [360, '.price-list'],
        [768, '.price-list'],
        [1024, '.price-list'],
        [1160, '.price-table'],
        [1920, '.price-table'],
      ] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.locator(shape).waitFor();
        expect(await sideways(page), `${width}`).toEqual([]);
        await visitor.picture(`width ${width}`);
      }
    });

    test('each card lists its vendors from the cheapest to the dearest', async () => {
      await using visitor = await visit(browser, market.url, PHONE);
      const { page } = visitor;
      await visitor.signIn(TOKEN);
      await page.locator('.price-list').waitFor();
      await page.locator('.price-list > li').nth(29).waitFor({ state: 'attached' });
      const lists = await page.evaluate<number[][]>(`
      [...document.querySelectorAll('.price-list ol')].map((list) =>
        [...list.querySelectorAll(':scope > li > .offer > .line > .price')].map(({ textContent }) =>
          Number(textContent.replace('$', ''))))
    `);
      expect(lists).toHaveLength(30);
      for (const prices of lists) expect(prices).toEqual(prices.toSorted((left, right) => left - right));
      const cheapest = lists.map(([price = Number.NaN]) => price);
      expect(cheapest).toEqual(cheapest.toSorted((left, right) => left - right));
      expect(await page.locator('.price-list ol > li:first-child.best').count()).toBe(30);
      expect(await page.locator('.badge.is-first').count()).toBe(1);
    });

    test('keeps nothing of the price lists that came before', async () => {
      await using visitor = await visit(browser, market.url);
      const { page } = visitor;
      await visitor.signIn(TOKEN);
      await page.locator('.more').click();
      await page.locator('.price-table tbody tr').nth(190).waitFor({ state: 'attached' });
      await refresh(page);
      const before = await nodesOf(page);
      for (let n = 0; n < 10; n += 1) await refresh(page);
      // Every list has some ten thousand.
      expect((await nodesOf(page)) - before).toBeLessThan(2_000);
    });
  },
);

async function refresh(page: Page): Promise<void> {
  const answer = page.waitForResponse(/v1\/offers/);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await (await answer).finished();
}

async function nodesOf(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  await devtools.send('HeapProfiler.collectGarbage');
  const { metrics } = await devtools.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'Nodes')?.value ?? Number.NaN;
}
