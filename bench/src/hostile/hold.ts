import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { arzancell } from '@numroute/arzancell';
import type { Provider } from '@numroute/core';
import { smsActivate } from '@numroute/sms-activate';
import { longestTurn } from '../longest-turn.ts';
import { median, ms, print } from '../report.ts';
import { type BodyName, bodyNames } from './bodies.ts';

const GOAL_MS = 50;
const ROUNDS = 5;
const source = ['--conditions=@numroute/source', '--disable-warning=ExperimentalWarning'];
const apiKey = '8b1a9953c4611296a827abf8c47804d7';
const call = { signal: new AbortController().signal };

const vendors: Readonly<Record<string, (baseUrl: string) => Provider>> = {
  arzancell: (baseUrl) => arzancell.create({ apiKey, baseUrl, unit: 'IRT', allowInsecureHttp: true }),
  'sms-activate': (baseUrl) =>
    smsActivate.create({ profile: 'smsbower', currency: 'USD', apiKey, baseUrl, allowInsecureHttp: true }),
};

/** How long one list, whatever stands in it, lets nobody else have a turn. */
export async function longestHolds(): Promise<void> {
  const site = fork(path.join(import.meta.dirname, 'serve.ts'), { execArgv: source });
  const [port] = (await once(site, 'message')) as [number];
  try {
    for (const [vendor, create] of Object.entries(vendors)) {
      for (const name of bodyNames) await hold(vendor, name, create(`http://127.0.0.1:${port}/${name}`));
    }
  } finally {
    site.disconnect();
  }
}

async function hold(vendor: string, name: BodyName, provider: Provider): Promise<void> {
  const works: number[] = [];
  const delays: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    works.push(await longestTurn(() => provider.listOffers({}, call).catch(() => undefined)));
    delay.disable();
    delays.push(delay.max / 1e6);
  }
  const usual = median(works);
  print({
    what: `longest turn of the event loop while ${name} comes in, 16 MB, to ${vendor}`,
    ratio: usual / GOAL_MS,
    goal: '<= 1.00',
    met: usual <= GOAL_MS,
    detail: `${ms(usual)} of work, at worst ${ms(Math.max(...works))}; longest delay ${ms(median(delays))}, medians of ${ROUNDS}`,
  });
  await provider.close?.();
}
