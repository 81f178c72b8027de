import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { money } from '@numroute/core';
import { type Journal, memoryJournal, sqliteJournal } from '@numroute/journal';
import { createRouter } from '@numroute/router';
import { openStall } from '../market.ts';

/** How it sold over one journal. */
interface Pace {
  /** Buys a second. */
  readonly rate: number;
  /** The longest time in which nobody else had a turn. */
  readonly holdMs: number;
  /** Of this process, a buy. */
  readonly cpuMs: number;
}

/** One after the other, so that whatever else the machine does hits both. */
export interface Sold {
  readonly disk: Pace;
  readonly memory: Pace;
}

const want = { service: 'telegram', country: 'EE' };
const maxPrice = money('10000', 'IRT');
const BUYS_A_VENDOR = 30;

/** Buys at several vendors at once, each of which sells one number at a time. */
async function sell(journal: Journal, vendors: number, latencyMs: number): Promise<Pace> {
  const stalls = await Promise.all(Array.from({ length: vendors }, (_, n) => openStall(`v${n}`, latencyMs)));
  const routers = stalls.map(({ provider }) =>
    createRouter({ providers: [provider], journal, offersTtlMs: 600_000 }),
  );
  for (const router of routers) await router.buy(want, { maxPrice });
  const turns = monitorEventLoopDelay({ resolution: 1 });
  turns.enable();
  const cpu = process.cpuUsage();
  const began = performance.now();
  await Promise.all(
    routers.map(async (router) => {
      for (let n = 0; n < BUYS_A_VENDOR; n += 1) await router.buy(want, { maxPrice });
    }),
  );
  const seconds = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  turns.disable();
  for (const router of routers) await router.close();
  for (const { sandbox } of stalls) await sandbox.close();
  const buys = vendors * BUYS_A_VENDOR;
  return { rate: buys / seconds, holdMs: turns.max / 1e6, cpuMs: (user + system) / 1_000 / buys };
}

const [folder = '', vendors, latencyMs, rounds] = process.argv.slice(2);
const sold: Sold[] = [];
for (let round = 0; round < Number(rounds); round += 1) {
  const journal = sqliteJournal({ file: path.join(folder, `${process.pid}-${round}.sqlite`) });
  const disk = await sell(journal, Number(vendors), Number(latencyMs));
  await journal.close();
  const memory = await sell(memoryJournal({ acceptOrphans: true }), Number(vendors), Number(latencyMs));
  sold.push({ disk, memory });
}
console.log(JSON.stringify(sold));
