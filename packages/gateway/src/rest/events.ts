import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Client } from '../client.ts';
import type { Desk, Ticket } from '../desk.ts';
import { limits } from '../limits.ts';
import { orderResource } from './resources.ts';
import * as schemas from './schemas.ts';
import type { Visitors } from './visitor.ts';

const BEAT_MS = 15_000;

/** A client's orders as server-sent events: each as it is now, and again whenever it changes. */
export function eventRoutes(app: FastifyInstance, visitors: Visitors, desk: Desk): void {
  const streams = new Set<Readable>();
  // They would never end by themselves, and the server waits for every answer.
  app.addHook('preClose', async () => {
    for (const stream of streams) stream.destroy();
  });

  app.get(
    '/events',
    {
      schema: {
        summary: 'Your open orders and every change, as server-sent events',
        description:
          'An event named `order` holds an order. One named `nothing-bought` holds the `id` of an order that was in doubt and turned out never to have been made. A listener that does not read is cut off.',
        response: {
          200: { description: 'A stream.', content: { 'text/event-stream': { schema: { type: 'string' } } } },
          default: schemas.failure,
        },
      },
    },
    async (request, reply) => {
      const { client } = visitors.of(request);
      const stream = new Readable({ read: () => undefined });
      streams.add(stream);
      const stop = desk.onTicket((ticket) => tell(stream, ticket, client));
      const beat = setInterval(() => write(stream, ': beat\n\n'), BEAT_MS);
      stream.once('close', () => {
        stop();
        clearInterval(beat);
        streams.delete(stream);
      });
      write(stream, 'retry: 2000\n\n');
      for (const ticket of await desk.list({ buyer: client.id, open: true })) tell(stream, ticket, client);
      return await reply.type('text/event-stream').header('x-accel-buffering', 'no').send(stream);
    },
  );
}

function tell(stream: Readable, ticket: Ticket, client: Client): void {
  if (ticket.buyer !== client.id) return;
  const [event, data] =
    ticket.state === 'none'
      ? ['nothing-bought', { id: String(ticket.number) }]
      : ['order', orderResource(ticket, client)];
  write(stream, `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

function write(stream: Readable, text: string): void {
  if (stream.destroyed) return;
  stream.push(text);
  if (stream.readableLength > limits.streamBytes) stream.destroy();
}
