import type { Orders } from '../orders/orders.ts';
import type { Client } from './client.ts';

/**
 * Counts what the client has spent since its budget's period began.
 *
 * @param newer The numbers of what is written meanwhile. Whoever hears of it counts it; what is read of it is older.
 */
export async function countPast(
  { id, budget }: Client,
  orders: Pick<Orders, 'past'>,
  newer: ReadonlySet<number>,
): Promise<void> {
  const since = { buyer: id, sentSince: budget.periodStart(), most: Number.POSITIVE_INFINITY };
  for (const record of await orders.past(since)) if (!newer.has(record.number)) budget.note(record);
}
