import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { client, OPERATOR_TOKEN, openGateway, operator, type Running, TOKEN } from '../support/gateway.ts';
import { type Market, openMarket } from '../support/market.ts';
import { hasBrowser, openBrowser, visit } from './support/browser.ts';

describe.skipIf(!hasBrowser)('the price board', { timeout: 120_000 }, () => {
  let market: Market;
  let running: Running;
  let browser: Browser;

  beforeAll(async () => {
    market = await openMarket();
    running = await openGateway(market.addresses, {
      clients: [client(), operator],
    });
    browser = await openBrowser();
  }, 60_000);
  afterAll(async () => {
    await running?.[Symbol.asyncDispose]();
    await market?.[Symbol.asyncDispose]();
  });

  test('refuses a wrong token and keeps none in the address', async () => {
    await using visitor = await visit(browser, running.url);
    await visitor.signIn('not-the-token-of-anybody-at-all');
    await visitor.page.getByText('The gateway does not know this token.').waitFor();
    await visitor.picture('refused');
    expect(visitor.page.url()).not.toContain('token');
  });

  test('a link may bring the token behind the #: it signs in, and leaves the address at once', async () => {
    await using visitor = await visit(browser, `${running.url}/#token=${TOKEN}`);
    await visitor.page.locator('table').waitFor();
    expect(visitor.page.url()).toBe(`${running.url}/`);
    expect(await visitor.page.evaluate('history.length')).toBeLessThanOrEqual(2);
    await visitor.page.reload();
    await visitor.page.locator('table').waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  test('compares, buys with a cap, shows the code when it comes, and finishes', async () => {
    await using visitor = await visit(browser, running.url);
    const { page } = visitor;
    await visitor.signIn(TOKEN);
    await page.locator('table').waitFor();
    await visitor.picture('prices');
    await page
      .getByRole('button', { name: /^Buy telegram, Estonia/i })
      .first()
      .click();
    await visitor.picture('buying');
    await page.getByRole('button', { name: /^Buy for at most/ }).click();
    await page.locator('.order.is-open').waitFor();
    const bought = market.vendors.flatMap(({ world }) => world.orders.map((order) => ({ world, order })));
    expect(bought).toHaveLength(1);
    bought[0]?.world.receiveSms(bought[0].order.id, 'Your code: 481516 <img src=x onerror=alert(1)>');
    await page.locator('.code', { hasText: '481516' }).waitFor();
    await visitor.picture('code');
    expect(await page.locator('img').count()).toBe(0);
    await page.getByRole('button', { name: /^Finish/ }).click();
    await page.locator('.order.is-finished').waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  test('tells an operator who sells, and everybody else no vendor', async () => {
    await using somebody = await visit(browser, running.url);
    await somebody.signIn(TOKEN);
    await somebody.page.locator('table').waitFor();
    expect(await somebody.page.locator('body').textContent()).not.toMatch(/toman|a code costs/);
    await using operator = await visit(browser, running.url);
    await operator.signIn(OPERATOR_TOKEN);
    await operator.page.getByText('Vendor balances').waitFor();
    await operator.picture('operator');
    expect(await operator.page.locator('thead').textContent()).toContain('toman');
    const offer = operator.page.locator('tbody .offer').first();
    expect(await offer.textContent()).toMatch(/code in \d+%.*after \d+:\d\d.*a code costs \$0\.\d+/);
    await operator.page.getByRole('combobox', { name: 'Language' }).selectOption('fa');
    await operator.page.getByText(/هر کد/).first().waitFor();
    expect([...somebody.complaints, ...operator.complaints]).toEqual([]);
  });
});
