import { setMaxListeners } from 'node:events';
import { money } from '@numroute/core';
import { memoryJournal } from '@numroute/journal';
import { createRouter } from '@numroute/router';
import got from 'got';
import { boardInABrowser } from './board/main.ts';
import { buyFromFarAway } from './far-away/buy.ts';
import { cpuOfAFlow } from './flow/cpu.ts';
import { benchGateway } from './gateway/main.ts';
import { longestHolds } from './hostile/hold.ts';
import { journalOnDisk } from './journal.ts';
import { manyBuyers } from './many-buyers.ts';
import { manyOpenOrders } from './many-open/main.ts';
import { openStall, openTellingStall, type Stall } from './market.ts';
import { installedPackages } from './packages.ts';
import { priceLists } from './price-list/figures.ts';
import { pricesOfAMarket } from './prices/figures.ts';
import { pricesOfAGateway } from './prices/gateway-history.ts';
import { ms, paired, print } from './report.ts';
import { scrapeOfAMarket } from './scrape/main.ts';
import { sideBySide } from './side-by-side.ts';
import { cpuOfHelp } from './start.ts';
import { besideTrouble } from './troubles.ts';
import { costOfACode } from './value/figures.ts';
import { delayOf, delayOfOne, delayWhileGrowing, weighWaiting } from './waiting/waiting.ts';
import { wholeMarket } from './whole-market/main.ts';
import { quoteOfKeptLists } from './whole-market/quote.ts';
import { journalOfYears } from './years/figures.ts';

const want = { service: 'telegram', country: 'EE' };

/** `buy` through shelf, journal, lane and adapter, against one bare request to the same vendor. */
async function buyAgainstGot(latencyMs: number): Promise<void> {
  const stall = await openTellingStall(latencyMs);
  const { router, buy, bare } = buyers(stall, {
    api_key: stall.world.secret,
    action: 'getNumberV2',
    service: 'tg',
    country: '34',
  });
  for (let n = 0; n < 20; n += 1) await Promise.all([buy(), bare()]);
  const { work, baseline, ratio } = await paired(60, buy, bare);
  print({
    what: `buy vs one bare got call, vendor answers in ${latencyMs} ms`,
    ratio,
    goal: '<= 1.10',
    met: ratio <= 1.1,
    detail: `${ms(work)} vs ${ms(baseline)}, medians of 60 pairs`,
  });
  await router.close();
  await stall.sandbox.close();
}

/** Where the vendor never says what it charged, the balance is read after each purchase, before the next one. */
async function buyWithoutAPrice(latencyMs: number): Promise<void> {
  const stall = await openStall('one', latencyMs);
  const query = {
    api: stall.world.secret,
    action: 'get_number',
    server: '3',
    country: 'ee',
    service: 'telegram',
  };
  const { router, buy, bare } = buyers(stall, query);
  const rest = () => new Promise((resolve) => setTimeout(resolve, 2 * latencyMs + 20));
  for (let n = 0; n < 5; n += 1) await buy();
  await rest();
  const alone = await paired(30, buy, bare, rest);
  print({
    what: `buy vs one bare got call, at a vendor that tells no price and answers in ${latencyMs} ms`,
    ratio: alone.ratio,
    goal: '<= 1.10',
    met: alone.ratio <= 1.1,
    detail: `${ms(alone.work)} vs ${ms(alone.baseline)}, medians of 30 pairs with a pause between`,
  });
  const inARow = await paired(
    10,
    async () => {
      for (let n = 0; n < 5; n += 1) await buy();
    },
    bare,
  );
  print({
    what: 'the same, each of five at once after the other: it waits for the balance after the one before',
    ratio: inARow.ratio / 5,
    goal: 'reported',
    met: true,
    detail: `${ms(inARow.work / 5)} a buy`,
  });
  await router.close();
  await stall.sandbox.close();
}

function buyers({ world, sandbox, provider }: Stall, query: Readonly<Record<string, string>>) {
  const router = createRouter({
    journal: memoryJournal({ acceptOrphans: true }),
    providers: [provider],
    offersTtlMs: 600_000,
  });
  const cap = money(world.currency === 'IRT' ? '10000' : '1', world.currency);
  return {
    router,
    bare: () => got(sandbox.url, { searchParams: query, retry: { limit: 0 } }),
    buy: () => router.buy(want, { maxPrice: cap }),
  };
}

