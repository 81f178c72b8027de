import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { money } from '@numroute/core';
import { memoryJournal } from '@numroute/journal';
import { createRouter } from '@numroute/router';
import got from 'got';
import { openTellingStall, tellingProvider } from '../market.ts';
import { ms, paired, print, timed } from '../report.ts';

const ROUND_TRIP_MS = 150;
/** A vendor's certificate that the tests have as well. */
const pem = path.join(import.meta.dirname, '../../../packages/http/test/fixtures/self-signed.pem');
const source = ['--conditions=@numroute/source', '--disable-warning=ExperimentalWarning'];

/** `buy` over TLS from a vendor that is far away, against one bare request on a connection that is kept. */
export async function buyFromFarAway(): Promise<void> {
  const trusted = getCACertificates('default');
  setDefaultCACertificates([...trusted, readFileSync(pem, 'utf8')]);
  const { world, sandbox } = await openTellingStall(0);
  const { port, pathname } = new URL(sandbox.url);
  const args = [port, String(ROUND_TRIP_MS), pem];
  const line = fork(path.join(import.meta.dirname, 'line.ts'), args, { execArgv: source });
  const [far] = (await once(line, 'message')) as [number];
  const url = `https://127.0.0.1:${far}${pathname}`;

  const router = createRouter({
    journal: memoryJournal({ acceptOrphans: true }),
    providers: [tellingProvider(world, url)],
    offersTtlMs: 600_000,
  });
  const maxPrice = money('1', world.currency);
  const buy = () => router.buy({ service: 'telegram', country: 'EE' }, { maxPrice });
  const agent = { https: new Agent({ keepAlive: true }) };
  const searchParams = { api_key: world.secret, action: 'getNumberV2', service: 'tg', country: '34' };
  const kept = () => got(url, { searchParams, agent, retry: { limit: 0 } });

  await router.quote({ service: 'telegram', country: 'EE' });
  await kept();
  const first = await timed(buy);
  // The next connection is opened meanwhile, as it is between the buys of a customer.
  const rest = () => pause(4 * ROUND_TRIP_MS);
  await rest();
  const { work, baseline, ratio } = await paired(20, buy, kept, rest);
  print({
    what: `buy over TLS vs one request on a kept connection, ${ROUND_TRIP_MS} ms a round trip`,
    ratio,
    goal: '<= 1.15',
    met: ratio <= 1.15,
    detail: `${ms(work)} vs ${ms(baseline)}, medians of 20 pairs with a pause between; the first buy ${ms(first)}`,
  });
  const inARow = await timed(async () => {
    for (let n = 0; n < 5; n += 1) await buy();
  });
  print({
    what: 'the same, each of five at once after the other: the next connection is not open yet',
    ratio: inARow / 5 / baseline,
    goal: 'reported',
    met: true,
    detail: `${ms(inARow / 5)} a buy`,
  });
  agent.https.destroy();
  await router.close();
  line.disconnect();
  await sandbox.close();
  setDefaultCACertificates(trusted);
}
