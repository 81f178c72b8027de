import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openGateway, type Running, TOKEN } from '../support/gateway.ts';
import { type Market, openMarket } from '../support/market.ts';
import { hasBrowser, openBrowser, visit } from './support/browser.ts';
import { focused, focusGoesTo, heard, tabTo } from './support/keyboard.ts';

describe.skipIf(!hasBrowser)('the price board without a mouse', { timeout: 120_000 }, () => {
  let market: Market;
  let running: Running;
  let browser: Browser;

  beforeAll(async () => {
    market = await openMarket();
    running = await openGateway(market.addresses);
    browser = await openBrowser();
  }, 60_000);
  afterAll(async () => {
    await running?.[Symbol.asyncDispose]();
    await market?.[Symbol.asyncDispose]();
  });

  test('signs in, picks, buys, copies the code, finishes, cancels; the focus is never lost', async () => {
    await using visitor = await visit(browser, running.url, {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const { page } = visitor;
    const { keyboard } = page;

    await focusGoesTo(page, /^input Access token$/);
    await keyboard.type(TOKEN);
    await keyboard.press('Enter');
    const cheapest = page.locator('.cheapest-now');
    await cheapest.waitFor();
    await focusGoesTo(page, /^main/);

    // A service, a country, a currency.
    await tabTo(page, /^select Service/);
    await keyboard.press('ArrowDown');
    await cheapest.filter({ hasText: 'WhatsApp' }).waitFor();
    await focusGoesTo(page, /^select Service/);
    await keyboard.press('ArrowUp');
    await cheapest.filter({ hasText: 'Telegram' }).waitFor();
    await tabTo(page, /^input Filter countries/);
    await keyboard.type('united');
    await page.getByRole('status').filter({ hasText: 'Countries: 1' }).waitFor();
    await keyboard.press('Control+a');
    await keyboard.press('Delete');
    await page.getByRole('status').filter({ hasText: 'Countries: 2' }).waitFor();
    await tabTo(page, /^select Currency/);
    await keyboard.press('ArrowDown');
    await cheapest.filter({ hasText: /8,400.Toman/ }).waitFor();
    await keyboard.press('ArrowUp');
    await cheapest.filter({ hasText: '$0.075' }).waitFor();

    // The dialog takes the focus, keeps it, and gives it back.
    await tabTo(page, /^button Buy Telegram, Estonia/);
    await keyboard.press('Enter');
    await focusGoesTo(page, /^input Pay at most/);
    const within = new Set<string>();
    for (let n = 0; n < 8; n += 1) {
      await keyboard.press('Tab');
      within.add(await focused(page));
    }
    expect([...within].sort()).toEqual([
      'body',
      'button Back',
      'button Buy for at most $0.075',
      'input Pay at most (US Dollar)',
    ]);
    await keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    await focusGoesTo(page, /^button Buy Telegram, Estonia/);
    expect(market.charges()).toBe(0);

    // A cap that buys nothing is said, and buys nothing.
    await keyboard.press('Enter');
    await keyboard.type('0.01');
    await keyboard.press('Enter');
    await page.locator('#cap-word', { hasText: 'nothing would be bought' }).waitFor();
    await keyboard.press('Control+a');
    await keyboard.type('0.1');
    await keyboard.press('Enter');
    await heard(page, /^Bought .*Telegram.*Estonia.*\+372/);
    await focusGoesTo(page, /^button Buy Telegram, Estonia/);
    expect(market.charges()).toBe(1);

    // The code is said, and moves the focus nowhere.
    const [order] = market.worldOf('toman').orders;
    market.worldOf('toman').receiveSms(order?.id ?? '', 'Your code: 481516');
    await heard(page, /^Code 481516 for .*Telegram.*Estonia/);
    await focusGoesTo(page, /^button Buy Telegram, Estonia/);

    await tabTo(page, /^button Copy code 481516/, 'Shift+Tab');
    await keyboard.press('Enter');
    await page.getByText('Copied').waitFor();
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe('481516');
    await tabTo(page, /^button Finish Telegram Estonia/);
    await keyboard.press('Enter');
    await heard(page, /Telegram.*Estonia.*: Finished/);
    await focusGoesTo(page, /^li Telegram Estonia/);

    // Another one, which is cancelled.
    await tabTo(page, /^button Buy Telegram, Estonia/);
    await keyboard.press('Space');
    await keyboard.press('Enter');
    await page.locator('.order.is-open').waitFor();
    await tabTo(page, /^button Cancel Telegram Estonia/, 'Shift+Tab');
    await keyboard.press('Space');
    await heard(page, /Telegram.*Estonia.*: Cancelled/);
    await focusGoesTo(page, /^li Telegram Estonia/);
    expect(market.worldOf('toman').orders[1]?.status).toBe('cancelled');
    expect(market.charges()).toBe(2);

    await tabTo(page, /^button Hide Telegram Estonia/);
    await keyboard.press('Enter');
    await focusGoesTo(page, /^h2 Orders$/);
    await tabTo(page, /^button Forget token/, 'Shift+Tab');
    await keyboard.press('Enter');
    await focusGoesTo(page, /^input Access token$/);
    expect(visitor.complaints).toEqual([]);
  });
});
