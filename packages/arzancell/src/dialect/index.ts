import type { Dialect, Shop, WireReply, WireRequest } from '@numroute/core';
import type { Action } from '../reply.ts';
import type { Word } from '../words.ts';
import { showBalance, showOffers } from './lists.ts';
import { cancelOrder, showOrder } from './orders.ts';
import { sellNumber } from './sale.ts';
import { answerOf } from './words.ts';

/** How the simulated ArzanCell talks. */
export interface DialectOptions {
  /** What the balance calls its currency. @default 'Toman' for IRT, 'Rial' for IRR, else the ISO code */
  readonly unit?: string;
  /** @default '/api/handler.php' */
  readonly path?: string;
  /** @default 'api' */
  readonly keyParameter?: string;
}

type Answer = (shop: Shop, parameters: URLSearchParams, options: DialectOptions) => Promise<string | Word>;

const answers: ReadonlyMap<string, Answer> = new Map<Action, Answer>([
  ['get_balance', (shop, _, { unit }) => showBalance(shop, unit)],
  ['get_status', showOffers],
  ['get_number', sellNumber],
  ['check_order', showOrder],
  ['cancel_order', cancelOrder],
]);

/** The server half: answers as the page says that ArzanCell answers. */
export function arzancellDialect(options: DialectOptions = {}): Dialect {
  const { path = '/api/handler.php', keyParameter = 'api' } = options;
  return {
    id: 'arzancell',
    path,
    async respond(request, door) {
      try {
        const parameters = parametersOf(request);
        const key = parameters.get(keyParameter);
        const action = parameters.get('action');
        if (!key || !action) return reply('INVALID REQUEST');
        const shop = door(key);
        if (!shop) return reply('INVALID API');
        const answer = answers.get(action);
        return reply(answer ? await answer(shop, parameters, options) : 'INVALID ACTION');
      } catch (error) {
        return reply(answerOf(error));
      }
    },
  };
}

/** As PHP reads them: a GET has its query only, whatever its body holds. */
function parametersOf({ method, query, headers, body }: WireRequest): URLSearchParams {
  if (method === 'GET') return query;
  const isForm = (headers['content-type'] ?? '')
    .toLowerCase()
    .startsWith('application/x-www-form-urlencoded');
  if (method !== 'POST' || !isForm) return new URLSearchParams();
  return new URLSearchParams([...new URLSearchParams(body), ...query]);
}

function reply(body: string): WireReply {
  const type = body.startsWith('[') ? 'application/json' : 'text/plain';
  return { headers: { 'content-type': `${type}; charset=utf-8` }, body };
}
