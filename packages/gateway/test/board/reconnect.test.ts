import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WireRequest } from '@numroute/core';
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openGateway, other, TOKEN, until } from '../support/gateway.ts';
import { type Market, openMarket } from '../support/market.ts';
import { processes } from '../support/process.ts';
import { hasBrowser, openBrowser, visit } from './support/browser.ts';
import { focusGoesTo } from './support/keyboard.ts';
import { freePort, openWire, type Wire } from './support/wire.ts';

describe.skipIf(!hasBrowser)('the price board when the line breaks', { timeout: 120_000 }, () => {
  let browser: Browser;
  let market: Market;

  beforeAll(async () => {
    browser = await openBrowser();
  }, 60_000);
  beforeEach(async () => {
    market = await openMarket();
  });
  afterEach(async () => await market[Symbol.asyncDispose]());

  const firstOrder = () => market.worldOf('toman').orders[0];

  test('the gateway is killed and started again: a code that came meanwhile appears', async () => {
    const start = processes(market.addresses, { port: await freePort() });
    const first = await start();
    await using visitor = await visit(browser, first.url);
    const { page } = visitor;
    await visitor.signIn(TOKEN);
    await buy(page);
    await page.locator('.order.is-open').waitFor();

    await first.kill();
    await page.getByRole('status').filter({ hasText: 'No connection to the gateway' }).waitFor();
    await visitor.picture('offline');
    // What was known is still there.
    expect(await page.locator('.order.is-open').count()).toBe(1);
    market.worldOf('toman').receiveSms(firstOrder()?.id ?? '', 'Your code: 481516');

    const second = await start();
    await page.locator('.link.is-live').waitFor();
    await page.locator('.order.is-delivered .code', { hasText: '481516' }).waitFor();
    expect(await page.locator('.offline').count()).toBe(0);
    expect(await page.locator('.order').count()).toBe(1);
    expect(market.charges()).toBe(1);
    await second.kill();
  });

  test('the line is cut while an order ends elsewhere: it is seen as it is when the line is back', async () => {
    await using running = await openGateway(market.addresses);
    await using wire = await openWire(running.url);
    await using visitor = await visit(browser, wire.url);
    const { page } = visitor;
    await visitor.signIn(TOKEN);
    await buy(page);
    await page.locator('.order.is-open').waitFor();

    wire.cut();
    await page.locator('.offline').waitFor();
    const cancelled = await fetch(`${running.url}/v1/orders/1/cancel`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    expect(cancelled.status).toBe(200);
    wire.mend();
    await page.locator('.order.is-cancelled').waitFor();
    await page.locator('.offline').waitFor({ state: 'detached' });
    expect(await page.locator('.order').count()).toBe(1);
  });

  test('the answer to a purchase is lost: asked again under the same key, nothing is bought twice', async () => {
    await using running = await openGateway(market.addresses);
    await using wire = await openWire(running.url);
    await using visitor = await visit(browser, wire.url);
    const { page } = visitor;
    await visitor.signIn(TOKEN);
    await page.locator('.cheapest-now').waitFor();
    wire.loseAnswerTo('POST /v1/orders ', 40);
    await buy(page);
    const note = page.locator('.note.is-grave', { hasText: 'Money may have moved' });
    await note.waitFor();
    await visitor.picture('answer lost');
    expect(await note.textContent()).toMatch(/Telegram.*Estonia/);
    expect(market.charges()).toBe(1);

    await note.getByRole('button', { name: 'Ask again' }).click();
    await note.waitFor({ state: 'detached' });
    await page.locator('.order.is-open').waitFor();
    await focusGoesTo(page, /^h2 Orders$/);
    expect(await page.locator('.order').count()).toBe(1);
    expect(market.charges()).toBe(1);
    const keys = keysIn(wire);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
    expect(await kept(page)).not.toContain(keys[0]);
  });

  test('a browser sends a request again by itself where not a byte came back: nothing is bought twice', async () => {
    await using running = await openGateway(market.addresses);
    await using wire = await openWire(running.url);
    await using visitor = await visit(browser, wire.url);
    const { page } = visitor;
    await visitor.signIn(TOKEN);
    await page.locator('.cheapest-now').waitFor();
    wire.loseAnswerTo('POST /v1/orders ', 0);
    await buy(page);
    await page.locator('.order.is-open').waitFor();
    await page.locator('.note').waitFor({ state: 'detached' });
    expect(new Set(keysIn(wire)).size).toBe(1);
    expect(market.charges()).toBe(1);
    expect(await page.locator('.order').count()).toBe(1);
  });

  test('somebody signs in while the gateway is away: the board opens as soon as it is back', async () => {
    await using running = await openGateway(market.addresses);
    await using wire = await openWire(running.url);
    await using visitor = await visit(browser, wire.url);
    const { page } = visitor;
    wire.cut();
    await visitor.signIn(TOKEN);
    await page.getByRole('alert').filter({ hasText: 'The gateway cannot be reached' }).waitFor();
    await visitor.picture('gateway away');
    wire.mend();
    await page.locator('.cheapest-now').waitFor();
    await focusGoesTo(page, /^main/);
  });

  test('the token is taken away: the page asks for another, and shows nothing any more', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'numroute-board-'));
    // Disposed last: a journal whose folder is gone cannot be closed in peace.
    using _folder = { [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
    const file = join(folder, 'journal.sqlite');
    const port = await freePort();
    const before = await openGateway(market.addresses, { port }, file);
    await using visitor = await visit(browser, before.url);
    const { page } = visitor;
    await visitor.signIn(TOKEN);
    await buy(page);
    await page.locator('.order.is-open').waitFor();

    await before[Symbol.asyncDispose]();
    await using after = await openGateway(market.addresses, { port, clients: [other] }, file);
    expect(after.url).toBe(before.url);
    await page.getByRole('alert').filter({ hasText: 'does not know this token' }).waitFor();
    await focusGoesTo(page, /^input Access token$/);
    expect(await page.locator('.order, .price-table').count()).toBe(0);
    expect(await kept(page)).not.toContain(TOKEN);
  });

  test('the page is reloaded in the middle of a purchase: it says so, and finds what was bought', async () => {
    await using running = await openGateway(market.addresses);
    await using visitor = await visit(browser, running.url);
    const { page } = visitor;
    await visitor.signIn(TOKEN);
    await page.locator('.cheapest-now').waitFor();
    const { sandbox } = market.vendors[0];
    const isPurchase = ({ query }: WireRequest): boolean => query.get('action') === 'get_number';
    let sell = (): void => undefined;
    const sold = new Promise<void>((resolve) => {
      sell = resolve;
    });
    sandbox.fault({ when: 'before', kind: 'slow', until: sold, match: isPurchase });
    await buy(page);
    await page.locator('.note.is-busy').waitFor();
    await visitor.picture('buying takes long');
    await until(() => sandbox.requests.some(isPurchase));

    await page.reload();
    const note = page.locator('.note.is-grave', { hasText: 'this page was left' });
    await note.waitFor();
    await visitor.picture('left while buying');
    sell();
    await note.getByRole('button', { name: 'Ask again' }).click();
    await page.locator('.order.is-open').waitFor();
    await note.waitFor({ state: 'detached' });
    expect(await page.locator('.order').count()).toBe(1);
    expect(market.charges()).toBe(1);
    await page.reload();
    await page.locator('.order.is-open').waitFor();
    expect(await page.locator('.note.is-grave').count()).toBe(0);
  });
});

/** The cheapest, at its price. */
async function buy(page: Page): Promise<void> {
  await page.locator('.cheapest-now button').click();
  await page.locator('dialog .primary').click();
}

function keysIn({ sent }: Wire): readonly string[] {
  return sent.flatMap((text) => [...text.matchAll(/^idempotency-key: (\S+)/gim)].map(([, key]) => `${key}`));
}

/** All that the browser keeps. */
async function kept(page: Page): Promise<string> {
  return await page.evaluate<string>('JSON.stringify([{ ...sessionStorage }, { ...localStorage }])');
}