async function quoteOfTen(): Promise<void> {
  const stalls = await Promise.all(Array.from({ length: 10 }, (_, n) => openStall(`v${n}`, 20 * (n + 1))));
  const all = createRouter({
    journal: memoryJournal({ acceptOrphans: true }),
    providers: stalls.map(({ provider }) => provider),
    offersTtlMs: 1,
  });
  const slowest = createRouter({
    journal: memoryJournal({ acceptOrphans: true }),
    providers: stalls.slice(9).map(({ provider }) => provider),
    offersTtlMs: 1,
  });
  const ask = (router: typeof all) => () => router.quote(want);
  for (let n = 0; n < 3; n += 1) await Promise.all([ask(all)(), ask(slowest)()]);
  const { work, baseline, ratio } = await paired(20, ask(all), ask(slowest));
  print({
    what: 'quote over 10 vendors (20..200 ms) vs the slowest alone',
    ratio,
    goal: '<= 1.05',
    met: ratio <= 1.05,
    detail: `${ms(work)} vs ${ms(baseline)}, medians of 20 pairs`,
  });
  await all.close();
  await slowest.close();
  for (const { sandbox } of stalls) await sandbox.close();
}

async function rateAtTheVendor(): Promise<void> {
  const requests = 50;
  const seconds = 6;
  const { sandbox, provider } = await openStall('limited', 0, {
    limits: { requests, perMs: 1_000, concurrent: 8 },
  });
  const router = createRouter({ journal: memoryJournal({ acceptOrphans: true }), providers: [provider] });
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const asked = sandbox.requests.length;
  const began = performance.now();
  const calls = Array.from({ length: requests * (seconds + 2) }, () =>
    // Of one order all askers would share one look.
    router.balance(provider.manifest.id, { signal: stop.signal }).catch(() => undefined),
  );
  setTimeout(() => stop.abort(), seconds * 1_000);
  await Promise.all(calls);
  const lasted = performance.now() - began;
  const arrivals = sandbox.requests.slice(asked).map(({ at }) => at);
  let worst = 0;
  for (let from = 0, to = 0; to < arrivals.length; to += 1) {
    while ((arrivals[to] ?? 0) - (arrivals[from] ?? 0) >= 1_000) from += 1;
    worst = Math.max(worst, to - from + 1);
  }
  const [first = 0, last = 0] = [arrivals[0], arrivals.at(-1)];
  // The first burst is spent at once, so the rate is what came after it, over the time it took.
  const rate = (arrivals.length - requests) / ((last - first) / 1_000) / requests;
  print({
    what: 'worst sliding second at the vendor vs permitted',
    ratio: worst / requests,
    goal: '<= 1.000',
    met: worst <= requests,
    detail: `${worst} of ${requests}, ${arrivals.length} requests in ${ms(lasted)}`,
  });
  print({
    what: 'sustained rate vs permitted',
    ratio: rate,
    goal: '>= 0.97',
    met: rate >= 0.97,
    detail: 'while the queue is never empty, after the first burst',
  });
  await router.close();
  await sandbox.close();
}

const parts: Readonly<Record<string, () => void | Promise<void>>> = {
  buy: async () => {
    await buyAgainstGot(25);
    await buyAgainstGot(100);
    await buyWithoutAPrice(25);
    await buyFromFarAway();
  },
  flow: cpuOfAFlow,
  quote: quoteOfTen,
  buyers: async () => {
    await manyBuyers();
    await sideBySide();
    await besideTrouble();
  },
  rate: rateAtTheVendor,
  journal: async () => {
    await journalOnDisk();
    await journalOfYears();
  },
  packages: installedPackages,
  start: cpuOfHelp,
  lists: async () => {
    await priceLists();
    await longestHolds();
  },
  gateway: benchGateway,
  board: boardInABrowser,
  metrics: scrapeOfAMarket,
  market: async () => {
    await quoteOfKeptLists();
    await wholeMarket();
  },
  prices: async () => {
    await pricesOfAMarket();
    await pricesOfAGateway();
  },
  waiting: async () => {
    await delayOfOne();
    await delayOf(12, { warm: 2_400, measured: 36_000 });
    await delayOf(100, { warm: 2_400, measured: 14_400 });
    await delayOf(1_000, { warm: 2_400, measured: 3_600 });
    // So many keep the memory of how they came: one lifetime's crowd shapes the next one's.
    await delayOf(10_000, { warm: 9_600, measured: 4_800 });
    await delayWhileGrowing(1_000);
    weighWaiting();
    await manyOpenOrders();
  },
  value: costOfACode,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  console.error(`Unknown part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}
for (const [name, run] of Object.entries(parts)) if (asked.length === 0 || asked.includes(name)) await run();
