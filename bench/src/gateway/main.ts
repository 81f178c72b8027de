import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { median, print } from '../report.ts';
import { startChild } from './child.ts';
import { fillJournal } from './filled-journal.ts';

const TOKEN = 'a-token-of-the-bench-0123456789';
const BUYER = 'bench';
const ORDERS = 10_000;
const ROUNDS = 5;

/** `getStatus` through the gateway, against the framework alone answering a constant. */
export async function benchGateway(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'numroute-bench-'));
  try {
    await speed(join(folder, 'speed.sqlite'));
    await memory(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function speed(file: string): Promise<void> {
  await fillJournal(file, 100, BUYER);
  const [bare, gateway] = await Promise.all([startChild('bare'), startChild('gateway', file, TOKEN)]);
  const path = `/stubs/handler_api.php?api_key=${TOKEN}&action=getStatus&id=7`;
  const shoot = (url: string, duration: number) => autocannon({ url: url + path, connections: 20, duration });
  await shoot(gateway.url, 2);
  await shoot(bare.url, 2);
  const mine: autocannon.Result[] = [];
  const theirs: autocannon.Result[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    // In turn, so that whatever else the machine does hits both.
    theirs.push(await shoot(bare.url, 3));
    mine.push(await shoot(gateway.url, 3));
  }
  await Promise.all([bare.end(), gateway.end()]);
  const failed = mine.reduce((sum, { non2xx, errors }) => sum + non2xx + errors, 0);
  if (failed > 0) throw new Error(`${failed} answers of the gateway were none`);
  const rate = (results: readonly autocannon.Result[]) =>
    median(results.map(({ requests }) => requests.average));
  const p99 = (results: readonly autocannon.Result[]) => median(results.map(({ latency }) => latency.p99));
  const ratio = rate(mine) / rate(theirs);
  print({
    what: 'getStatus a second through the gateway vs the bare framework answering a constant',
    ratio,
    goal: '>= 0.5',
    met: ratio >= 0.5,
    detail: `${rate(mine).toFixed(0)}/s vs ${rate(theirs).toFixed(0)}/s, 20 connections, medians of ${ROUNDS}`,
  });
  print({
    what: 'p99 of the bare framework vs p99 of getStatus through the gateway',
    ratio: Math.max(p99(theirs), 1) / Math.max(p99(mine), 1),
    goal: '>= 0.5',
    met: Math.max(p99(theirs), 1) / Math.max(p99(mine), 1) >= 0.5,
    detail: `${p99(theirs)} ms vs ${p99(mine)} ms, in whole milliseconds`,
  });
}

async function memory(folder: string): Promise<void> {
  const heapOf = async (kind: 'entries' | 'gateway', orders: number): Promise<number> => {
    const file = join(folder, `${kind}-${orders}.sqlite`);
    await fillJournal(file, orders, BUYER);
    const child = await startChild(kind, file, TOKEN);
    try {
      return await child.heap();
    } finally {
      await child.end();
    }
  };
  const eachOf = async (kind: 'entries' | 'gateway'): Promise<number> =>
    ((await heapOf(kind, ORDERS)) - (await heapOf(kind, 1))) / ORDERS;
  const [mine, theirs] = [await eachOf('gateway'), await eachOf('entries')];
  print({
    what: `heap of a gateway with ${ORDERS} open orders that it follows vs the journal's entries alone`,
    ratio: mine / theirs,
    goal: 'reported',
    met: true,
    detail: `${(mine / 1_024).toFixed(2)} KiB vs ${(theirs / 1_024).toFixed(2)} KiB an order, ${((mine * ORDERS) / 2 ** 20).toFixed(1)} MiB together`,
  });
}
