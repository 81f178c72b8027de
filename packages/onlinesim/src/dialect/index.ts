import {
  type Clock,
  type Dialect,
  type Shop,
  stepsBelow,
  systemClock,
  type WireReply,
  type WireRequest,
} from '@numroute/core';
import { askAnother, endOrder, sellNumber, showBalance, showState } from './orders.ts';
import { showStats } from './prices.ts';
import { say, sayNo } from './reply.ts';

const ROOT = '/api';

/** How the simulated OnlineSim talks. */
export interface DialectOptions {
  /** For the seconds that are left. @default the system's */
  readonly clock?: Clock;
}

type Answer = (shop: Shop, fields: URLSearchParams, clock: Clock) => Promise<WireReply>;

const answers: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ['getBalance.php', showBalance],
  ['getNumbersStats.php', showStats],
  ['getNum.php', sellNumber],
  ['getState.php', showState],
  ['setOperationRevise.php', askAnother],
  ['setOperationOk.php', endOrder],
]);

/**
 * The server half: answers as OnlineSim's documents say, by GET and POST. Its amounts have no currency, and
 * are those of the shop.
 */
export function onlinesimDialect({ clock = systemClock }: DialectOptions = {}): Dialect {
  return {
    id: 'onlinesim',
    path: ROOT,
    async respond(request, door) {
      const answer = answers.get(stepsBelow(ROOT, request.path)?.join('/') ?? '');
      if (!answer) return say('REQUEST_NOT_FOUND');
      const fields = fieldsOf(request);
      const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
      const key = bearer ?? fields.get('apikey');
      if (!key) return say('ERROR_NO_KEY');
      const shop = door(key);
      if (!shop) return say('ERROR_WRONG_KEY');
      try {
        return await answer(shop, fields, clock);
      } catch (error) {
        return sayNo(error);
      }
    },
  };
}

function fieldsOf({ method, query, body }: WireRequest): URLSearchParams {
  return new URLSearchParams([...query, ...(method === 'POST' ? new URLSearchParams(body) : [])]);
}
