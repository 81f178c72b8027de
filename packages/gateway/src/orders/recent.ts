import type { Clock } from '@numroute/core';
import type { Desk, Ticket } from './desk.ts';

const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;
/** An hour, two days, a hundred days, everything. */
const WIDER = 50;

/** The newest tickets of a buyer, the newest last. Reads no more of a long past than it takes. */
export async function recentTickets(
  desk: Pick<Desk, 'list'>,
  buyer: string,
  limit: number,
  clock: Clock,
): Promise<readonly Ticket[]> {
  for (let span = HOUR_MS; ; span *= WIDER) {
    const since = span > YEAR_MS ? 0 : clock.now() - span;
    const tickets = (await desk.list({ buyer, since })).filter(({ state }) => state !== 'none');
    if (tickets.length >= limit || since === 0) return tickets.slice(-limit);
  }
}
