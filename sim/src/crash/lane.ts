import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fastClock } from './fast-clock.ts';
import { openMarket } from './market.ts';
import { startChild } from './start-child.ts';
import { type CrashVerdict, judgeFile } from './verdict.ts';
import { openWants } from './wants.ts';

/** So fast that lives are short, and so slow that a busy machine stalls for less than a vendor may. */
const FACTOR = 240;
/** A life is counted in requests, so that a busy machine kills at the same moments. */
const REQUESTS = 120;
/** A life in which everything is waited for ends all the same. Longer than a busy machine takes to work through one. */
const LONGEST_MS = 10_000;
const BETWEEN_MS = 12;

interface Lane {
  readonly kills: number;
  readonly concurrency: number;
  readonly say: (line: string) => void;
}

/** One journal, one market, and one process after another that is killed at its work. */
export async function killAgainAndAgain({ kills, concurrency, say }: Lane): Promise<CrashVerdict> {
  const folder = mkdtempSync(path.join(tmpdir(), 'numroute-crash-'));
  const file = path.join(folder, 'orders.sqlite');
  const epoch = Date.now();
  await using market = await openMarket(fastClock(FACTOR, epoch));
  const wants = openWants({ file, epoch, factor: FACTOR, concurrency, market });
  try {
    // The next one is started while this one works: only what it does is waited for.
    let standby = startChild(folder, wants.heard);
    for (let kill = 1; kill <= kills; kill += 1) {
      const child = standby;
      await child.ready;
      standby = startChild(folder, wants.heard);
      child.begin(wants.setup(false));
      await Promise.race([market.requests(1 + Math.floor(Math.random() * REQUESTS)), delay(LONGEST_MS)]);
      await delay(Math.random() * BETWEEN_MS);
      await child.kill();
      if (kill % 50 === 0) say(`${kill} kills, ${wants.count()}`);
    }
    await standby.ready;
    standby.begin(wants.setup(true));
    await standby.ended;
    return await judgeFile(file, market);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
