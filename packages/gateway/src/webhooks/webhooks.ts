import type { Clock } from '@numroute/core';
import type { Logger } from 'pino';
import type { OrderRecord, OrderStep, Orders } from '../orders/orders.ts';
import type { Client } from '../selling/client.ts';
import type { Clientele } from '../selling/clientele.ts';
import { Outbox, type OutboxState } from './outbox.ts';
import { post } from './post.ts';

interface WebhookOptions {
  readonly orders: Orders;
  readonly clientele: Clientele;
  readonly clock: Clock;
  readonly log: Logger;
  /** Also to addresses of this machine and its network. */
  readonly toPrivate: boolean;
  /** An order as its client sees it. */
  readonly describe: (record: OrderRecord, client: Client) => object;
}

/** The webhooks of all clients that have one. */
export class Webhooks {
  readonly #options: WebhookOptions;
  readonly #outboxes = new Map<string, Outbox>();
  readonly #stops: readonly (() => void)[];
  #turning: Promise<void> = Promise.resolve();

  constructor(options: WebhookOptions) {
    this.#options = options;
    const { orders, clientele } = options;
    this.#stops = [
      orders.onChange((record) => this.#outboxes.get(record.buyer)?.noticed(record.number)),
      clientele.onChange(() => {
        this.#turn();
      }),
    ];
    this.#turn();
  }

  /** Undefined of a client that has none. */
  stateOf(client: string): OutboxState | undefined {
    return this.#outboxes.get(client)?.state;
  }

  async close(): Promise<void> {
    for (const stop of this.#stops) stop();
    await this.#turning;
    await Promise.allSettled([...this.#outboxes.values()].map((outbox) => outbox.close()));
  }

  /** An outbox for each client that has a webhook now, and for nobody else. */
  #turn(): void {
    const { clientele, orders, clock, log } = this.#options;
    this.#turning = this.#turning.then(async () => {
      const wanted = new Set(
        clientele.members.flatMap(({ settings: { id, webhook } }) => (webhook ? [id] : [])),
      );
      for (const [client, outbox] of this.#outboxes) {
        if (wanted.has(client)) continue;
        this.#outboxes.delete(client);
        await outbox.forget().catch(() => undefined);
      }
      for (const client of wanted) {
        if (this.#outboxes.has(client)) continue;
        const outbox = new Outbox({ client, orders, clock, log, send: (step) => this.#send(client, step) });
        this.#outboxes.set(client, outbox);
        await outbox.resume().catch((error: unknown) => {
          log.error({ client, err: error }, 'what a webhook has not told cannot be read; a restart tells it');
        });
      }
    });
  }

  async #send(client: string, step: OrderStep): Promise<string | undefined> {
    const { clientele, clock, toPrivate, describe } = this.#options;
    const member = clientele.member(client);
    const webhook = member?.settings.webhook;
    if (!member || !webhook) return 'its client has no webhook any more';
    const { number, nth, type, at, record } = step;
    const body = JSON.stringify({
      type: `order.${type}`,
      timestamp: new Date(at).toISOString(),
      data: describe(record, member.shop.client),
    });
    const letter = { ...webhook, id: `order-${number}-${nth}`, body, at: clock.now(), toPrivate };
    return await post(letter).catch(() => 'it could not be sent');
  }
}
