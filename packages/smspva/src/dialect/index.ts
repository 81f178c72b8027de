import { type Clock, type Dialect, type Shop, stepsBelow, systemClock, type WireReply } from '@numroute/core';
import { showBalance, showUser } from './account.ts';
import { refuse, statusOf } from './envelope.ts';
import { cancelOrder, rejectNumber, sellNumber, showOrder } from './orders.ts';
import { showCountry, showCounts, showPrice, showPrices } from './prices.ts';

const ROOT = '/activation';

/** How the simulated SMSPVA talks. */
export interface DialectOptions {
  /** For the seconds that are left. @default the system's */
  readonly clock?: Clock;
}

/** @param steps Behind the name of the call. */
type Answer = (shop: Shop, steps: readonly string[], clock: Clock) => Promise<WireReply>;

/** By method, name and how many steps follow. */
const answers: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ['GET balance 0', showBalance],
  ['GET userinfo 0', showUser],
  ['GET servicesprices 0', showPrices],
  ['GET serviceprice 1', showCountry],
  ['GET serviceprice 2', showPrice],
  ['GET countnumbers 1', showCounts],
  ['GET number 2', sellNumber],
  ['GET number 3', sellNumber],
  ['GET sms 1', showOrder],
  ['PUT cancelorder 1', cancelOrder],
  ['PUT blocknumber 1', rejectNumber],
]);

/**
 * The server half: answers as SMSPVA's documents say, version 2. Its amounts have no currency, and are those
 * of the shop.
 */
export function smspvaDialect({ clock = systemClock }: DialectOptions = {}): Dialect {
  return {
    id: 'smspva',
    path: ROOT,
    async respond({ method, path, headers }, door) {
      const [name = '', ...steps] = stepsBelow(ROOT, path) ?? [];
      const shop = door(headers['apikey'] ?? '');
      if (!shop) return refuse(401);
      const answer = answers.get(`${method} ${name} ${steps.length}`);
      if (!answer) return refuse(404);
      try {
        return await answer(shop, steps, clock);
      } catch (error) {
        return refuse(statusOf(error));
      }
    },
  };
}
