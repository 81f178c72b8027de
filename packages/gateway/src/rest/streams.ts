import { Readable } from 'node:stream';
import { NumrouteError } from '@numroute/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { limits } from '../server/limits.ts';

const BEAT_MS = 15_000;
/** So soon a listener that was cut off comes back. */
const RETRY_MS = 2_000;

/** How far a listener has heard, as a JSON Schema. */
export const heardHeaders = {
  type: 'object',
  properties: { 'last-event-id': { type: 'string', maxLength: 32 } },
} as const;

export const streamAnswer = {
  description: 'A stream.',
  content: { 'text/event-stream': { schema: { type: 'string' } } },
} as const;

/** By an event's id a listener says, when it comes back, how far it has heard. */
type EventId = string | number;

const idLine = (id: EventId | undefined): string => (id === undefined ? '' : `id: ${id}\n`);

/** Server-sent events to one listener. One that does not read is cut off. */
export class Stream {
  readonly #readable = new Readable({ read: () => undefined });
  /** The end was said, which its listener may not have read yet. */
  #isEnded = false;

  /** @param beatId Said with each sign of life. */
  constructor(beatId?: () => EventId) {
    const beating = setInterval(() => this.#write(`: beat\n${idLine(beatId?.())}\n`), BEAT_MS);
    this.onClose(() => clearInterval(beating));
  }

  /** Said first. */
  begin(id?: EventId): void {
    this.#write(`retry: ${RETRY_MS}\n${idLine(id)}\n`);
  }

  tell(id: EventId, event: string, data: object): void {
    this.#write(`${idLine(id)}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Nothing more will be said. */
  end(): void {
    this.#isEnded = true;
    this.#readable.push(null);
  }

  destroy(): void {
    this.#readable.destroy();
  }

  onClose(work: () => void): void {
    this.#readable.once('close', work);
  }

  async answer(reply: FastifyReply): Promise<FastifyReply> {
    return await reply.type('text/event-stream').header('x-accel-buffering', 'no').send(this.#readable);
  }

  #write(text: string): void {
    if (this.#isEnded || this.#readable.destroyed) return;
    this.#readable.push(text);
    if (this.#readable.readableLength > limits.streamBytes) this.destroy();
  }
}

/** The listeners of this server, with whose they are. */
export class Streams {
  readonly #owners = new Map<Stream, string>();

  constructor(app: FastifyInstance) {
    // They would never end by themselves, and the server waits for every answer.
    app.addHook('preClose', async () => {
      for (const stream of this.#owners.keys()) stream.destroy();
    });
  }

  /** Cuts off whoever listens as this client. */
  end(client: string): void {
    for (const [stream, owner] of this.#owners) if (owner === client) stream.destroy();
  }

  /** @throws {NumrouteError} RATE_LIMITED This client has too many. */
  open(client: string, beatId?: () => EventId): Stream {
    const mine = [...this.#owners.values()].filter((owner) => owner === client).length;
    if (mine >= limits.streamsOfOne)
      throw new NumrouteError('RATE_LIMITED', `This token has ${mine} streams open.`, {});
    const stream = new Stream(beatId);
    this.#owners.set(stream, client);
    stream.onClose(() => this.#owners.delete(stream));
    return stream;
  }
}
