import type { Clock } from '@numroute/core';
import type { FastifyInstance } from 'fastify';
import type { OrderRecord, Orders } from '../orders/orders.ts';
import type { Client } from '../selling/client.ts';
import type { Shops } from '../server/guard.ts';
import { orderResource } from './resources.ts';
import * as schemas from './schemas.ts';
import { heardHeaders, type Stream, type Streams, streamAnswer } from './streams.ts';

/** What ended while a listener was away is told if it was bought no longer ago than this. */
const LOOK_BACK_MS = 2 * 3_600_000;
/** Two clocks' worth of doubt: rather twice than never. */
const OVERLAP_MS = 1_000;

/**
 * A client's orders as server-sent events: each as it is now, and again whenever it changes. An event's
 * id is the time, so that after a break what ended meanwhile can be told, also by the next run.
 */
export function eventRoutes(
  app: FastifyInstance,
  shops: Shops,
  orders: Orders,
  streams: Streams,
  clock: Clock,
): void {
  app.get(
    '/events',
    {
      schema: {
        summary: 'Your open orders and every change, as server-sent events',
        description:
          'An event named `order` holds an order. One named `nothing-bought` holds the `id` of an order that was in doubt and turned out never to have been made. With `Last-Event-ID` the orders that ended since are told, too. A listener that does not read is cut off.',
        headers: heardHeaders,
        response: { 200: streamAnswer, default: schemas.failure },
      },
    },
    async (request, reply) => {
      const shop = shops.of(request);
      const { id } = shop.client;
      const stream = streams.open(id, () => clock.now());
      const tellIt = (record: OrderRecord): void => tell(stream, record, shop.client, clock.now());
      stream.onClose(orders.onChange(tellIt));
      const now = clock.now();
      const heardAt = timeIn(request.headers['last-event-id'], now);
      stream.begin(heardAt ?? now);
      if (heardAt !== undefined) {
        const missed = await orders.list({ buyer: id, since: heardAt - LOOK_BACK_MS });
        for (const record of missed) if (record.changedAt >= heardAt - OVERLAP_MS) tellIt(record);
      }
      for (const record of await orders.list({ buyer: id, open: true })) tellIt(record);
      return await stream.answer(reply);
    },
  );
}

/** A time that we gave out; undefined for whatever else somebody may send. */
function timeIn(id: string | readonly string[] | undefined, now: number): number | undefined {
  if (typeof id !== 'string' || !/^\d{1,15}$/.test(id)) return undefined;
  return Math.min(Number(id), now);
}

function tell(stream: Stream, record: OrderRecord, client: Client, now: number): void {
  if (record.buyer !== client.id) return;
  if (record.state === 'none') stream.tell(now, 'nothing-bought', { id: String(record.number) });
  else stream.tell(now, 'order', orderResource(record, client));
}
