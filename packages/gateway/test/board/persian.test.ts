import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { client, openGateway, TOKEN } from '../support/gateway.ts';
import { openMarket } from '../support/market.ts';
import { hasBrowser, openBrowser, visit } from './support/browser.ts';
import { openLargeMarket } from './support/large-market.ts';

describe.skipIf(!hasBrowser)('the price board and scripts of both directions', { timeout: 120_000 }, () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser();
  }, 60_000);

  test.concurrent('Persian: amounts in its digits, a cap typed in them, phone and code as they were sent', async () => {
    await using market = await openMarket();
    await using running = await openGateway(market.addresses);
    await using visitor = await visit(browser, running.url, { locale: 'fa-IR' });
    const { page } = visitor;
    await visitor.signIn(TOKEN);
    const cheapest = page.locator('.cheapest-now');
    await cheapest.waitFor();
    expect(await cheapest.textContent()).toContain('۰٫۰۷۵');
    await page.locator('select').nth(2).selectOption('IRT');
    await cheapest.filter({ hasText: '۸٬۴۰۰ تومان' }).waitFor();

    await cheapest.getByRole('button').click();
    await page.locator('#cap').fill('۹۰۰۰٫۵');
    await page.locator('dialog .primary', { hasText: '۹٬۰۰۰٫۵ تومان' }).click();
    const order = page.locator('.order');
    await order.locator('.phone').waitFor();
    expect(market.charges()).toBe(1);
    const phone = order.locator('.phone bdi');
    expect(await phone.textContent()).toBe('+3725000000000');
    expect(await runsLeftToRight(page, '.phone bdi')).toBe(true);

    const world = market.worldOf('toman');
    world.receiveSms(world.orders[0]?.id ?? '', 'کد شما: 012345 است');
    const code = order.locator('.code bdi');
    await code.waitFor();
    expect(await code.textContent()).toBe('012345');
    expect(await runsLeftToRight(page, '.code bdi')).toBe(true);
    await visitor.picture('persian order');
    expect(visitor.complaints).toEqual([]);
  });

  test.concurrent('English: a Persian message runs from right to left, and only that', async () => {
    await using market = await openLargeMarket({ countries: 3, clients: [client()] });
    await using visitor = await visit(browser, market.url);
    const { page } = visitor;
    await visitor.signIn(TOKEN);
    await page.locator('.cheapest-now button').click();
    await page.locator('dialog .primary').click();
    await page.locator('.order.is-open').waitFor();
    market.receiveSms('کد شما 481516 است');
    const sms = page.locator('.sms');
    await sms.waitFor();
    expect(await directionOf(page, '.sms')).toBe('rtl');
    expect(await directionOf(page, '.order')).toBe('ltr');
    expect(await runsLeftToRight(page, '.code bdi')).toBe(true);
  });

  test.concurrent('what a vendor calls things is text, whatever it looks like', async () => {
    const evil = '<img src=x onerror="document.title=1"><script>document.title=1</script>\u202e';
    await using market = await openLargeMarket({
      countries: 3,
      clients: [client({ operator: true })],
      retell: (offer) =>
        offer.provider === 'birch' ? { ...offer, country: `birch:${evil}`, pool: evil } : offer,
    });
    await using visitor = await visit(browser, market.url);
    const { page } = visitor;
    await visitor.signIn(TOKEN);
    await page.locator('tbody th', { hasText: 'onerror' }).waitFor();
    expect(await page.locator('td .facts', { hasText: 'onerror' }).count()).toBeGreaterThan(0);
    await visitor.picture('markup in names');
    expect(await page.locator('body img, body script').count()).toBe(0);
    expect(await page.title()).toBe('numroute');
    expect(visitor.complaints).toEqual([]);
  });
});

/** As it is painted: each character to the right of the one before. */
async function runsLeftToRight(page: Page, selector: string): Promise<boolean> {
  return await page.evaluate<boolean>(`(() => {
    const text = document.querySelector('${selector}').firstChild;
    const range = document.createRange();
    const places = [...text.data].map((_, n) => {
      range.setStart(text, n);
      range.setEnd(text, n + 1);
      return range.getBoundingClientRect().left;
    });
    return places.every((left, n) => n === 0 || left > places[n - 1]);
  })()`);
}

async function directionOf(page: Page, selector: string): Promise<string> {
  return await page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}')).direction`);
}
