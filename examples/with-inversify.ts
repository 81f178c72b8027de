// The router out of an inversify container: one function binds the application, and a test, or another
// host, rebinds what it wants otherwise. One of the plugins has never heard of inversify.
//
//   node --conditions=@numroute/source examples/with-inversify.ts
//
// Simulated vendors: no real money.
import { arzancell } from '@numroute/arzancell';
import { type Clock, formatMoney, money, systemClock } from '@numroute/core';
import {
  CLOCK,
  JOURNAL,
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

/** The application as it runs every day. */
function bindApplication(): Container {
  const container = new Container();
  container.load(
    routerModule({ offersTtlMs: 2_000 }),
    ...market.map(({ settings }) => providerModule(arzancell, settings)),
    providerModule(pigeon, { apiKey: loft.secret, baseUrl: pigeonSite.url, allowInsecureHttp: true }),
  );
  container.bind(RATES).toConstantValue(rates);
  container.bind(STRATEGY).toConstantValue(cheapest);
  container.bind(CLOCK).toConstantValue(systemClock);
  // Only in a simulation: with real money, sqliteJournal of @numroute/journal.
  container.bind(JOURNAL).toConstantValue(memoryJournal({ acceptOrphans: true }));
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
const journal = memoryJournal({ acceptOrphans: true });
container.rebind(STRATEGY).toConstantValue(mostStock);
container.rebind(CLOCK).toConstantValue(countingClock);
container.rebind(JOURNAL).toConstantValue(journal);
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

await container.unbindAllAsync(); // closes the router, which closes the providers
await pigeonSite.close();
for (const vendor of market) await vendor[Symbol.asyncDispose]();
