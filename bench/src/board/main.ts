import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { money } from '@numroute/core';
import { type Happening, type Journal, memoryJournal } from '@numroute/journal';
import { chromium, type Page } from 'playwright-core';
import { openGateway, unhurriedClient } from '../gateway/open.ts';
import { print } from '../report.ts';
import { listingVendor } from './market.ts';

const VENDORS = 5;
const COUNTRIES = 208;
const ORDERS = 10_000;
const PAGE = 50;
/** So many stay on the page. */
const MOST_ORDERS = 500;
/** So long the page is left to itself. */
const SOON_MS = 200;
const AFTER_MS = 4_000;
const MOST_MS = 50;
const TOKEN = 'a-token-of-the-bench-0123456789';
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** How long the board holds a real browser's main thread at most, over a large market and a long past. */
export async function boardInABrowser(): Promise<void> {
  if (!existsSync(executablePath)) {
    print({
      what: 'the board in a browser',
      ratio: Number.NaN,
      goal: 'reported',
      met: true,
      detail: 'no Chromium',
    });
    return;
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'numroute-bench-board-'));
  const journal = memoryJournal({ acceptOrphans: true });
  await writePast(journal);
  try {
    await using gateway = await openGateway({
      providers: Array.from({ length: VENDORS }, (_, nth) => listingVendor(nth, COUNTRIES).provider),
      journal,
      clients: [unhurriedClient(TOKEN, { operator: true })],
      priceHistory: { file: path.join(folder, 'prices.sqlite'), services: ['telegram'] },
    });
    await visit(gateway.url);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function writePast(journal: Journal): Promise<void> {
  for (let nth = 0; nth < ORDERS; nth += 1) {
    const [attempt, id, want] = [`past-${nth}`, `order-${nth}`, `want-${nth}`];
    const provider = `vendor-${nth % VENDORS}`;
    const at = Date.now() - (ORDERS - nth + 30) * 120_000;
    const price = money('0.12', 'USD');
    const offer = { provider, service: 'telegram', country: 'EE', price, stock: null, handle: '' };
    const order = {
      ...{ provider, id, phone: '+37255500000', service: 'telegram', country: 'EE', boughtAt: at },
      ...{ quoted: price, paid: price, messages: [] },
      ...({ paidSource: 'vendor', status: 'open', refund: 'none' } as const),
    };
    await journal.openWant({ id: want, buyer: 'bench', print: '{}', at });
    const happenings: readonly Happening[] = [
      { kind: 'intent', want, offer, maxPrice: price },
      { kind: 'bought', order, adopted: false },
      { kind: 'reported', report: { id, status: 'delivered', messages: [{ code: '4711' }] } },
      { kind: 'reported', report: { id, status: 'finished', messages: [{ code: '4711' }] } },
    ];
    for (const [step, happening] of happenings.entries()) {
      await journal.append({ ...happening, attempt, by: 'buyer', at: at + step * 4_000 });
    }
  }
}

/**
 * What is pressed is pressed by the page's own DOM, and nothing is asked of the page meanwhile: a question of
 * the test's own hand is a task of the page's, too, and may lay out all that is not in sight.
 */
async function visit(url: string): Promise<void> {
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  try {
    const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
    const countOf = (what: string): Promise<number> =>
      page.evaluate<number>(`document.querySelectorAll('${what}').length`);
    const rows = '.price-table tbody tr';
    const act = async (what: string, least: string, count: number, work: () => Promise<unknown>) => {
      report(what, await longestTask(page, work));
      if ((await countOf(least)) < count) throw new Error(`${what}: there are not ${count} ${least}`);
    };
    const press = (what: string): Promise<unknown> =>
      page.evaluate(`document.querySelector('${what}').click()`);
    const choose = (nth: number, value: string): Promise<unknown> =>
      page.evaluate(`{
        const picker = document.querySelectorAll('.pickers select')[${nth}];
        picker.value = '${value}';
        picker.dispatchEvent(new Event('change', { bubbles: true }));
      }`);
    const type = async (): Promise<void> => {
      for (const text of ['l', 'la', 'lan', 'land', '']) {
        await page.evaluate(`{
          const field = document.querySelector('input[type=search]');
          field.value = '${text}';
          field.dispatchEvent(new Event('input', { bubbles: true }));
        }`);
        await delay(SOON_MS);
      }
      await delay(AFTER_MS);
    };
    const after = async (work: Promise<unknown>): Promise<void> => {
      await work;
      await delay(AFTER_MS);
    };
    await act('opening the board', rows, 30, () => after(page.goto(`${url}/#token=${TOKEN}`)));
    await act('filtering by country, letter by letter', rows, 30, type);
    await act(`showing all ${COUNTRIES} countries`, rows, COUNTRIES, () => after(press('.more')));
    await act('sorting all of them by name', rows, COUNTRIES, () => after(choose(3, 'name')));
    await act('filtering all of them, letter by letter', rows, COUNTRIES, type);
    await act('sorting all of them by price', rows, COUNTRIES, () => after(choose(3, 'price')));
    await act('new prices of all of them', rows, COUNTRIES, () =>
      after(press('#prices-title + span button')),
    );
    await act('scrolling all of them', rows, COUNTRIES, () => scroll(page));
    const orders = '.past > .order';
    await act('opening the past', orders, PAGE, () => after(page.evaluate("location.hash = 'past'")));
    await act(`going on to the end of ${ORDERS} orders`, orders, MOST_ORDERS, async () => {
      await after(choose(0, ''));
      for (let shown = PAGE; shown < ORDERS; shown += PAGE) {
        const answer = page.waitForResponse(/v1\/orders\?.*cursor/);
        await press('.past ~ .more');
        await (await answer).finished();
        await delay(SOON_MS);
      }
    });
    await act('scrolling them', orders, MOST_ORDERS, () => scroll(page));
    await act('searching among them', orders, PAGE, () => after(choose(1, 'finished')));
    await act('opening prices over time', '.curve > svg', 1, () =>
      after(page.evaluate("location.hash = 'prices=telegram/AF'")),
    );
  } finally {
    await browser.close();
  }
}

async function scroll(page: Page): Promise<void> {
  for (let n = 0; n < 20; n += 1) {
    await page.mouse.wheel(0, 900);
    await delay(SOON_MS / 4);
  }
  await page.evaluate('scrollTo(0, document.body.scrollHeight)');
  await delay(SOON_MS);
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Work of its thread, in microseconds: what else the machine does is not counted. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Of the page's main thread, in milliseconds of work. */
async function longestTask(page: Page, work: () => Promise<unknown>): Promise<number> {
  const browser = page.context().browser();
  await browser?.startTracing(page, { categories: ['disabled-by-default-devtools.timeline', '__metadata'] });
  await work();
  const trace = JSON.parse(String(await browser?.stopTracing())) as {
    readonly traceEvents: readonly TraceEvent[];
  };
  const main = new Set(
    trace.traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = trace.traceEvents.filter(
    ({ name, pid, tid }) => name === 'RunTask' && main.has(`${pid} ${tid}`),
  );
  return Math.max(0, ...tasks.map(({ tdur = 0 }) => tdur / 1_000));
}

function report(what: string, longestMs: number): void {
  print({
    what: `longest task of the browser, ${what}`,
    ratio: longestMs / MOST_MS,
    goal: '<= 1.00',
    met: longestMs <= MOST_MS,
    detail: `${longestMs.toFixed(1)} ms of work`,
  });
}
