import type { Dialect, OrderReport, WireReply } from '@numroute/core';
import type { Adapter, Reply } from '@numroute/http';
import { type Manner, recalling, type Where } from './where.ts';

/** The action that asks for orders that are over. */
const ASK = 'listPastOrders';

/** The vendor's dialect, with a table of past orders. */
export function keepingHistory(dialect: Dialect): Dialect {
  return {
    ...dialect,
    respond: async (request, door) => {
      const { query } = request;
      if (query.get('action') !== ASK) return await dialect.respond(request, door);
      const shop = door(query.get('api_key') ?? query.get('api') ?? '');
      if (!shop?.listHistory) return { body: 'BAD_KEY' };
      const period = { from: Number(query.get('from')), to: Number(query.get('to')) };
      return tableOf(await shop.listHistory(period));
    },
  };
}

/** Every row tells what its order cost, whether or not the money came back. */
function tableOf(reports: readonly OrderReport[]): WireReply {
  const past = reports.map(({ expiresAt: _end, cancelAfter: _lock, ...order }) => order);
  return { body: JSON.stringify({ past }) };
}

/** The adapter to it. */
export function readingHistory(adapter: Adapter): Adapter {
  return {
    ...adapter,
    listHistory: async (send, { from, to }) =>
      readTable(await send({ query: { action: ASK, from: String(from), to: String(to) } })),
  };
}

function readTable({ text }: Reply): readonly OrderReport[] {
  const { past }: { readonly past: readonly OrderReport[] } = JSON.parse(text);
  return past.map(({ price, ...order }) =>
    order.status === 'finished' && price ? { ...order, price } : order,
  );
}

/** The end of an order may stand in the history some minutes late. */
export const endingLate = ({ clock, random, isHealed, showed, vendor }: Where): Manner => {
  const lagMs = random.chance(0.5) ? random.between(0, 400_000) : 0;
  const { lifetimeMs } = vendor.world;
  return (shop) => ({
    ...shop,
    ...recalling(shop, (reports) =>
      reports.filter(({ id, orderedAt = 0 }) => {
        if (!isHealed() && clock.now() < orderedAt + lifetimeMs + lagMs) return false;
        showed('keeps-history', id);
        return true;
      }),
    ),
  });
};
