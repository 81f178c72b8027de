import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ms, print } from '../report.ts';
import type { Cost } from './child.ts';
import { fillOpen } from './fill.ts';
import { looksAtOne } from './one.ts';

const SIZES = [1_000, 10_000, 100_000] as const;
const MOST_BYTES = 2_048;
const MOST_START_MS = 10_000;
const MOST_GROWTH = 1.5;
const LONGEST_TURN_MS = 20;

const flags = ['--expose-gc', '--conditions=@numroute/source', '--disable-warning=ExperimentalWarning'];
const run = promisify(execFile);

/** What a router costs with so many open orders in a journal on disk, at a site on a loopback socket. */
async function costOf(folder: string, orders: number): Promise<Cost> {
  const file = path.join(folder, `${orders}.sqlite`);
  await fillOpen(file, orders);
  const script = path.join(import.meta.dirname, 'child.ts');
  const { stdout } = await run(process.execPath, [...flags, script, file, `${orders}`]);
  return JSON.parse(stdout) as Cost;
}

export async function manyOpenOrders(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'numroute-bench-'));
  const costs: Cost[] = [];
  try {
    for (const orders of SIZES) costs.push(await costOf(folder, orders));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const [few, most] = [costs[0], costs.at(-1)];
  if (!few || !most) return;
  const beside = `with ${SIZES.at(-1)} open orders`;
  print({
    what: `createRouter and recover, ${beside}: CPU`,
    ratio: most.startCpu / MOST_START_MS,
    goal: `<= ${MOST_START_MS / 1_000} s`,
    met: most.startCpu <= MOST_START_MS,
    detail: `${ms(most.startCpu)}, ${ms(most.start)} by the clock; longest turn ${ms(most.startTurn)}; ${(most.memory / 2 ** 20).toFixed(0)} MB in all`,
  });
  print({
    what: `memory of an open order that nobody watches, ${beside}`,
    ratio: most.held / MOST_BYTES,
    goal: `<= ${MOST_BYTES} bytes`,
    met: most.held <= MOST_BYTES,
    detail: `${Math.round(most.held)} bytes`,
  });
  print({
    what: `memory of a watched order, its caller's loop included, ${beside}`,
    ratio: most.watched / MOST_BYTES,
    goal: `<= ${MOST_BYTES} bytes`,
    met: most.watched <= MOST_BYTES,
    detail: `${Math.round(most.watched)} bytes`,
  });
  print({
    what: `CPU of a request while ${SIZES.join(', ')} orders are watched: the last vs the first`,
    ratio: most.cpu / few.cpu,
    goal: `<= ${MOST_GROWTH}, <= ${LONGEST_TURN_MS} ms in one turn of the event loop`,
    met: most.cpu / few.cpu <= MOST_GROWTH && most.turn <= LONGEST_TURN_MS,
    detail: `${costs.map(({ cpu }) => ms(cpu)).join(', ')}; longest turns ${costs.map(({ turn }) => ms(turn)).join(', ')}`,
  });
  await looksAtOne();
}
