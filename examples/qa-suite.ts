// Tests a sign-up page that sends its code by SMS, in a real browser: one call gets the number and its code.
//
//   node --conditions=@numroute/source examples/qa-suite.ts
//
// Needs Chromium: /usr/bin/chromium, or where CHROMIUM says. Simulated vendors: no real money.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { formatMoney, NumrouteError } from '@numroute/core';
import { sqliteJournal } from '@numroute/journal';
import { createRouter } from '@numroute/router';
import { chromium } from 'playwright-core';
import { startVendor } from './market.ts';
import { startSignUpPage } from './sign-up-page.ts';

const telegram = { service: 'telegram', country: 'EE' };
// The cheapest vendor sells dead numbers: no SMS ever arrives there.
const dead = await startVendor('dead-shop', 'USD', [{ ...telegram, price: '0.08', stock: 500 }]);
const good = await startVendor('good-shop', 'USD', [{ ...telegram, price: '0.11', stock: 40 }]);
const site = await startSignUpPage((phone, text) => {
  const order = good.world.orders.find((one) => one.phone === phone && one.status === 'open');
  if (order) good.world.receiveSms(order.id, text);
});

// What is written here is learnt from: a suite keeps one file for all its runs.
const folder = process.argv[2] ?? (await mkdtemp(path.join(tmpdir(), 'numroute-qa-')));
const journal = sqliteJournal({ file: path.join(folder, 'orders.sqlite') });
const router = createRouter({ journal, providers: [dead.provider, good.provider] });
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });

try {
  const page = await browser.newPage();
  const { code, tried, spent, tookMs } = await router.getCode(telegram, {
    maxPrice: '0.20 USD',
    maxSpend: '0.30 USD',
    deadlineMs: 300_000,
    numbers: 8,
    // The minutes of a test run are dear: a number that is silent is given up sooner.
    minute: '1 USD',
    use: async ({ phone }) => {
      await page.goto(site.url);
      await page.getByLabel('Phone').fill(phone);
      await page.getByRole('button', { name: 'Send the code' }).click();
      await page.getByLabel('Code').waitFor();
    },
  });
  await page.getByLabel('Code').fill(code);
  await page.getByRole('button', { name: 'Sign up' }).click();
  console.log(await page.getByRole('heading').textContent());
  for (const { order, why, refund } of tried) console.log(`${order.provider}: ${why}, refund ${refund}`);
  console.log(`spent ${formatMoney(spent)} in ${Math.round(tookMs / 1000)} s`);
} catch (error) {
  if (!NumrouteError.is(error)) throw error;
  // NO_CODE says what was tried, what it cost and what comes back.
  console.error(`${error.code}: ${error.message}`);
  process.exitCode = 1;
} finally {
  await browser.close();
  await router.close({ open: 'cancel' });
  await journal.close();
  await site.close();
  for (const vendor of [dead, good]) await vendor[Symbol.asyncDispose]();
  if (process.argv[2] === undefined) await rm(folder, { recursive: true });
}
