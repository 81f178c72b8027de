import type { JournalEntry } from '@numroute/journal';
import { LRUCache } from 'lru-cache';
import PQueue from 'p-queue';

/** Who holds an order, by what the journal has or could not be told yet. */
interface Holder {
  readonly provider: string;
  readonly phone: string;
}

const MOST_KEPT = 10_000;

/**
 * Claims of orders in vendors' lists, at all accounts of a router together: two names of one account may
 * look for their lost purchases in one list at the same moment.
 */
export class Claims {
  readonly #queue = new PQueue({ concurrency: 1 });
  // Its `max` would take the room of all of them at once.
  readonly #holders = new LRUCache<string, readonly Holder[]>({
    maxSize: MOST_KEPT,
    sizeCalculation: () => 1,
  });

  /** Runs one claim at a time, in the order of their coming. */
  async run<T>(task: () => Promise<T>): Promise<T> {
    return await this.#queue.add(task);
  }

  /** The entry has an order from now on. */
  holds({ order, offer: { provider } }: JournalEntry): void {
    if (!order) return;
    const others = this.holdersOf(order.id).filter((one) => one.provider !== provider);
    this.#holders.set(order.id, [...others, { provider, phone: order.phone }]);
  }

  holdersOf(id: string): readonly Holder[] {
    return this.#holders.get(id) ?? [];
  }
}
