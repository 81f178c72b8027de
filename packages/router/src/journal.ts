import type { Money, Offer, Order, OrderRef } from '@numroute/core';

/** What is about to be bought, written down before the request leaves. */
export interface Intent {
  readonly attempt: string;
  /** The want this attempt serves; attempts of one `buy` share it. */
  readonly want: string;
  readonly offer: Offer;
  readonly maxPrice: Money;
  readonly at: number;
}

/** How an attempt ended, as far as known. */
export type Outcome =
  | { readonly kind: 'bought'; readonly order: Order; readonly adopted: boolean }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'unknown'; readonly message: string };

/**
 * The memory of everything that was bought or may have been. A rejected write before a purchase
 * means that nothing is sent.
 */
export interface Journal {
  writeIntent(intent: Intent): Promise<void>;
  writeOutcome(attempt: string, outcome: Outcome): Promise<void>;
  writeOrder(order: Order): Promise<void>;
  findOrder(ref: OrderRef): Promise<Order | undefined>;
  /** Every order that is not closed: open and paid. */
  listOpenOrders(): Promise<readonly Order[]>;
  /** Intents without an outcome, or whose outcome is unknown. */
  listUnresolved(): Promise<readonly Intent[]>;
  close?(): Promise<void>;
}

/** A journal that ends with the process. */
export function memoryJournal(): Journal {
  const intents = new Map<string, Intent>();
  const orders = new Map<string, Order>();
  const keyOf = ({ provider, id }: OrderRef): string => `${provider}/${id}`;
  return {
    writeIntent: async (intent) => {
      intents.set(intent.attempt, intent);
    },
    writeOutcome: async (attempt, outcome) => {
      if (outcome.kind !== 'unknown') intents.delete(attempt);
      if (outcome.kind === 'bought') orders.set(keyOf(outcome.order), outcome.order);
    },
    writeOrder: async (order) => {
      orders.set(keyOf(order), order);
    },
    findOrder: async (ref) => orders.get(keyOf(ref)),
    listOpenOrders: async () =>
      [...orders.values()].filter(({ status }) => status === 'open' || status === 'delivered'),
    listUnresolved: async () => [...intents.values()],
  };
}
