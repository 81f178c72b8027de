import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATOR_TOKEN, TOKEN } from '../support/gateway.ts';
import { barriers } from './support/barriers.ts';
import { hasBrowser, openBrowser, PHONE, visit } from './support/browser.ts';
import { focused, focusGoesTo, tabTo } from './support/keyboard.ts';
import { openPast, type PastGateway } from './support/past.ts';
import { sideways } from './support/sideways.ts';

const looks = [
  ['desktop', {}],
  ['phone', PHONE],
  ['persian dark', { locale: 'fa-IR', colorScheme: 'dark' }],
] as const;

describe.skipIf(!hasBrowser)('prices over time on the board', { timeout: 300_000 }, () => {
  let running: PastGateway;
  let browser: Browser;

  beforeAll(async () => {
    running = await openPast('toman', 20, 30);
    browser = await openBrowser();
  }, 120_000);
  afterAll(async () => await running?.[Symbol.asyncDispose]());

  test.each(looks)('%s: nothing runs over and nothing keeps anybody out', async (name, options) => {
    await using visitor = await visit(browser, `${running.url}/#prices=telegram/EE`, options);
    const { page } = visitor;
    await visitor.signIn(OPERATOR_TOKEN);
    await page.locator('.curve > svg path').nth(2).waitFor();
    expect(await page.locator('.legend li').count()).toBe(3);
    const look = async (state: string): Promise<void> => {
      await visitor.picture(`prices over time ${name} ${state}`);
      expect(await sideways(page), state).toEqual([]);
      expect(await barriers(page), state).toEqual([]);
    };
    await look('week');
    await page.locator('.pickers select').selectOption('1');
    await page.locator('.changes summary').click();
    await page.locator('.changes table').nth(2).waitFor();
    await look('day, as a table');
    const answer = page.waitForResponse(/country=BR/);
    await page.evaluate("location.hash = 'prices=telegram/BR'");
    await (await answer).finished();
    await page.locator('p.empty').waitFor();
    await look('empty');
    await page.evaluate("location.hash = 'prices=whatsapp/EE'");
    await page.locator('.note').waitFor();
    expect(await page.locator('p.empty').count()).toBe(0);
    // The one refusal is in the console, too.
    expect(visitor.complaints.filter((line) => !line.includes('400'))).toEqual([]);
  });

  test('is reached and read without a mouse, and says in a table what the chart shows', async () => {
    await using visitor = await visit(browser, running.url);
    const { page } = visitor;
    await visitor.signIn(OPERATOR_TOKEN);
    await page.locator('.price-table').waitFor();
    await tabTo(page, /^a Estonia: prices over time$/);
    await page.keyboard.press('Enter');
    await focusGoesTo(page, /^h2 Telegram Estonia: prices over time$/);
    const chart = page.getByRole('img', {
      name: /the cheapest price of each vendor over time, in US Dollar/,
    });
    await chart.waitFor();
    await tabTo(page, /^summary/);
    await page.keyboard.press('Enter');
    const table = page.getByRole('table', { name: 'dollar' });
    await table.waitFor();
    const rows = await table.locator('tbody tr').allTextContents();
    const drawn = await page.locator('.curve > svg path').first().getAttribute('d');
    // Each row is a level of the line.
    expect(drawn?.match(/H/g)).toHaveLength(rows.filter((row) => row.includes('$')).length);
    expect(await page.getByRole('table', { name: 'rouble' }).textContent()).toContain('no price');
    await page.goBack();
    await page.locator('.price-table').waitFor();
    expect(await focused(page)).toBe('main');
    expect(visitor.complaints).toEqual([]);
  });

  test('a client sees one line at its own prices, and no vendor', async () => {
    await using visitor = await visit(browser, `${running.url}/#prices=telegram/EE`);
    const { page } = visitor;
    await visitor.signIn(TOKEN);
    await page.locator('.curve > svg').waitFor();
    expect(await page.locator('.curve > svg path').count()).toBe(1);
    await visitor.picture('prices over time client');
    expect(await page.locator('body').textContent()).not.toMatch(/toman|dollar|rouble/);
    expect(visitor.complaints).toEqual([]);
  });
});
