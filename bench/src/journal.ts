import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { money } from '@numroute/core';
import { type Journal, memoryJournal, sqliteJournal } from '@numroute/journal';
import { createRouter } from '@numroute/router';
import { openStall } from './market.ts';
import { ms, print } from './report.ts';

const want = { service: 'telegram', country: 'EE' };
const maxPrice = money('10000', 'IRT');
const BUYS = 120;
const VENDORS = 4;

/** Buys a second at several vendors at once, each of which sells one number at a time. */
async function buysPerSecond(journal: Journal, latencyMs: number): Promise<number> {
  const stalls = await Promise.all(Array.from({ length: VENDORS }, (_, n) => openStall(`v${n}`, latencyMs)));
  const routers = stalls.map(({ provider }) =>
    createRouter({ providers: [provider], journal, offersTtlMs: 600_000 }),
  );
  for (const router of routers) await router.buy(want, { maxPrice });
  const began = performance.now();
  await Promise.all(
    routers.map(async (router) => {
      for (let n = 0; n < BUYS / VENDORS; n += 1) await router.buy(want, { maxPrice });
    }),
  );
  const seconds = (performance.now() - began) / 1_000;
  for (const router of routers) await router.close();
  for (const { sandbox } of stalls) await sandbox.close();
  return BUYS / seconds;
}

/** What a purchase costs on the disk: the intent before it and the outcome after it. */
export async function journalOnDisk(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'numroute-bench-'));
  try {
    for (const latencyMs of [0, 25]) {
      const ratios: { disk: number; memory: number }[] = [];
      for (let round = 0; round < 5; round += 1) {
        const journal = sqliteJournal({ file: path.join(folder, `${latencyMs}-${round}.sqlite`) });
        const disk = await buysPerSecond(journal, latencyMs);
        await journal.close();
        ratios.push({ disk, memory: await buysPerSecond(memoryJournal({ acceptOrphans: true }), latencyMs) });
      }
      const [middle] = ratios.toSorted((a, b) => a.disk / a.memory - b.disk / b.memory).slice(2);
      if (!middle) continue;
      const { disk, memory } = middle;
      const isRealistic = latencyMs > 0;
      print({
        what: `buys/s with the journal on disk vs in memory, vendors answer in ${latencyMs} ms`,
        ratio: disk / memory,
        goal: isRealistic ? '>= 0.80' : 'reported',
        met: !isRealistic || disk / memory >= 0.8,
        detail: `${disk.toFixed(0)} vs ${memory.toFixed(0)} buys/s at ${VENDORS} vendors; ${ms(1_000 / disk - 1_000 / memory)} a buy on the disk`,
      });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
