import { type Call, can, type Money, type OrderReport, type Provider, type Receipt } from '@numroute/core';

import { balanceOnly, type StallOptions, setUp } from './stall.ts';

export interface Untold {
  /** What the vendor was asked for, in order. */
  readonly asked?: string[];
  /** Says the balance in the vendor's stead. */
  readonly balance?: (real: () => Promise<Money>, signal: AbortSignal) => Promise<Money>;
  /** Before each answer about an order. */
  readonly look?: () => Promise<void>;
}

/** A vendor that tells no price, in no reply. */
export const untold =
  ({ asked = [], balance = async (real) => await real(), look = async () => undefined }: Untold = {}) =>
  (inner: Provider): Provider => ({
    ...inner,
    purchase: async (offer, call) => {
      asked.push('purchase');
      return silent<Receipt>(await inner.purchase(offer, call));
    },
    fetchOrder: async (id, call) => {
      asked.push('fetchOrder');
      await look();
      return silent(await inner.fetchOrder(id, call));
    },
    cancelOrder: async (id, call) => silent((await inner.cancelOrder?.(id, call)) ?? missing()),
    fetchBalance: async (call: Call) => {
      asked.push('fetchBalance');
      return await balance(
        async () => (can(inner, 'fetchBalance') ? await inner.fetchBalance(call) : missing()),
        call.signal,
      );
    },
  });

function silent<T extends OrderReport>({ price: _untold, ...report }: T): Omit<T, 'price'> & T {
  return report as Omit<T, 'price'> & T;
}

function missing(): never {
  throw new TypeError('the vendor of this test has no such thing');
}

/** A vendor that does not answer, until it is asked no more. */
export const never = async (signal: AbortSignal): Promise<never> =>
  await new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });

/** One such vendor, with a balance and no list of orders. */
export function stall(vendor: Untold = {}, more: Partial<StallOptions> = {}) {
  return setUp({
    ...more,
    paper: { ...balanceOnly, priceGuard: false, ...more.paper },
    wrap: untold(vendor),
  });
}

export type Stall = ReturnType<typeof stall>;

/** What each order cost, by whose word, and how it stands. */
export async function paid({ journal }: Pick<Stall, 'journal'>): Promise<string[]> {
  const entries = await journal.list({});
  return entries.map(({ order }) => `${order?.paid.amount} by ${order?.paidSource}, ${order?.status}`);
}
