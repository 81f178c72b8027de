import { type Dialect, NumrouteError, type OrderReport, type Shop, type WireReply } from '@numroute/core';
import type { Adapter, Reply } from '@numroute/http';
import { finding, type Manner, type Where } from './where.ts';

/** The field of the buyer's own order id, and the action that asks for it. */
const NAME = 'own_id';
const ASK = 'findByOwnId';

/** The vendor's dialect, with the buyer's own order id at a purchase and a way to ask for it. */
export function takingNames(dialect: Dialect): Dialect {
  return {
    ...dialect,
    respond: async (request, door) => {
      const { query } = request;
      const name = query.get(NAME);
      if (name === null) return await dialect.respond(request, door);
      const naming = (shop: Shop): Shop => ({
        ...shop,
        purchase: (order) => shop.purchase({ ...order, attempt: name }),
      });
      if (query.get('action') !== ASK)
        return await dialect.respond(request, (key) => {
          const shop = door(key);
          return shop && naming(shop);
        });
      return await lookUp(door(query.get('api_key') ?? query.get('api') ?? ''), name);
    },
  };
}

async function lookUp(shop: Shop | undefined, name: string): Promise<WireReply> {
  if (!shop?.findOrder) return { body: 'BAD_KEY' };
  try {
    // Times by the vendor's clock say little to an engine whose clock is set back.
    const { expiresAt: _end, cancelAfter: _lock, ...order } = await shop.findOrder(name);
    return { body: JSON.stringify({ [NAME]: name, order }) };
  } catch (error) {
    if (!NumrouteError.is(error, 'UNKNOWN_ORDER')) throw error;
    return { body: JSON.stringify({ [NAME]: name, order: null }) };
  }
}

/** The adapter to it. */
export function givingNames(adapter: Adapter): Adapter {
  const { describe } = adapter.purchase;
  return {
    ...adapter,
    purchase: {
      ...adapter.purchase,
      describe: (offer, maxPrice, attempt) => {
        const request = describe(offer, maxPrice, attempt);
        return attempt === undefined ? request : { ...request, query: { ...request.query, [NAME]: attempt } };
      },
    },
    findOrder: async (send, attempt) =>
      readFound(await send({ query: { action: ASK, [NAME]: attempt } }), attempt),
  };
}

function readFound({ status, text }: Reply, attempt: string): OrderReport {
  const said = status === 200 && text.startsWith('{') && text.endsWith('}') ? parsed(text) : undefined;
  if (said?.[NAME] !== attempt || said.order === undefined)
    throw new NumrouteError('UNREADABLE', 'the reply is not understood', { vendorWord: text.slice(0, 40) });
  if (said.order) return said.order;
  throw new NumrouteError('UNKNOWN_ORDER', 'nothing was bought by this name', { id: attempt });
}

function parsed(text: string): { readonly [NAME]?: string; readonly order?: OrderReport | null } | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An order may be known by its name some minutes late; where only the name can tell, some seconds. */
export const knowingNamesLate = ({ vendor, clock, random, isHealed, showed }: Where): Manner => {
  const longest = vendor.habits.has('charges-at-delivery') ? 20_000 : 300_000;
  const lagMs = random.chance(0.5) ? random.between(0, longest) : 0;
  return (shop) => ({
    ...shop,
    ...finding(shop, (report) => {
      const { id, orderedAt = 0 } = report;
      if (!isHealed() && clock.now() < orderedAt + lagMs)
        throw new NumrouteError('UNKNOWN_ORDER', 'Not yet.', { id });
      showed('takes-names', id);
      return report;
    }),
  });
};
