import type { Clock } from '@numroute/core';
import type { OrderRecord, Orders } from './orders.ts';

const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;
/** An hour, two days, a hundred days, everything. */
const WIDER = 50;

/** The newest records of a buyer, the newest last. Reads no more of a long past than it takes. */
export async function recentRecords(
  orders: Pick<Orders, 'list'>,
  buyer: string,
  limit: number,
  clock: Clock,
): Promise<readonly OrderRecord[]> {
  for (let span = HOUR_MS; ; span *= WIDER) {
    const since = span > YEAR_MS ? 0 : clock.now() - span;
    const records = (await orders.list({ buyer, since })).filter(({ state }) => state !== 'none');
    if (records.length >= limit || since === 0) return records.slice(-limit);
  }
}
