import { isClosed, type OrderReport } from '@numroute/core';

/** How many orders are remembered. */
const MEMORY = 1000;

/** The orders that the vendor cancelled for us: it may forget them at once, and a second cancel is answered. */
export interface Cancelled {
  /**
   * To be told of every report. Some vendors give an id out again, also to another process with the same
   * account: an order that lives is not the one that was cancelled.
   */
  hear(report: OrderReport): void;
  has(id: string): boolean;
  /** The vendor's refusal proves that the order lives. */
  forget(id: string): void;
}

export function createCancelled(): Cancelled {
  const ids = new Set<string>();
  return {
    hear({ id, status }) {
      if (!isClosed(status)) ids.delete(id);
      if (status !== 'cancelled') return;
      ids.add(id);
      const [oldest] = ids;
      if (ids.size > MEMORY && oldest !== undefined) ids.delete(oldest);
    },
    has: (id) => ids.has(id),
    forget: (id) => {
      ids.delete(id);
    },
  };
}
