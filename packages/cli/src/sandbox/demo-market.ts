import { type Orders, routerEvents, routerOrders } from '@numroute/gateway';
import { memoryJournal } from '@numroute/journal';
import { createRates } from '@numroute/router';
import { type App, compose } from '../config/compose.ts';
import type { Io } from '../io.ts';
import { accountsAt } from './accounts.ts';
import { behavioursOf } from './behaviour.ts';
import { marketVendors } from './market.ts';
import { playAll } from './playing.ts';
import { sandboxRates } from './usual-goods.ts';

/** What a client of a demonstration may spend. */
export const DEMO_BUDGET = { amount: '50', currency: 'USD', per: 'total' } as const;

/** Orders over a simulated market. Nothing is written to a disk. */
export interface DemoMarket extends AsyncDisposable {
  readonly orders: Orders;
}

/** Plays every vendor on this machine, and says on standard error what they sell. */
export async function openDemoMarket(io: Io): Promise<DemoMarket> {
  const vendors = marketVendors();
  const rates = sandboxRates(vendors.map(({ currency }) => currency));
  const playing = await playAll(vendors, {
    behaviourOf: behavioursOf({}, vendors),
    port: 0,
    onLine: (line) => io.stderr.write(`${line}\n`),
  });
  const events = routerEvents();
  let app: App | undefined;
  const close = async (): Promise<void> => {
    await app?.[Symbol.asyncDispose]();
    await playing[Symbol.asyncDispose]();
  };
  try {
    app = await compose({
      accounts: await accountsAt(playing, io.cwd),
      rates,
      currency: 'USD',
      journal: memoryJournal({ acceptOrphans: true }),
      options: { onEvent: events.tell },
    });
    const { router, journal } = app;
    const orders = await routerOrders({ router, journal, rates: createRates(rates), events });
    return { orders, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}
