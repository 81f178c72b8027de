import { money } from '@numroute/core';
import { hashToken } from '@numroute/gateway';
import { type JournalEntry, sqliteJournal } from '@numroute/journal';
import { openGateway } from '../gateway/open.ts';
import { longestTurn } from '../longest-turn.ts';
import { VENDOR } from '../many-open/fill.ts';
import { median } from '../report.ts';
import { waitingVendor } from '../waiting-vendor.ts';
import { VENDORS } from '../years/fill.ts';

/** What scrapes cost a gateway. */
export interface Scrapes {
  /** The median of the longest turns, with a scrape and without, in milliseconds. */
  readonly turn: number;
  readonly idleTurn: number;
  /** Milliseconds of CPU a scrape, the reading of its answer included. */
  readonly cpu: number;
  readonly lines: number;
  readonly bytes: number;
}

const ROUNDS = 7;
const SERVICES = 300;
const TOKEN = 'a-token-of-the-bench-0123456789';
const ids = [VENDOR, ...VENDORS, 'fifth'];
const price = money('0.25', 'USD');

const [file = ''] = process.argv.slice(2);
const journal = sqliteJournal({ file });
const { url, events } = await openGateway({
  providers: ids.map((id) =>
    waitingVendor(
      id,
      { requests: 5, perMs: 1_000, concurrent: 2 },
      { fetchBalance: async () => money('100000', 'USD') },
    ),
  ),
  journal,
  clients: Array.from({ length: 50 }, (_, n) => ({
    id: n === 0 ? 'shop' : `client-${n}`,
    tokenHash: hashToken(`${TOKEN}${n}`),
    budget: { amount: '1000000', currency: 'USD', per: 'day' as const },
    operator: n === 0,
  })),
});

/** As the events of a purchase whose code came and whose money came back would have left it. */
const [model] = await journal.list({ provider: VENDOR, states: ['cancelled'], most: 1 });
if (!model) throw new Error('the journal has no order that was cancelled');
for (const provider of ids) {
  for (let n = 0; n < SERVICES; n += 1) {
    const entry: JournalEntry = {
      ...model,
      offer: { ...model.offer, provider, service: `service-${n}`, price },
      codeAfterMs: 20_000,
    };
    events.tell({ type: 'attempt-written', entry, happening: { kind: 'refund-seen', evidence: '' } });
  }
}

const rest = (forMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, forMs));
const scrape = async (): Promise<string> =>
  await (await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}0` } })).text();

await rest(3_000);
let text = '';
for (let n = 0; n < 20; n += 1) text = await scrape();
const turns: number[] = [];
const idle: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  idle.push(await longestTurn(() => rest(300)));
  turns.push(
    await longestTurn(async () => {
      text = await scrape();
      await rest(100);
    }),
  );
}
const before = process.threadCpuUsage();
for (let n = 0; n < 10; n += 1) await scrape();
const { user, system } = process.threadCpuUsage(before);
console.log(
  JSON.stringify({
    turn: median(turns),
    idleTurn: median(idle),
    cpu: (user + system) / 10_000,
    lines: text.split('\n').length,
    bytes: text.length,
  } satisfies Scrapes),
);
// Whatever is open stays so.
process.exit();
