import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { hashToken } from '@numroute/gateway';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { client, openGateway, type Running, TOKEN } from '../support/gateway.ts';
import { type Market, openMarket } from '../support/market.ts';

const OPERATOR = 'an-operators-token-0123456789';
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const pictures = path.join(import.meta.dirname, 'pictures');

// CI installs the browser; a developer's machine may have none, and then says so.
const isThere = existsSync(executablePath);
if (!isThere && process.env['CI']) throw new Error(`${executablePath} is missing: .ci/run installs it`);

describe.skipIf(!isThere)('the price board in a browser', { timeout: 30_000 }, () => {
  let market: Market;
  let running: Running;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    market = await openMarket();
    running = await openGateway(market.addresses, {
      clients: [client(), client({ id: 'operator', tokenHash: hashToken(OPERATOR), operator: true })],
    });
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await running?.[Symbol.asyncDispose]();
    await market?.[Symbol.asyncDispose]();
  });

  const open = async (options: Parameters<Browser['newContext']>[0] = {}): Promise<void> => {
    context = await browser.newContext({ locale: 'en-GB', ...options });
    page = await context.newPage();
    complaints = [];
    page.on('console', (line) => {
      if (line.type() === 'error') complaints.push(line.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(running.url);
  };
  const signIn = async (token: string): Promise<void> => {
    await page.locator('#token').fill(token);
    await page.keyboard.press('Enter');
  };
  const picture = async (name: string): Promise<void> => {
    await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });
  };

  beforeEach(async () => await open());
  afterEach(async () => await context.close());

  test('refuses a wrong token and keeps none in the address', async () => {
    await signIn('not-the-token-of-anybody-at-all');
    await page.getByText('The gateway does not know this token.').waitFor();
    expect(page.url()).not.toContain('token');
  });

  test('compares, buys with a cap, shows the code when it comes, and finishes', async () => {
    await signIn(TOKEN);
    await page.locator('table').waitFor();
    await picture('prices');
    await page
      .getByRole('button', { name: /^Buy telegram, Estonia/i })
      .first()
      .click();
    await picture('buying');
    await page.getByRole('button', { name: /^Buy for at most/ }).click();
    const card = page.locator('.card.order.is-open').first();
    await card.waitFor();
    const bought = market.stalls.flatMap(({ world }) => world.orders.map((order) => ({ world, order })));
    expect(bought).toHaveLength(1);
    bought[0]?.world.receiveSms(bought[0].order.id, 'Your code: 481516 <img src=x onerror=alert(1)>');
    const code = page.locator('.code', { hasText: '481516' });
    await code.waitFor({ timeout: 20_000 });
    await picture('code');
    expect(await page.locator('img').count()).toBe(0);
    await page
      .getByRole('button', { name: /^Finish/ })
      .first()
      .click();
    await page.locator('.card.order.is-finished').waitFor();
    expect(complaints).toEqual([]);
  });

  test('tells an operator who sells, and everybody else no vendor', async () => {
    await signIn(TOKEN);
    await page.locator('table').waitFor();
    expect(await page.locator('body').textContent()).not.toContain('toman');
    await context.close();
    await open();
    await signIn(OPERATOR);
    await page.getByText('Vendor balances').waitFor();
    await picture('operator');
    expect(complaints).toEqual([]);
  });

  test.each([
    ['phone', { viewport: { width: 360, height: 740 } }],
    ['dark', { colorScheme: 'dark' }],
    ['persian', { locale: 'fa-IR' }],
  ] as const)('%s: nothing runs over, and nothing keeps anybody out', async (name, options) => {
    await context.close();
    await open(options);
    await signIn(OPERATOR);
    await page.locator('table').waitFor();
    await picture(name);
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    expect(wide).toBeLessThanOrEqual(0);
    expect(await page.evaluate<string>("document.documentElement.dir || 'ltr'")).toBe(
      name === 'persian' ? 'rtl' : 'ltr',
    );
    // Evaluated by the test's own hand, which the page's policy does not bind.
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(
      async () => await (globalThis as never as { axe: typeof axe }).axe.run(),
    );
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual(
      [],
    );
    expect(complaints).toEqual([]);
  });
});
