// The router and its gateway out of an inversify container: one function binds the application, and a test,
// or another host, rebinds what it wants otherwise. One of the plugins has never heard of inversify.
//
//   node --conditions=@numroute/source examples/with-inversify.ts
//
// Simulated vendors: no real money.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { arzancell } from '@numroute/arzancell';
import { type Clock, formatMoney, money, systemClock } from '@numroute/core';
import { createLog, newToken } from '@numroute/gateway';
import { GATEWAY, gatewayModule } from '@numroute/gateway/inversify';
import {
  CLOCK,
  EVENTS,
  JOURNAL,
  journalModule,
  providerModule,
  providerToken,
  RATES,
  ROUTER,
  routerModule,
  STRATEGY,
} from '@numroute/inversify';
import { memoryJournal } from '@numroute/journal';
import { cheapest, type Strategy } from '@numroute/router';
import { createWorld, paperProvider, startSandbox } from '@numroute/testkit';
import { Container } from 'inversify';
import { rates, startMarket } from './market.ts';
import { dialect, pigeon } from './your-own-adapter/src/index.ts';

const market = await startMarket();
const loft = createWorld({
  currency: 'USD',
  offers: [{ service: 'telegram', country: 'EE', price: '0.09', stock: 9 }],
});
const pigeonSite = await startSandbox({ world: loft, dialect });

const folder = await mkdtemp(path.join(tmpdir(), 'numroute-example-'));
const { token, hash } = newToken();

/** The application as it runs every day. */
function bindApplication(): Container {
  const container = new Container();
  container.load(
    journalModule(path.join(folder, 'numroute.sqlite')),
    routerModule({ offersTtlMs: 2_000 }),
    gatewayModule(
      {
        port: 0,
        clients: [{ id: 'crm', tokenHash: hash, budget: { amount: '5', currency: 'USD', per: 'day' } }],
      },
      { log: createLog({ write: () => undefined }) },
    ),
    ...market.map(({ settings }) => providerModule(arzancell, settings)),
    providerModule(pigeon, { apiKey: loft.secret, baseUrl: pigeonSite.url, allowInsecureHttp: true }),
  );
  container.bind(RATES).toConstantValue(rates);
  container.bind(STRATEGY).toConstantValue(cheapest);
  container.bind(CLOCK).toConstantValue(systemClock);
  return container;
}

/** The cheapest offer is no use if it is gone in a second: most stock first. */
const mostStock: Strategy = (offers, context) => {
  const { ranked, excluded } = cheapest(offers, context);
  return { ranked: ranked.toSorted((a, b) => (b.offer.stock ?? 0) - (a.offer.stock ?? 0)), excluded };
};

let looks = 0;
const countingClock: Clock = {
  ...systemClock,
  monotonic: () => {
    looks += 1;
    return systemClock.monotonic();
  },
};

const container = bindApplication();
// Only in a simulation: with real money, the file that journalModule opens.
const journal = memoryJournal({ acceptOrphans: true });
container.rebind(STRATEGY).toConstantValue(mostStock);
container.rebind(CLOCK).toConstantValue(countingClock);
container.rebind(JOURNAL).toConstantValue(journal);
// As many observers as are bound; the gateway's module brings one, too.
let lists = 0;
container.bind(EVENTS).toConstantValue(({ type }) => {
  if (type === 'offers-listed') lists += 1;
});
// One provider of the four: a shop without a wire, in the place of the one that is sold out.
const paper = createWorld({
  currency: 'EUR',
  offers: [{ service: 'telegram', country: 'EE', price: '0.08', stock: 60 }],
});
container.rebind(providerToken('euro-shop')).toConstantValue(paperProvider(paper, { id: 'euro-shop' }));

const router = container.get(ROUTER);
const want = { service: 'telegram', country: 'EE' };
const { ranked } = await router.quote(want, { currency: 'USD' });
for (const { offer } of ranked) {
  console.log(`${offer.stock} left at ${offer.provider} for ${formatMoney(offer.price)}`);
}
const order = await router.buy(want, { maxPrice: money('0.50', 'USD') });
const [entry] = await journal.list({});
console.log(`bought from ${order.provider}; our journal says ${entry?.state}`);
console.log(`the router looked at our clock ${looks > 0 ? 'and not at its own' : 'never'}`);

console.log(`${lists} price lists were read`);

const gateway = await container.get(GATEWAY).start();
const reply = await fetch(`${gateway.url}/v1/orders`, { headers: { authorization: `Bearer ${token}` } });
console.log(`the gateway answers ${reply.status}: ${await reply.text()}`);

await container.unbindAllAsync(); // closes the gateway, then the router with its providers, then the journal
await rm(folder, { recursive: true });
await pigeonSite.close();
for (const vendor of market) await vendor[Symbol.asyncDispose]();
