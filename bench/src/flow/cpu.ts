import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent } from 'node:http';
import path from 'node:path';
import { money } from '@numroute/core';
import { memoryJournal } from '@numroute/journal';
import { createRouter } from '@numroute/router';
import { smsActivate } from '@numroute/sms-activate';
import got from 'got';
import { median, print } from '../report.ts';

const GOAL = 2;
const ROUNDS = 5;
/** At once in a round: a code is asked for after its vendor's pause, whose time costs no CPU. */
const FLOWS = 50;
const API_KEY = '8b1a9953c4611296a827abf8c47804d7';
const source = ['--conditions=@numroute/source', '--disable-warning=ExperimentalWarning'];

/** What a number costs in CPU from purchase to finish, against a script of three got calls that proves nothing. */
export async function cpuOfAFlow(): Promise<void> {
  const site = fork(path.join(import.meta.dirname, 'site.ts'), { execArgv: source });
  const [port] = (await once(site, 'message')) as [number];
  const url = `http://127.0.0.1:${port}/stubs/handler_api.php`;
  const provider = smsActivate.create({
    id: 'site',
    profile: 'classic',
    currency: 'USD',
    apiKey: API_KEY,
    baseUrl: url,
    allowInsecureHttp: true,
    limits: { requests: 1_000, perMs: 1_000, concurrent: 100 },
  });
  const journal = memoryJournal({ acceptOrphans: true });
  const router = createRouter({ journal, providers: [provider], offersTtlMs: 600_000 });
  const maxPrice = money('1', 'USD');
  const mine = async (): Promise<void> => {
    const order = await router.buy({ service: 'telegram', country: 'EE' }, { maxPrice });
    for await (const { messages } of router.watch(order)) if (messages.length > 0) break;
    await router.finish(order);
  };
  const agent = { http: new Agent({ keepAlive: true }) };
  const ask = (query: Readonly<Record<string, string>>) =>
    got(url, { searchParams: { api_key: API_KEY, ...query }, agent, retry: { limit: 0 } }).text();
  const bare = async (): Promise<void> => {
    const bought = await ask({ action: 'getNumberV2', service: 'tg', country: '34' });
    const { activationId: id } = JSON.parse(bought) as { readonly activationId: string };
    const status = await ask({ action: 'getStatus', id });
    if (!status.startsWith('STATUS_OK:')) throw new Error(`the site said ${status}`);
    await ask({ action: 'setStatus', id, status: '6' });
  };
  const [works, baselines]: [number[], number[]] = [[], []];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const [work, baseline] = [await cpuOf(mine), await cpuOf(bare)];
    // The first round is what compiling costs.
    if (round > 0) {
      works.push(work);
      baselines.push(baseline);
    }
  }
  const [work, baseline] = [median(works), median(baselines)];
  print({
    what: 'CPU of buy, watch and finish vs three bare got calls, journal in memory',
    ratio: work / baseline,
    goal: `<= ${GOAL.toFixed(2)}`,
    met: work / baseline <= GOAL,
    detail: `${work.toFixed(2)} vs ${baseline.toFixed(2)} ms of CPU each, medians of ${ROUNDS} times ${FLOWS}`,
  });
  await router.close();
  agent.http.destroy();
  site.disconnect();
}

/** Milliseconds of this process's CPU for each of some that run at once. */
async function cpuOf(flow: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await Promise.all(Array.from({ length: FLOWS }, flow));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / FLOWS;
}
