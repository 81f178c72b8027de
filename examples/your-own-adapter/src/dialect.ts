import { type Dialect, type ErrorCode, NumrouteError, type Shop, type WireReply } from '@numroute/core';
import { parseJson } from '@numroute/http';
import * as v from 'valibot';
import { cents, listFlights, listShelf, type Params, sellFlight, showFlight, showPurse } from './server.ts';

/** The vendor's word for whatever goes wrong in the shop. */
const words: ReadonlyMap<ErrorCode, string> = new Map([
  ['OUT_OF_STOCK', 'no_birds'],
  ['NO_OFFER', 'no_birds'],
  ['PRICE_ABOVE_LIMIT', 'seed_too_dear'],
  ['INSUFFICIENT_FUNDS', 'empty_crop'],
  ['INVALID_INPUT', 'what'],
  ['UNKNOWN_ORDER', 'no_such_flight'],
  ['WRONG_STATE', 'not_now'],
]);

const question = v.object({ method: v.string(), params: v.record(v.string(), v.string()) });

type Answer = (shop: Shop, params: Params) => Promise<object>;

const id = ({ flight = '' }: Params): string => flight;

const answers: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ['purse', showPurse],
  ['shelf', listShelf],
  ['fly', sellFlight],
  ['flights', listFlights],
  ['flight', async (shop, params) => ({ flight: showFlight(await shop.fetchOrder(id(params))) })],
  ['call_back', async (shop, params) => ({ flight: showFlight(await shop.cancelOrder(id(params))) })],
  ['roost', async (shop, params) => ({ flight: showFlight(await shop.finishOrder(id(params))) })],
]);

/** The server half: answers as the page says that the vendor answers. The kit sells through it. */
export const dialect: Dialect = {
  id: 'pigeon',
  path: '/loft',
  async respond({ method, headers, body }, door) {
    const shop = door(headers['x-pigeon-token'] ?? '');
    if (!shop) return refuse('wrong_ring');
    const asked = v.safeParse(question, parseJson(body));
    const answer = method === 'POST' && asked.success ? answers.get(asked.output.method) : undefined;
    if (!answer || !asked.success) return refuse('what');
    try {
      return reply({ result: await answer(shop, asked.output.params) });
    } catch (error) {
      return refusal(error);
    }
  },
};

function refusal(error: unknown): WireReply {
  // A mistake of this file: the kit names it, with its line.
  if (!NumrouteError.is(error)) throw error;
  if (NumrouteError.is(error, 'WRONG_STATE') && error.details.retryAfterMs !== undefined)
    return refuse('still_climbing', { wait: Math.ceil(error.details.retryAfterMs / 1000) });
  if (NumrouteError.is(error, 'PRICE_ABOVE_LIMIT') && error.details.price)
    return refuse('seed_too_dear', { cents: cents.write(error.details.price) });
  return refuse(words.get(error.code) ?? 'storm');
}

function refuse(code: string, more: object = {}): WireReply {
  return reply({ error: { code, ...more } });
}

function reply(body: object): WireReply {
  const text = JSON.stringify({ jsonrpc: '2.0', id: 1, ...body });
  return { headers: { 'content-type': 'application/json' }, body: text };
}
