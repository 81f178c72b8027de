import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATOR_TOKEN, TOKEN } from '../support/gateway.ts';
import { barriers } from './support/barriers.ts';
import { hasBrowser, openBrowser, PHONE, visit } from './support/browser.ts';
import { focusGoesTo } from './support/keyboard.ts';
import { openPast, type PastGateway } from './support/past.ts';
import { sideways } from './support/sideways.ts';

const looks = [
  ['desktop', {}],
  ['persian dark phone', { ...PHONE, locale: 'fa-IR', colorScheme: 'dark' }],
] as const;

describe.skipIf(!hasBrowser)('the past on the board', { timeout: 300_000 }, () => {
  let running: PastGateway;
  let browser: Browser;

  beforeAll(async () => {
    running = await openPast('toman', 90);
    browser = await openBrowser();
  }, 120_000);
  afterAll(async () => await running?.[Symbol.asyncDispose]());

  test.each(looks)('%s: nothing runs over and nothing keeps anybody out', async (name, options) => {
    await using visitor = await visit(browser, `${running.url}/#past`, options);
    const { page } = visitor;
    await visitor.signIn(OPERATOR_TOKEN);
    await page.locator('.past > .order').first().waitFor();
    await page.locator('.spend').nth(2).waitFor();
    // All that the operator bought, and thirteen codes of each twenty numbers.
    const byClient = await page.locator('.spend').nth(2).textContent();
    if (name === 'desktop') expect(byClient).toMatch(/by client.*operator.*6\d%/);
    const look = async (state: string): Promise<void> => {
      await visitor.picture(`past ${name} ${state}`);
      expect(await sideways(page), state).toEqual([]);
      expect(await barriers(page), state).toEqual([]);
    };
    await look('filled');
    await page.locator('.pickers input').fill('nobody');
    await page.locator('p.empty').waitFor();
    await page.locator('.past > .order').waitFor({ state: 'detached' });
    await look('empty');
    expect(visitor.complaints).toEqual([]);
  });

  test('is searched by state, service, vendor and client, and goes on page by page', async () => {
    await using visitor = await visit(browser, running.url);
    const { page } = visitor;
    await visitor.signIn(OPERATOR_TOKEN);
    await page.locator('.cheapest-now').waitFor();
    await page.getByRole('link', { name: 'Past orders' }).click();
    await focusGoesTo(page, /^h2 Past orders$/);
    const orders = page.locator('.past > .order');
    await orders.nth(49).waitFor();
    expect(await orders.count()).toBe(50);
    await page.getByRole('button', { name: 'Show more' }).click();
    // Of the ninety, three were never sold.
    await orders.nth(86).waitFor();
    expect(await orders.count()).toBe(87);
    expect(await page.getByRole('button', { name: 'Show more' }).count()).toBe(0);
    await page.getByLabel('State').selectOption('expired');
    await orders.nth(50).waitFor({ state: 'detached' });
    await orders.first().waitFor();
    const shown = await orders.locator('.state').allTextContents();
    expect(new Set(shown)).toEqual(new Set(['Expired']));
    await page.getByLabel('Vendor').selectOption('dollar');
    await page.getByText('No order fits.').waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  test('of very many the newest leave the page, which says so, until something else is searched for', async () => {
    await using long = await openPast('toman', 580);
    await using visitor = await visit(browser, `${long.url}/#past`);
    const { page } = visitor;
    await visitor.signIn(OPERATOR_TOKEN);
    const orders = page.locator('.past > .order');
    const more = page.getByRole('button', { name: 'Show more' });
    await orders.nth(49).waitFor();
    const newest = await orders.first().textContent();
    // Of 580, 23 were never sold.
    for (let pages = 2; pages <= 12; pages += 1) {
      const answer = page.waitForResponse(/cursor/);
      await more.click();
      await (await answer).finished();
      await orders.nth(Math.min(pages * 50, 500) - 1).waitFor({ state: 'attached' });
    }
    await page.getByText('here are 500 older ones').waitFor();
    await more.waitFor({ state: 'detached' });
    expect(await orders.count()).toBe(500);
    expect(await orders.first().textContent()).not.toBe(newest);
    expect(await barriers(page)).toEqual([]);
    await page.getByLabel('State').selectOption('finished');
    await page.getByText('here are 500 older ones').waitFor({ state: 'detached' });
    expect(visitor.complaints).toEqual([]);
  });

  test('shows a client its own, and no vendor', async () => {
    await using visitor = await visit(browser, `${running.url}/#past`);
    const { page } = visitor;
    await visitor.signIn(TOKEN);
    await page.getByText('No order fits.').waitFor();
    await page.getByText('Nothing was spent this month.').waitFor();
    expect(await page.locator('.pickers label').count()).toBe(3);
    expect(await page.locator('body').textContent()).not.toContain('toman');
    expect(visitor.complaints).toEqual([]);
  });
});
