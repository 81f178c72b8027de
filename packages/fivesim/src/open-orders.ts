import { isClosed, type OrderReport } from '@numroute/core';
import { allPages, type Reply, type Send, unexpected } from '@numroute/http';
import { readOrders, type Site } from './orders.ts';

const PAGE = 100;
/** No order of 5sim lives so long. */
const DAY_MS = 86_400_000;

/**
 * Every order that is open. The list holds all orders of the account, the newest first, and its `Total` is no
 * count: it is read until a page is short or ends with an order of yesterday.
 */
export async function readOpenOrders(send: Send, site: Site): Promise<readonly OrderReport[]> {
  const rows = await allPages(async (offset: number = 0) => {
    const paging = { limit: String(PAGE), offset: String(offset), order: 'id', reverse: 'true' };
    const query = { category: 'activation', ...paging };
    const reply = await send({ path: ['user', 'orders'], query, maxBytes: 1_048_576 });
    const page = readPage(reply, site);
    const isLast = page.length < PAGE || isOld(page.at(-1), reply);
    return { rows: page, ...(!isLast && { next: offset + page.length }) };
  });
  // A purchase between two pages moves a row from the end of one to the beginning of the next.
  const orders = new Map(rows.map((order) => [order.id, order]));
  return [...orders.values()].filter(({ status }) => !isClosed(status));
}

/** In another order the end of a page would prove nothing of the pages behind it. */
function readPage(reply: Reply, site: Site): readonly OrderReport[] {
  const page = readOrders(reply, site);
  const isSorted = page.every(({ id }, n) => n === 0 || BigInt(id) < BigInt(page[n - 1]?.id ?? 0));
  if (!isSorted) throw unexpected(reply, 'Data, which is not the newest first');
  return page;
}

function isOld(order: OrderReport | undefined, { at }: Reply): boolean {
  return order?.orderedAt !== undefined && order.orderedAt < at - DAY_MS;
}
