import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATOR_TOKEN, TOKEN } from '../support/gateway.ts';
import { barriers } from './support/barriers.ts';
import { hasBrowser, openBrowser, visit } from './support/browser.ts';
import { focusGoesTo, tabTo } from './support/keyboard.ts';
import { looks } from './support/looks.ts';
import { openPast, type PastGateway } from './support/past.ts';
import { sideways } from './support/sideways.ts';

describe.skipIf(!hasBrowser)('the page of a vendor', { timeout: 300_000 }, () => {
  let running: PastGateway;
  let browser: Browser;

  beforeAll(async () => {
    running = await openPast('toman', 200);
    browser = await openBrowser();
  }, 120_000);
  afterAll(async () => await running?.[Symbol.asyncDispose]());

  test.each(looks)(
    '%s: filled and empty, nothing runs over and nothing keeps anybody out',
    async (name, options) => {
      await using visitor = await visit(browser, `${running.url}/#vendor=toman`, options);
      const { page } = visitor;
      await visitor.signIn(OPERATOR_TOKEN);
      for (const [vendor, state] of [
        ['toman', 'filled'],
        ['dollar', 'empty'],
      ] as const) {
        await page.evaluate(`location.hash = 'vendor=${vendor}'`);
        await page.locator('.curve').waitFor();
        await page.locator('h2', { hasText: vendor }).waitFor();
        if (state === 'filled') await page.locator('.curve .measured').waitFor();
        else await page.locator('p.empty').waitFor();
        await visitor.picture(`vendor ${name} ${state}`);
        expect(await sideways(page), state).toEqual([]);
        expect(await barriers(page), state).toEqual([]);
      }
      expect(visitor.complaints).toEqual([]);
    },
  );

  test('is reached from the name without a mouse, tells what was, and is left by going back', async () => {
    await using visitor = await visit(browser, running.url);
    const { page } = visitor;
    await visitor.signIn(OPERATOR_TOKEN);
    await page.locator('.cheapest-now').waitFor();
    await page.getByRole('link', { name: 'toman' }).last().focus();
    await page.keyboard.press('Enter');
    await focusGoesTo(page, /^h2 toman$/);
    await page.locator('.tile').first().waitFor();
    const tiles = await page.locator('.tile').allTextContents();
    expect(tiles[0]).toMatch(/^Codes delivered\d\d%\d+ of \d+ used or waited for$/);
    expect(tiles[1]).toMatch(/^Half of the codes within0:\d\dnine in ten within \d:\d\d$/);
    expect(tiles[2]).toMatch(/^Kept by the vendor[\d,]+.Toman/);
    const said = await page.getByRole('img', { name: /^Half of the codes came within 0:\d\d/ }).count();
    expect(said).toBe(1);
    expect(await page.locator('.service-record').count()).toBe(3);
    expect(await page.locator('.service-record h4').first().textContent()).toContain('Telegram');

    await tabTo(page, /^a All prices/, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.locator('.cheapest-now').waitFor();
    await focusGoesTo(page, /^main/);
    await page.goBack();
    await page.locator('h2', { hasText: 'toman' }).waitFor();
    await page.goBack();
    await page.locator('.cheapest-now').waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  test.each(looks)('%s: all of them stand side by side, the best first', async (name, options) => {
    await using visitor = await visit(browser, running.url, options);
    const { page } = visitor;
    await visitor.signIn(OPERATOR_TOKEN);
    await page.locator('a[href="#vendors"]').click();
    await focusGoesTo(page, /^h2 /);
    await page.locator('tbody tr').nth(2).waitFor();
    const rows = await page.locator('tbody tr').allTextContents();
    if (name === 'desktop') {
      expect(rows[0]).toMatch(/^toman\d\d%\d+ of \d+0:\d\d\d:\d\d$/);
      expect(rows.slice(1)).toEqual(['dollarnone tried yetnonenone', 'roublenone tried yetnonenone']);
    }
    await visitor.picture(`vendors ${name}`);
    expect(await sideways(page)).toEqual([]);
    expect(await barriers(page)).toEqual([]);
    expect(visitor.complaints).toEqual([]);
  });

  test('of those side by side one that cannot be read hides nobody, and is read again', async () => {
    await using visitor = await visit(browser, `${running.url}/#vendors`);
    const { page } = visitor;
    await page.route('**/v1/providers/dollar', (route) => route.abort());
    await visitor.signIn(OPERATOR_TOKEN);
    const rows = page.locator('tbody tr');
    await page.locator('.note.is-bad, .note.is-warning').first().waitFor();
    await rows.nth(1).waitFor();
    const names = page.locator('tbody th');
    await page.getByText('2 of 3 vendors read').waitFor();
    expect(await names.allTextContents()).toEqual(['toman', 'rouble']);
    await page.unroute('**/v1/providers/dollar');
    await page.getByRole('button', { name: 'Refresh' }).click();
    await rows.nth(2).waitFor();
    expect(await names.allTextContents()).toEqual(['toman', 'dollar', 'rouble']);
  });

  test('is nothing to a client: no link, and no page behind the address', async () => {
    await using visitor = await visit(browser, `${running.url}/#vendor=toman`);
    const { page } = visitor;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await visitor.signIn(TOKEN);
    await page.locator('.cheapest-now').waitFor();
    expect(await page.locator('main a[href*=vendor]').count()).toBe(0);
    expect(await page.locator('body').textContent()).not.toContain('toman');
    expect(asked.filter((url) => url.includes('providers'))).toEqual([]);
    expect(visitor.complaints).toEqual([]);
  });
});
