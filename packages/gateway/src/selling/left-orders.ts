import { LRUCache } from 'lru-cache';
import { atMost } from '../at-most.ts';
import { type Bought, isBought, type OrderRecord, type Orders } from '../orders/orders.ts';

/** So many orders that are being given up are remembered. */
const KEPT = 10_000;

/**
 * Orders whose clients hold no token any more. Nobody will read their codes, so they are given up for the
 * money; what a code has come to ends by itself.
 */
export class LeftOrders {
  readonly #orders: Pick<Orders, 'list'>;
  readonly #giveUp: (record: Bought) => void;
  readonly #left = new Set<string>();
  readonly #givenUp = new LRUCache<number, true>(atMost(KEPT));

  constructor(orders: Pick<Orders, 'list'>, giveUp: (record: Bought) => void) {
    this.#orders = orders;
    this.#giveUp = giveUp;
  }

  /** From here on nobody knows the numbers of these clients. */
  async leave(clients: readonly string[]): Promise<void> {
    if (clients.length === 0) return;
    for (const client of clients) this.#left.add(client);
    for (const record of await this.#orders.list({ open: true })) this.look(record);
  }

  /** The client is there again. */
  comeBack(client: string): void {
    this.#left.delete(client);
  }

  /** Also one that is found later. */
  look(record: OrderRecord): void {
    if (!this.#left.has(record.buyer) || this.#givenUp.has(record.number) || !isBought(record)) return;
    const { status, messages } = record.order;
    if (status !== 'open' || messages.length > 0) return;
    this.#givenUp.set(record.number, true);
    this.#giveUp(record);
  }
}
