import { money, type Provider } from '@numroute/core';
import { type Journal, pagesOf, spendOf, sqliteJournal } from '@numroute/journal';
import { createRouter, type Router } from '@numroute/router';
import { longestTurn } from '../longest-turn.ts';
import { timed } from '../report.ts';
import { UNHURRIED, waitingVendor } from '../waiting-vendor.ts';
import { VENDORS } from './fill.ts';

/** What one start took with a journal, in milliseconds, bytes and longest turns of the event loop. */
export interface Start {
  readonly open: number;
  readonly work: number;
  readonly turn: number;
  readonly memory: number;
}

const price = money('0.25', 'USD');
const status = 'open';
let sold = 0;

/** A vendor in memory, for it is the journal that is measured. Whatever was open is so for ever. */
const vendorOf = (id: string): Provider =>
  waitingVendor(id, UNHURRIED, {
    listOffers: async () => [
      { provider: id, service: 'telegram', country: 'EE', pool: '3', price, stock: 1_000_000, handle: '' },
    ],
    purchase: async () => {
      sold += 1;
      const order = `${process.pid}-${sold}`;
      return { id: order, phone: `+37257${String(sold).padStart(6, '0')}`, status, messages: [], price };
    },
    fetchBalance: async () => money('100000', 'USD'),
    listOpenOrders: async () => [],
  });

const works: Readonly<Record<string, (router: Router, journal: Journal) => Promise<unknown>>> = {
  buy: (router) =>
    router.buy(
      { service: 'telegram', country: 'EE' },
      { maxPrice: money('0.30', 'USD'), key: `${process.pid}`, buyer: 'shop' },
    ),
  recover: (router) => router.recover(),
  page: (router) => router.attempts({ after: 5, most: 100 }),
  record: (router) => router.trackRecord('telling'),
  history: (_router, journal) => pagesOf(journal, { newestFirst: true }).next(),
  read: async (_router, journal) => {
    for await (const _page of pagesOf(journal, {}));
  },
  spend: (_router, journal) => spendOf(journal, {}, { by: 'day' }),
};

// Run as a process of its own: opens a journal, does one work, and says what it took.
const [file, name] = process.argv.slice(2);
const work = works[name ?? ''];
if (file !== undefined && work) {
  const began = performance.now();
  const journal = sqliteJournal({ file });
  const open = performance.now() - began;
  const router = createRouter({ providers: VENDORS.map(vendorOf), journal });
  let turn = 0;
  const took = await timed(async () => {
    turn = await longestTurn(() => work(router, journal));
  });
  const memory = process.resourceUsage().maxRSS * 1024;
  console.log(JSON.stringify({ open, work: took, turn, memory } satisfies Start));
  await router.close();
  await journal.close();
}
