import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { memoryJournal } from '@numroute/journal';
import { listingVendor } from '../board/market.ts';
import { openGateway, unhurriedClient } from '../gateway/open.ts';
import { Turns } from '../longest-turn.ts';
import { ms, print } from '../report.ts';

const VENDORS = 5;
const COUNTRIES = 208;
const LOOKS = 40;
const QUESTIONS = 200;
const HOLD_MS = 20;
const TOKEN = 'a-token-of-the-bench-0123456789';

/** What the gateway's own look at prices holds the event loop for, and what a question about them costs. */
export async function pricesOfAGateway(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'numroute-bench-history-'));
  const vendors = Array.from({ length: VENDORS }, (_, nth) => listingVendor(nth, COUNTRIES));
  const turns = new Turns();
  try {
    await using gateway = await openGateway({
      providers: vendors.map(({ provider }) => provider),
      journal: memoryJournal({ acceptOrphans: true }),
      offersTtlMs: 1,
      clients: [unhurriedClient(TOKEN, { operator: true })],
      pages: false,
      priceHistory: { file: path.join(folder, 'prices.sqlite'), services: ['telegram'], everyMs: 100 },
    });
    const held: number[] = [];
    turns.take();
    for (let look = 1; look <= LOOKS; look += 1) {
      while ((vendors[0]?.asked() ?? 0) <= look) await delay(5);
      held.push(turns.take());
    }
    // The very longest is a collection of garbage, which falls on whom it likes.
    const most = held.toSorted((a, b) => a - b).at(-2) ?? Number.NaN;
    print({
      what: `longest turn while a gateway looks at ${VENDORS} vendors in ${COUNTRIES} countries and keeps it`,
      ratio: most / HOLD_MS,
      goal: '<= 1.00',
      met: most <= HOLD_MS,
      detail: `${ms(most)} of work in all but one of ${LOOKS} looks, ${ms(Math.max(...held))} in the worst`,
    });
    await questions(gateway.url);
  } finally {
    turns.end();
    rmSync(folder, { recursive: true });
  }
}

/** Against the same gateway's smallest answer. */
async function questions(url: string): Promise<void> {
  const cpuOf = async (resource: string): Promise<number> => {
    const before = process.cpuUsage();
    for (let n = 0; n < QUESTIONS; n += 1) {
      const reply = await fetch(`${url}/v1/${resource}`, { headers: { authorization: `Bearer ${TOKEN}` } });
      if (!reply.ok) throw new Error(await reply.text());
      await reply.arrayBuffer();
    }
    const { user, system } = process.cpuUsage(before);
    return (user + system) / QUESTIONS / 1_000;
  };
  await cpuOf('account');
  const since = new Date(Date.now() - 86_400_000).toISOString();
  const history = await cpuOf(`prices/history?service=telegram&country=EE&since=${since}`);
  const account = await cpuOf('account');
  print({
    what: 'CPU of a question about the prices of a country of the last day vs of one about the account, both ends',
    ratio: history / account,
    goal: 'reported',
    met: true,
    detail: `${ms(history)} vs ${ms(account)}`,
  });
}
