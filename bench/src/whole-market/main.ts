import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import autocannon from 'autocannon';
import { median, ms, print } from '../report.ts';

const TOKEN = 'a-token-of-the-bench-0123456789';
const HOLD_MS = 20;
const MOST_BYTES = 600 * 2 ** 20;
const source = ['--conditions=@numroute/source', '--disable-warning=ExperimentalWarning'];

/** Since the last question: the longest turn of the event loop in milliseconds, and the most memory in bytes. */
interface Seen {
  readonly held: number;
  readonly memory: number;
}

/** A gateway over fourteen vendors of 180,000 offers each, over real sockets, each end a process of its own. */
export async function wholeMarket(): Promise<void> {
  const site = fork(path.join(import.meta.dirname, 'site.ts'), { execArgv: source });
  const [port] = (await once(site, 'message')) as [number];
  const gateway = fork(path.join(import.meta.dirname, 'gateway.ts'), [`http://127.0.0.1:${port}`, TOKEN], {
    execArgv: source,
  });
  try {
    const [url] = (await once(gateway, 'message')) as [string];
    await measure(gateway, url);
  } finally {
    gateway.disconnect();
    site.disconnect();
  }
}

async function measure(gateway: ChildProcess, url: string): Promise<void> {
  const ask = async (question: string): Promise<number> => {
    const began = performance.now();
    const reply = await fetch(`${url}/stubs/handler_api.php?api_key=${TOKEN}&${question}`);
    const text = await reply.text();
    if (!/^[{[]/.test(text) || text.length < 3) throw new Error(`the gateway said ${text.slice(0, 80)}`);
    return performance.now() - began;
  };
  const seen = async (): Promise<Seen> => {
    gateway.send('seen');
    const [said] = (await once(gateway, 'message')) as [Seen];
    return said;
  };
  const number = 'action=getNumberV2&service=tg&country=34';
  const one = 'action=getPrices&service=tg&country=34';
  const pause = () => new Promise((resolve) => setTimeout(resolve, 5_100));

  await ask(number);
  await seen();
  await pause();
  report('getNumber whose lists are old', await ask(number), await seen());
  report('getNumber whose lists are fresh', await ask(number), await seen());
  const times: number[] = [];
  for (let n = 0; n < 50; n += 1) times.push(await ask(one));
  await seen();
  print({
    what: 'getPrices of one service in one country over 14 kept lists',
    ratio: median(times) / 1,
    goal: '<= 1.00',
    met: median(times) <= 1,
    detail: `${median(times).toFixed(2)} ms, median of 50 with the client's own work`,
  });
  report('getPrices of everything, from nothing', await ask('action=getPrices'), await seen());
  await compareWithBare(gateway, url);
  await seen();
  await pause();
  report('getPrices of everything whose list is old', await ask('action=getPrices'), await seen());
  report('getNumber beside the reading of everything', await ask(number), await seen());
}

function report(what: string, tookMs: number, { held, memory }: Seen): void {
  print({
    what: `longest turn of the event loop in ${what}, 14 vendors of 180,000 offers`,
    ratio: held / HOLD_MS,
    goal: '<= 1.00',
    met: held <= HOLD_MS,
    detail: `${ms(held)} of work, answered in ${ms(tookMs)}`,
  });
  print({
    what: `memory of the gateway at ${what}`,
    ratio: memory / MOST_BYTES,
    goal: '<= 1.00',
    met: memory <= MOST_BYTES,
    detail: `${(memory / 2 ** 20).toFixed(0)} MiB resident at most`,
  });
}

/** The whole list to many clients, against the framework alone that sends the same bytes from the same process. */
async function compareWithBare(gateway: ChildProcess, url: string): Promise<void> {
  gateway.send('bare');
  const [bare] = (await once(gateway, 'message')) as [string];
  const shoot = async (address: string): Promise<number> =>
    (await autocannon({ url: address, connections: 4, duration: 3 })).requests.average;
  const [mine, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < 3; round += 1) {
    theirs.push(await shoot(bare));
    mine.push(await shoot(`${url}/stubs/handler_api.php?api_key=${TOKEN}&action=getPrices`));
  }
  const ratio = median(mine) / median(theirs);
  print({
    what: 'getPrices of everything, 10 MB, a second vs the bare framework sending the same bytes',
    ratio,
    goal: '>= 0.25',
    met: ratio >= 0.25,
    detail: `${median(mine).toFixed(1)}/s vs ${median(theirs).toFixed(1)}/s, medians of 3`,
  });
}
