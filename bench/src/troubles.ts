import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { money, type Provider } from '@numroute/core';
import { memoryJournal } from '@numroute/journal';
import { createRouter } from '@numroute/router';
import { profiles, smsActivate, smsActivateDialect } from '@numroute/sms-activate';
import { createWorld, type Sandbox, startSandbox, type World } from '@numroute/testkit';
import { median, ms, print, timed } from './report.ts';

const want = { service: 'telegram', country: 'EE' };
const LATENCY_MS = 50;
const BUYS = 10;

/** How a vendor's answers differ from a good one's; `pass` hands the request on to the good one. */
type Trouble = (action: string, reply: ServerResponse, pass: () => Promise<string>) => Promise<void>;

const troubles: Readonly<Record<string, Trouble>> = {
  'answers every purchase that nothing is left': async (action, reply, pass) => {
    reply.end(action.startsWith('getNumber') && action !== 'getNumbersStatus' ? 'NO_NUMBERS' : await pass());
  },
  'takes 3 s for its list': async (action, reply, pass) => {
    if (action === 'getPrices') await new Promise((resolve) => setTimeout(resolve, 3_000));
    reply.end(await pass());
  },
  'lists a tenth of what it charges': async (action, reply, pass) => {
    const said = await pass();
    reply.end(action === 'getPrices' ? said.replaceAll('0.1', '0.01') : said);
  },
  'sends a million keys as its list': async (action, reply, pass) => {
    reply.end(action === 'getPrices' ? millionKeys : await pass());
  },
};
const millionKeys = `{"34":{"tg":{${Array.from({ length: 1_000_000 }, (_, n) => `"k${n}":${n}`).join(',')}}}}`;

interface Shop {
  readonly world: World;
  readonly sandbox: Sandbox;
  readonly provider: (baseUrl?: string) => Provider;
}

async function openShop(id: string, price: string): Promise<Shop> {
  const world = createWorld({
    currency: 'USD',
    offers: [{ ...want, price, stock: 10_000 }],
    funds: '100000',
  });
  const dialect = smsActivateDialect(profiles.tiger);
  const sandbox = await startSandbox({ world, dialect, latencyMs: LATENCY_MS });
  const provider = (baseUrl = sandbox.url): Provider =>
    smsActivate.create(
      smsActivate.parseSettings({
        profile: 'tiger',
        id,
        apiKey: world.secret,
        baseUrl,
        currency: 'USD',
        allowInsecureHttp: true,
        limits: { requests: 10_000, perMs: 1_000, concurrent: 100 },
      }),
    );
  return { world, sandbox, provider };
}

/** The vendor behind its trouble. */
async function openTrouble({ sandbox }: Shop, trouble: Trouble): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, reply) => {
    const url = new URL(request.url ?? '', sandbox.url);
    const pass = async (): Promise<string> => await (await fetch(url)).text();
    trouble(url.searchParams.get('action') ?? '', reply, pass).catch(() => reply.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}${new URL(sandbox.url).pathname}`, close: () => server.close() };
}

/** Ten purchases in a row, each with fresh lists, after one that meets every vendor for the first time. */
async function buyTen(providers: readonly Provider[]): Promise<readonly number[]> {
  const router = createRouter({
    journal: memoryJournal({ acceptOrphans: true }),
    providers,
    offersTtlMs: 1,
  });
  const buy = () => router.buy(want, { maxPrice: money('0.5', 'USD') });
  await buy();
  const took: number[] = [];
  for (let n = 0; n < BUYS; n += 1) took.push(await timed(buy));
  await router.close();
  return took;
}

/** One of three vendors is in trouble: what that costs the purchases at the others. */
export async function besideTrouble(): Promise<void> {
  for (const [what, trouble] of Object.entries(troubles)) {
    const good = [await openShop('first', '0.12'), await openShop('second', '0.13')];
    const bad = await openShop('third', '0.1');
    const alone = await buyTen(good.map(({ provider }) => provider()));
    const { url, close } = await openTrouble(bad, trouble);
    const beside = await buyTen([...good.map(({ provider }) => provider()), bad.provider(url)]);
    const sold = [...good, bad].flatMap(({ world }) => world.ledger.filter(({ kind }) => kind === 'charge'));
    const ratio = median(beside) / median(alone);
    const isOnce = sold.length === 2 * (BUYS + 1);
    print({
      what: `ten buys in a row while one of three vendors ${what}`,
      ratio,
      goal: '<= 1.10 of without it, each bought once',
      met: ratio <= 1.1 && isOnce,
      detail: `${ms(median(beside))} vs ${ms(median(alone))}, slowest ${ms(Math.max(...beside))} vs ${ms(Math.max(...alone))}; ${sold.length} charges for ${2 * (BUYS + 1)} buys`,
    });
    close();
    for (const { sandbox } of [...good, bad]) await sandbox.close();
  }
}
