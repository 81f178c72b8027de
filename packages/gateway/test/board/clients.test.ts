import type { Browser } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { client, OPERATOR_TOKEN, openGateway, operator, type Running, TOKEN } from '../support/gateway.ts';
import { type Market, openMarket } from '../support/market.ts';
import { barriers } from './support/barriers.ts';
import { hasBrowser, openBrowser, visit } from './support/browser.ts';
import { focusGoesTo } from './support/keyboard.ts';
import { looks } from './support/looks.ts';
import { sideways } from './support/sideways.ts';

describe.skipIf(!hasBrowser)('the page of clients', { timeout: 300_000 }, () => {
  let market: Market;
  let running: Running;
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser();
  });
  beforeEach(async () => {
    market = await openMarket();
    running = await openGateway(market.addresses, { clients: [client(), operator] });
  });
  afterEach(async () => {
    await running[Symbol.asyncDispose]();
    await market[Symbol.asyncDispose]();
  });

  const statusFor = async (token: string): Promise<number> =>
    (await fetch(`${running.url}/v1/account`, { headers: { authorization: `Bearer ${token}` } })).status;
  const add = async (id: string, more: object = {}): Promise<void> => {
    const reply = await fetch(`${running.url}/v1/clients`, {
      method: 'POST',
      headers: { authorization: `Bearer ${OPERATOR_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ id, budget: { amount: '20', currency: 'USD' }, per: 'day', ...more }),
    });
    expect(reply.status).toBe(201);
  };

  test.each(looks)('%s: nothing runs over and nothing keeps anybody out', async (name, options) => {
    await add('crm', { webhook: { url: 'https://crm.example.com/hooks/of/a/long/address/for/numroute' } });
    await using visitor = await visit(browser, `${running.url}/#clients`, options);
    const { page } = visitor;
    await visitor.signIn(OPERATOR_TOKEN);
    await page.locator('.client', { hasText: 'crm.example.com' }).waitFor();
    expect(await page.locator('.client h3').allTextContents()).toEqual(['crm', 'operator', 'shop']);
    expect(await page.locator('.client button').count()).toBe(1);
    await page.locator('.add-client input').first().fill('web');
    await page.locator('.add-client input').nth(1).fill('7.5');
    await page.keyboard.press('Enter');
    await page.locator('.note .digits').first().waitFor();
    await visitor.picture(`clients ${name}`);
    expect(await sideways(page)).toEqual([]);
    expect(await barriers(page)).toEqual([]);
    await page.locator('.client', { hasText: 'crm' }).getByRole('button').click();
    await page.locator('dialog[open]').waitFor();
    await visitor.picture(`clients ${name} revoke`);
    expect(await barriers(page)).toEqual([]);
    expect(visitor.complaints).toEqual([]);
  });

  test('one is added and revoked without a mouse: the token is told once, works, and then is refused', async () => {
    await using visitor = await visit(browser, running.url);
    const { page } = visitor;
    await visitor.signIn(OPERATOR_TOKEN);
    await page.locator('.cheapest-now').waitFor();
    await page.locator('a[href="#clients"]').focus();
    await page.keyboard.press('Enter');
    await focusGoesTo(page, /^h2 Clients$/);
    await page.getByLabel('Name').fill('crm');
    await page.getByLabel('Budget').fill('12.5');
    await page.keyboard.press('Enter');
    await focusGoesTo(page, /^section Token of crm/);
    const token = (await page.locator('.note .digits').textContent()) ?? '';
    expect(await statusFor(token)).toBe(200);
    const card = page.locator('.client', { hasText: 'crm' });
    await card.waitFor();
    expect(await card.textContent()).toContain('$12.50 of $12.50 left today');

    await page.getByRole('button', { name: 'I have kept it' }).press('Enter');
    await focusGoesTo(page, /^h2 Clients$/);
    expect(await page.locator('body').textContent()).not.toContain(token);
    await page.reload();
    await card.waitFor();
    expect(await page.locator('body').textContent()).not.toContain(token);

    await card.getByRole('button', { name: 'Revoke crm' }).press('Enter');
    await page.locator('dialog[open]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    expect(await statusFor(token)).toBe(200);
    await card.getByRole('button', { name: 'Revoke crm' }).press('Enter');
    await page.locator('dialog').getByRole('button', { name: 'Revoke' }).press('Enter');
    await focusGoesTo(page, /^h2 Clients$/);
    await page.locator('[role=status]', { hasText: 'crm was revoked.' }).waitFor();
    await card.locator('.bad', { hasText: /^revoked / }).waitFor();
    expect(await card.getByRole('button').count()).toBe(0);
    expect(await statusFor(token)).toBe(401);
    expect(visitor.complaints).toEqual([]);
  });

  test('a name that is taken is refused in words, and what was typed stays', async () => {
    await using visitor = await visit(browser, `${running.url}/#clients`);
    const { page } = visitor;
    await visitor.signIn(OPERATOR_TOKEN);
    await page.getByLabel('Name').fill('shop');
    await page.getByLabel('Budget').fill('1');
    await page.keyboard.press('Enter');
    await page.locator('[role=alert]', { hasText: 'one that no client has' }).waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('shop');
    expect(await page.locator('.note .digits').count()).toBe(0);
  });

  test('is nothing to a client: no link, no page, no question', async () => {
    await using visitor = await visit(browser, `${running.url}/#clients`);
    const { page } = visitor;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await visitor.signIn(TOKEN);
    await page.locator('.cheapest-now').waitFor();
    expect(await page.locator('a[href="#clients"]').count()).toBe(0);
    expect(asked.filter((url) => url.includes('clients'))).toEqual([]);
    expect(visitor.complaints).toEqual([]);
  });
});
