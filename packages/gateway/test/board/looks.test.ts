import type { Browser } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { client, TOKEN } from '../support/gateway.ts';
import { barriers } from './support/barriers.ts';
import { hasBrowser, openBrowser, PHONE, visit } from './support/browser.ts';
import { openLargeMarket } from './support/large-market.ts';
import { sideways } from './support/sideways.ts';

const clients = [client({ operator: true })];

const looks = [
  ['desktop', {}],
  ['phone', PHONE],
  ['dark', { colorScheme: 'dark' }],
  ['dark phone', { ...PHONE, colorScheme: 'dark' }],
  ['persian', { locale: 'fa-IR' }],
  ['persian phone', { ...PHONE, locale: 'fa-IR' }],
] as const;

describe.skipIf(!hasBrowser)('the looks of the price board', { timeout: 300_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  }, 60_000);

  test.concurrent.each(looks)(
    '%s: nothing runs over, and nothing keeps anybody out',
    async (name, options) => {
      await using market = await openLargeMarket({ countries: 40, clients });
      market.vendors[1]?.sandbox.fault({ when: 'before', kind: 'http-500', times: 1_000 });
      await using visitor = await visit(browser, market.url, options);
      const { page } = visitor;
      const look = async (state: string): Promise<void> => {
        await visitor.picture(`${name} ${state}`);
        expect(await sideways(page), state).toEqual([]);
        expect(await barriers(page), state).toEqual([]);
      };
      await look('1 signed out');
      await visitor.signIn(TOKEN);
      await page.locator('.cheapest-now').waitFor();
      expect(await page.evaluate<string>('document.documentElement.dir')).toBe(
        name.startsWith('persian') ? 'rtl' : 'ltr',
      );
      await page.locator('.note.is-warning', { hasText: 'birch' }).waitFor();
      await look('2 prices, and who is silent');
      await page.locator('.cheapest-now button').click();
      await look('3 buying');
      await page.locator('dialog .primary').click();
      await page.locator('.order.is-open').waitFor();
      await look('4 waiting');
      market.receiveSms('481516 is your code, آن را به کسی ندهید');
      await page.locator('.order.is-delivered .code').waitFor();
      await page.locator('input[type=search]').fill('zzz');
      await look('5 code, and nothing found');
      await page.locator('.order.is-delivered .primary').click();
      await page.locator('.order.is-delivered').waitFor({ state: 'detached' });
      expect(visitor.complaints).toEqual([]);
    },
  );

  test.each([
    ['no-preference', true],
    ['reduce', false],
  ] as const)('motion, %s: the waiting moves: %s', async (reducedMotion, moves) => {
    await using market = await openLargeMarket({ countries: 3, clients });
    await using visitor = await visit(browser, market.url, { reducedMotion });
    await visitor.signIn(TOKEN);
    await visitor.page.locator('.cheapest-now button').click();
    await visitor.page.locator('dialog .primary').click();
    await visitor.page.locator('.order.is-open').waitFor();
    expect(await visitor.page.evaluate<boolean>('document.getAnimations().length > 0')).toBe(moves);
  });
});
