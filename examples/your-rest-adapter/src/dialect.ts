import {
  type Dialect,
  type ErrorCode,
  NumrouteError,
  type Shop,
  stepsBelow,
  type WireReply,
} from '@numroute/core';
import {
  cents,
  findOrder,
  listOrders,
  listPast,
  sellNumber,
  showAccount,
  showOffers,
  showOrder,
} from './server.ts';

/** The vendor's answer to whatever goes wrong in the shop. */
const words: ReadonlyMap<ErrorCode, readonly [status: number, word: string]> = new Map([
  ['OUT_OF_STOCK', [409, 'no_stock']],
  ['NO_OFFER', [409, 'no_stock']],
  ['PRICE_ABOVE_LIMIT', [409, 'over_max']],
  ['INSUFFICIENT_FUNDS', [402, 'no_money']],
  ['INVALID_INPUT', [400, 'bad_request']],
  ['UNKNOWN_ORDER', [404, 'no_such_order']],
  ['WRONG_STATE', [409, 'wrong_state']],
]);

type Answer = (shop: Shop, query: URLSearchParams, id: string) => Promise<object>;

const answers: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ['GET account', showAccount],
  ['GET offers', showOffers],
  ['POST orders', sellNumber],
  ['GET orders', listOrders],
  ['GET past', listPast],
  ['GET orders/:id', async (shop, _, id) => showOrder(await shop.fetchOrder(id))],
  ['GET refs/:id', async (shop, _, ref) => showOrder(await findOrder(shop, ref))],
  ['DELETE orders/:id', async (shop, _, id) => showOrder(await shop.cancelOrder(id))],
  ['POST orders/:id/done', async (shop, _, id) => showOrder(await shop.finishOrder(id))],
]);

/** The server half: answers as the page says that the vendor answers. The kit sells through it. */
export const dialect: Dialect = {
  id: 'otter',
  path: '/v2',
  async respond({ method, path, query, headers }, door) {
    const shop = door((headers['authorization'] ?? '').replace(/^Bearer /, ''));
    if (!shop) return refuse(401, 'bad_key');
    const [what, id, ...verb] = stepsBelow(this.path, path) ?? [];
    const call = `${method} ${[what, ...(id === undefined ? [] : [':id']), ...verb].join('/')}`;
    const answer = answers.get(call);
    if (!answer) return refuse(400, 'bad_request');
    try {
      return json(call === 'POST orders' ? 201 : 200, await answer(shop, query, id ?? ''));
    } catch (error) {
      return refusal(error);
    }
  },
};

function refusal(error: unknown): WireReply {
  // A mistake of this file: the kit names it, with its line.
  if (!NumrouteError.is(error)) throw error;
  if (NumrouteError.is(error, 'WRONG_STATE') && error.details.retryAfterMs !== undefined) {
    const wait = String(Math.ceil(error.details.retryAfterMs / 1000));
    return refuse(409, 'too_early', {}, { 'retry-after': wait });
  }
  if (NumrouteError.is(error, 'PRICE_ABOVE_LIMIT') && error.details.price)
    return refuse(409, 'over_max', { cents: cents.write(error.details.price) });
  return refuse(...(words.get(error.code) ?? ([500, 'broken'] as const)));
}

function refuse(status: number, code: string, more: object = {}, headers = {}): WireReply {
  return json(status, { error: { code, ...more } }, headers);
}

/** Amounts go out as numbers, and without a float: one with many digits would be rounded. */
function json(status: number, body: object, headers = {}): WireReply {
  const text = JSON.stringify(body).replaceAll(/"cents":"(\d+)"/g, '"cents":$1');
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: text };
}
