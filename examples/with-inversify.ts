// The same router out of an inversify container, with a ranking and a clock of one's own.
//
//   node --conditions=source examples/with-inversify.ts
//
// Simulated vendors: no real money.
import { arzancell } from '@numroute/arzancell';
import { type Clock, formatMoney, systemClock } from '@numroute/core';
import { CLOCK, providerModule, RATES, ROUTER, routerModule, STRATEGY } from '@numroute/inversify';
import { cheapest, type Strategy } from '@numroute/router';
import { Container } from 'inversify';
import { rates, startMarket } from './market.ts';

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

const market = await startMarket();
const container = new Container();
container.load(
  routerModule({ offersTtlMs: 2_000 }),
  ...market.map(({ settings }) => providerModule(arzancell, settings)),
);
container.bind(RATES).toConstantValue(rates);
container.bind(STRATEGY).toConstantValue(mostStock);
container.bind(CLOCK).toConstantValue(countingClock);

const router = container.get(ROUTER);
const { ranked } = await router.quote({ service: 'telegram' }, { currency: 'USD' });
for (const { offer } of ranked) {
  console.log(`${offer.stock} left at ${offer.provider} in ${offer.country} for ${formatMoney(offer.price)}`);
}
console.log(`the router looked at our clock ${looks > 0 ? 'and not at its own' : 'never'}`);

await container.unbindAllAsync(); // closes the router, which closes the providers
for (const vendor of market) await vendor[Symbol.asyncDispose]();
