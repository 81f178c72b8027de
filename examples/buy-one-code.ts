// Buys the cheapest Telegram number in Estonia, waits for its code, and gives it back if none comes.
//
//   node --conditions=@numroute/source examples/buy-one-code.ts
//
// Simulated vendors: no real money.
import { codeOf, formatMoney, money, NumrouteError } from '@numroute/core';
import { memoryJournal } from '@numroute/journal';
import { createRouter } from '@numroute/router';
import { rates, startMarket } from './market.ts';

const market = await startMarket();
const router = createRouter({
  providers: market.map(({ provider }) => provider),
  rates,
  // Only in a simulation: with real money, sqliteJournal of @numroute/journal.
  journal: memoryJournal({ acceptOrphans: true }),
});

try {
  const order = await router.buy({ service: 'telegram', country: 'EE' }, { maxPrice: money('0.50', 'USD') });
  console.log(`bought ${order.phone} from ${order.provider} for ${formatMoney(order.paid)}`);

  // Only in a simulation: somebody sends the SMS.
  const seller = market.find(({ settings }) => settings.id === order.provider);
  seller?.world.receiveSms(order.id, 'Telegram code: 53917');

  let code: string | undefined;
  for await (const { messages } of router.watch(order, { forMs: 60_000 })) code = messages.map(codeOf).at(-1);

  if (code === undefined) {
    const { status } = await router.cancel(order);
    console.log(`no code came; the order is ${status}`);
  } else {
    console.log(`code: ${code}`);
    const { status } = await router.finish(order);
    console.log(`the order is ${status}`);
  }
} catch (error) {
  if (!NumrouteError.is(error)) throw error;
  // One error type with a closed set of codes. Only OUTCOME_UNKNOWN may have cost money.
  console.error(`${error.code}: ${error.message}`);
  if (error.moneyMayHaveMoved) console.error('look at your orders at the vendor before you buy again');
  process.exitCode = 1;
} finally {
  await router.close();
  for (const vendor of market) await vendor[Symbol.asyncDispose]();
}
