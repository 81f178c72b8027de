import { type Dialect, type ErrorCode, NumrouteError, type Shop, type WireReply } from '@numroute/core';
import { parseJson } from '@numroute/http';
import { centsOf } from './cents.ts';
import { listShelf, sellFlight, showFlight, showPurse } from './server.ts';
import { type Fields, fieldsOf, type Word } from './words.ts';

/** The vendor's word for whatever goes wrong in the shop. */
const words: ReadonlyMap<ErrorCode, Word> = new Map<ErrorCode, Word>([
  ['OUT_OF_STOCK', 'no_birds'],
  ['NO_OFFER', 'no_birds'],
  ['PRICE_ABOVE_LIMIT', 'seed_too_dear'],
  ['INSUFFICIENT_FUNDS', 'empty_crop'],
  ['INVALID_INPUT', 'what'],
  ['UNKNOWN_ORDER', 'no_such_flight'],
  ['WRONG_STATE', 'not_now'],
]);

type Answer = (shop: Shop, fields: Fields) => Promise<object>;

const id = ({ flight }: Fields): string => (typeof flight === 'string' ? flight : '');

const answers: ReadonlyMap<unknown, Answer> = new Map<string, Answer>([
  ['purse', showPurse],
  ['shelf', listShelf],
  ['fly', sellFlight],
  ['flight', async (shop, fields) => ({ flight: showFlight(await shop.fetchOrder(id(fields))) })],
  ['flights', async (shop) => ({ flights: (await shop.listOpenOrders()).map(showFlight) })],
  ['call_back', async (shop, fields) => ({ flight: showFlight(await shop.cancelOrder(id(fields))) })],
  ['roost', async (shop, fields) => ({ flight: showFlight(await shop.finishOrder(id(fields))) })],
]);

/** The server half: answers as the page says that the vendor answers. The kit sells through it. */
export const dialect: Dialect = {
  id: 'pigeon',
  path: '/loft',
  async respond({ method, headers, body }, door) {
    const shop = door(headers['x-pigeon-token'] ?? '');
    if (!shop) return refuse('wrong_ring');
    const fields = fieldsOf(parseJson(body)) ?? {};
    const answer = method === 'POST' ? answers.get(fields['call']) : undefined;
    if (!answer) return refuse('what');
    try {
      return reply({ ok: true, ...(await answer(shop, fields)) });
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
    return refuse('seed_too_dear', { cents: centsOf(error.details.price) });
  return refuse(words.get(error.code) ?? 'storm');
}

function refuse(coo: Word, more: object = {}): WireReply {
  return reply({ ok: false, coo, ...more });
}

function reply(body: object): WireReply {
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
