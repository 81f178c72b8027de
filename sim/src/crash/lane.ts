import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fastClock } from './fast-clock.ts';
import { openMarket } from './market.ts';
import type { Setup, Word } from './plan.ts';
import { type CrashVerdict, judgeCrashes } from './verdict.ts';

/** So fast that lives are short, and so slow that a busy machine stalls for less than a vendor may. */
const FACTOR = 240;
/** A life is counted in requests, so that a busy machine kills at the same moments. */
const REQUESTS = 60;
const LONGEST_MS = 3_000;
const BETWEEN_MS = 12;

interface Lane {
  readonly kills: number;
  readonly say: (line: string) => void;
}

/** One journal, one market, and one process after another that is killed at its work. */
export async function killAgainAndAgain({ kills, say }: Lane): Promise<CrashVerdict> {
  const folder = mkdtempSync(path.join(tmpdir(), 'numroute-crash-'));
  const file = path.join(folder, 'orders.sqlite');
  const epoch = Date.now();
  await using market = await openMarket(fastClock(FACTOR, epoch));
  const unfinished = new Set<number>();
  let next = 0;
  const heard = (word: Word): void => {
    if (word.kind === 'begun') {
      unfinished.add(word.want);
      next = Math.max(next, word.want + 1);
    } else if (word.kind === 'done') unfinished.delete(word.want);
    else if (word.kind === 'failed') throw new Error(`A child failed: ${word.why}`);
  };
  const setup = (last: boolean): Setup => ({
    file,
    epoch,
    factor: FACTOR,
    vendors: market.stalls.map(({ id, kind, sandbox, world }) => ({
      id,
      kind,
      url: sandbox.url,
      secret: world.secret,
    })),
    unfinished: [...unfinished],
    next,
    last,
  });
  try {
    // The next one is started while this one works: only what it does is waited for.
    let standby = start(folder, heard);
    for (let kill = 1; kill <= kills; kill += 1) {
      const { child, ready } = standby;
      await ready;
      standby = start(folder, heard);
      child.send(setup(false));
      await Promise.race([market.requests(1 + Math.floor(Math.random() * REQUESTS)), delay(LONGEST_MS)]);
      await delay(Math.random() * BETWEEN_MS);
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      if (kill % 50 === 0) say(`${kill} kills, ${next} wants begun, ${unfinished.size} unfinished`);
    }
    await standby.ready;
    const ended = once(standby.child, 'exit');
    standby.child.send(setup(true));
    await ended;
    return await judgeCrashes(file, market);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function start(folder: string, heard: (word: Word) => void): { child: ChildProcess; ready: Promise<void> } {
  const child = fork(new URL('child.ts', import.meta.url), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // What the first one compiled, the others need not.
    env: { ...process.env, NODE_COMPILE_CACHE: path.join(folder, 'compiled') },
  });
  const ready = Promise.withResolvers<void>();
  child.on('message', (word: Word) => {
    if (word.kind === 'ready') ready.resolve();
    else heard(word);
  });
  child.once('error', ready.reject);
  return { child, ready: ready.promise };
}
