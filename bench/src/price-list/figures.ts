import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { promisify } from 'node:util';
import { answers, matching, type Offers } from '@numroute/core';
import { profiles, smsActivate, smsActivateAdapter } from '@numroute/sms-activate';
import { median, ms, paired, print, timed } from '../report.ts';
import { type ListName, listNames, priceListBody } from './body.ts';

const query = { service: 'telegram', country: 'EE' };
const source = ['--conditions=@numroute/source', '--disable-warning=ExperimentalWarning'];
const call = { signal: new AbortController().signal };

/** Everything that a price list costs a program, against `JSON.parse` of the same text. */
export async function priceLists(): Promise<void> {
  for (const name of listNames) await ingestAgainstParse(name);
  await filterAgainstObjects('smsbower');
  for (const name of ['classic', 'smsbower'] as const) await overTheWire(name);
}

const ingest = (name: ListName, text: string): Promise<Offers> =>
  smsActivateAdapter(profiles[name]).listOffers(
    async () => ({ status: 200, headers: {}, at: Date.now(), text }),
    {},
  );

async function ingestAgainstParse(name: ListName): Promise<void> {
  const text = priceListBody(name);
  for (let n = 0; n < 3; n += 1) await ingest(name, text);
  const { length } = await ingest(name, text);
  const { work, baseline, ratio } = await paired(
    15,
    () => ingest(name, text),
    async () => JSON.parse(text),
  );
  print({
    what: `ingest of ${length} prices as ${name} lists them vs JSON.parse alone`,
    ratio,
    goal: '<= 1.40',
    met: ratio <= 1.4,
    detail: `${ms(work)} vs ${ms(baseline)} for ${(text.length / 1e6).toFixed(1)} MB, medians of 15 pairs`,
  });
}

async function filterAgainstObjects(name: ListName): Promise<void> {
  const list = await ingest(name, priceListBody(name));
  const objects = [...list];
  const find = async (offers: Offers) => [...matching(offers, query)].length;
  const filter = async () => objects.filter((offer) => answers(offer, query)).length;
  if ((await find(list)) !== (await filter())) throw new Error('the columns and the objects disagree');
  const { work, baseline, ratio } = await paired(51, () => find(list), filter);
  print({
    what: `one service in one country of ${list.length} offers vs a filter over as many objects`,
    ratio,
    goal: '<= 0.10',
    met: ratio <= 0.1,
    detail: `${ms(work)} vs ${ms(baseline)}, medians of 51 pairs`,
  });
}

/** The list as it comes from a site: gzip, sockets, key struck out; who else waits meanwhile, and what stays. */
async function overTheWire(name: ListName): Promise<void> {
  const site = fork(path.join(import.meta.dirname, 'serve.ts'), [name], { execArgv: source });
  const [port] = (await once(site, 'message')) as [number];
  const url = `http://127.0.0.1:${port}/`;
  try {
    await worstStall(name, url);
    await memory(name, url);
  } finally {
    site.disconnect();
  }
}

async function worstStall(name: ListName, baseUrl: string): Promise<void> {
  const provider = smsActivate.create({
    profile: name,
    currency: 'USD',
    apiKey: '8b1a9953c4611296a827abf8c47804d7',
    baseUrl,
    allowInsecureHttp: true,
  });
  const text = priceListBody(name);
  const stalls: number[] = [];
  const parses: number[] = [];
  const whole: number[] = [];
  for (let round = 0; round < 12; round += 1) {
    whole.push(await timed(async () => stalls.push(await longestTurn(() => provider.listOffers({}, call)))));
    parses.push(await timed(async () => JSON.parse(text)));
  }
  const [stall, parse] = [median(stalls.slice(2)), median(parses.slice(2))];
  print({
    what: `worst event-loop stall while ${name}'s list comes in vs one JSON.parse`,
    ratio: stall / parse,
    goal: '<= 0.50',
    met: stall / parse <= 0.5,
    detail: `${ms(stall)} vs ${ms(parse)} in ${ms(median(whole))} from request to offers, medians of 10`,
  });
  await provider.close?.();
}

/** The longest time that nobody else could run. */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  let ended = false;
  const tick = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!ended) setImmediate(tick);
  };
  setImmediate(tick);
  await work();
  ended = true;
  return longest;
}

async function memory(name: ListName, url: string): Promise<void> {
  const script = path.join(import.meta.dirname, 'memory.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--expose-gc',
    ...source,
    script,
    name,
    url,
  ]);
  const { alone, shelf } = JSON.parse(stdout) as { alone: number; shelf: number };
  for (const [what, bytes] of [
    ['a list alone', alone],
    ["the router's shelf, after a quote of everything", shelf],
  ] as const) {
    print({
      what: `bytes an offer that ${what} keeps, as ${name} lists them`,
      ratio: bytes,
      goal: '<= 32',
      met: bytes <= 32,
      detail: 'heap and buffers after gc, in a process of its own',
    });
  }
}
