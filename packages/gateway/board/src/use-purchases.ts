import { useCallback, useRef, useState } from 'preact/hooks';
import { type Api, problemOf } from './api.ts';
import { newKey, type Pending, pendingOf, remember, settled } from './purchases.ts';
import type { Order, Problem, Wish } from './resources.ts';

export interface Purchase extends Pending {
  /** `left`: it was sent before a reload. `failed`: the answer is a problem. */
  readonly phase: 'sending' | 'left' | 'failed';
  readonly problem?: Problem;
}

export interface Purchases {
  readonly list: readonly Purchase[];
  readonly buy: (wish: Wish) => void;
  readonly again: (purchase: Purchase) => void;
  readonly letGo: (purchase: Purchase) => void;
}

/** What is being bought from this page: each under a key that outlives a reload, until it is decided. */
export function usePurchases(
  api: Api,
  client: string,
  { onBought, onFailed }: { readonly onBought: (order: Order) => void; readonly onFailed: () => void },
): Purchases {
  const [list, setList] = useState<readonly Purchase[]>(() =>
    pendingOf(client).map((pending) => ({ ...pending, phase: 'left' })),
  );
  const tell = useRef({ onBought, onFailed });
  tell.current = { onBought, onFailed };

  const drop = useCallback((key: string) => setList((was) => was.filter((one) => one.key !== key)), []);
  const send = useCallback(
    async (pending: Pending) => {
      const put = (purchase: Purchase): void =>
        setList((was) => [...was.filter(({ key }) => key !== purchase.key), purchase]);
      put({ ...pending, phase: 'sending' });
      try {
        const order = await api.buy<Order>(pending.wish, pending.key);
        settled(pending.key);
        drop(pending.key);
        tell.current.onBought(order);
      } catch (error) {
        const problem = problemOf(error);
        if (!problem) return;
        // Only a promise that nothing was charged ends a purchase.
        if (!problem.moneyMayHaveMoved) settled(pending.key);
        put({ ...pending, phase: 'failed', problem });
        tell.current.onFailed();
      }
    },
    [api, drop],
  );

  return {
    list,
    buy: (wish) => {
      const pending = { key: newKey(), client, wish, at: Date.now() };
      remember(pending);
      send(pending);
    },
    again: ({ key, wish, at }) => {
      send({ key, client, wish, at });
    },
    letGo: ({ key }) => {
      settled(key);
      drop(key);
    },
  };
}
