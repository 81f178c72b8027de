import { Readable } from 'node:stream';
import { NumrouteError } from '@numroute/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { limits } from '../server/limits.ts';

const BEAT_MS = 15_000;

/** Server-sent events to one listener. One that does not read is cut off. */
export class Stream {
  readonly #readable = new Readable({ read: () => undefined });

  /** @param beat Said with each sign of life. */
  constructor(beat: () => string) {
    const beating = setInterval(() => this.write(`: beat\n${beat()}\n`), BEAT_MS);
    this.onClose(() => clearInterval(beating));
  }

  write(text: string): void {
    if (this.#readable.destroyed || this.#readable.readableEnded) return;
    this.#readable.push(text);
    if (this.#readable.readableLength > limits.streamBytes) this.destroy();
  }

  /** Nothing more will be said. */
  end(): void {
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

  /** @throws {NumrouteError} RATE_LIMITED This client has too many. */
  open(client: string, beat: () => string): Stream {
    const mine = [...this.#owners.values()].filter((owner) => owner === client).length;
    if (mine >= limits.streamsOfOne)
      throw new NumrouteError('RATE_LIMITED', `This token has ${mine} streams open.`, {});
    const stream = new Stream(beat);
    this.#owners.set(stream, client);
    stream.onClose(() => this.#owners.delete(stream));
    return stream;
  }
}
