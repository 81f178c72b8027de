import { type Dialect, type Shop, stepsBelow, type WireReply, type WireRequest } from '@numroute/core';
import { ANY, isName } from '../names.ts';
import { showProfile } from './account.ts';
import { cancelOrder, checkOrder, finishOrder, listOrders } from './orders.ts';
import { showCountries, showPrices, showProducts } from './prices.ts';
import { sellNumber } from './sale.ts';
import { elsewhere, sayNo, unauthorized } from './words.ts';

const ROOT = '/v1';

/**
 * The server half: answers as 5sim answers. 5sim shows its prices to everybody; a shop belongs to a
 * customer, so here `guest` wants a key, too.
 */
export function fivesimDialect(): Dialect {
  return {
    id: 'fivesim',
    path: ROOT,
    async respond(request, door) {
      try {
        const [realm, ...steps] = stepsBelow(ROOT, request.path) ?? [];
        if (realm !== 'user' && realm !== 'guest') return elsewhere;
        const key = /^Bearer +(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
        const shop = key === undefined ? undefined : door(key);
        if (!shop) return unauthorized;
        // A request of another method changes nothing, whatever it asks for.
        if (request.method !== 'GET') return elsewhere;
        const answer = realm === 'user' ? answerUser : answerGuest;
        return await (answer(shop, steps, request) ?? elsewhere);
      } catch (error) {
        return sayNo(error);
      }
    },
  };
}

type Answer = (shop: Shop, steps: readonly string[], request: WireRequest) => Promise<WireReply> | undefined;

const answerGuest: Answer = (shop, steps, { query }) => {
  const [what, country = '', operator = '', ...more] = steps;
  if (what === 'products' && areNames(country, operator) && more.length === 0)
    return showProducts(shop, country, operator);
  if (steps.length !== 1) return undefined;
  if (what === 'prices') return showPrices(shop, query);
  return what === 'countries' ? showCountries(shop) : undefined;
};

const answerUser: Answer = (shop, steps, { query }) => {
  const [what, id = '', country = '', operator = '', product = '', ...more] = steps;
  if (what === 'buy') {
    const isOurs = id === 'activation' && areNames(country, operator) && isName(product) && more.length === 0;
    return isOurs ? sellNumber(shop, { country, operator, product }, query) : undefined;
  }
  if (steps.length === 1) {
    if (what === 'profile') return showProfile(shop);
    return what === 'orders' ? listOrders(shop, query) : undefined;
  }
  if (steps.length !== 2 || !/^[\w-]{1,64}$/.test(id)) return undefined;
  if (what === 'check') return checkOrder(shop, id);
  if (what === 'finish') return finishOrder(shop, id);
  if (what === 'cancel') return cancelOrder(shop, id);
  return what === 'ban' ? cancelOrder(shop, id, 'BANNED') : undefined;
};

const areNames = (...names: readonly string[]): boolean =>
  names.every((name) => name === ANY || isName(name));
