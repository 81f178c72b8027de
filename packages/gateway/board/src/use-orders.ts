import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type Api, problemOf } from './api.ts';
import { type Link, listen } from './events.ts';
import { isOpen, type Order, type Problem } from './resources.ts';

export interface Orders {
  /** The newest first. */
  readonly list: readonly Order[];
  readonly link: Link;
  readonly isLoaded: boolean;
  readonly problem?: Problem;
  readonly put: (order: Order) => void;
  readonly hide: (id: string) => void;
}

/** An order never goes back, so an answer that says so is older than what is known. A person may still find a lost one. */
const step = {
  'in-doubt': 0,
  lost: 1,
  open: 2,
  delivered: 3,
  gone: 4,
  expired: 5,
  cancelled: 5,
  finished: 6,
} as const;

/** How many that are over are shown after a reload. */
const ENDED_SHOWN = 6;

/** The client's orders, kept up to date by the gateway's events. `onChange` hears what is news. */
export function useOrders(api: Api, onChange: (now: Order, before: Order | undefined) => void): Orders {
  const [orders, setOrders] = useState<ReadonlyMap<string, Order>>(new Map());
  const [link, setLink] = useState<Link>('connecting');
  const [isLoaded, setLoaded] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const known = useRef<Map<string, Order>>(new Map());
  const hidden = useRef<Set<string>>(new Set());
  const tell = useRef(onChange);
  tell.current = onChange;

  const note = useCallback((order: Order, isNews: boolean) => {
    if (hidden.current.has(order.id)) return;
    const before = known.current.get(order.id);
    if (before && step[order.status] < step[before.status]) return;
    known.current.set(order.id, order);
    setOrders(new Map(known.current));
    if (isNews) tell.current(order, before);
  }, []);
  const hide = useCallback((id: string) => {
    hidden.current.add(id);
    known.current.delete(id);
    setOrders(new Map(known.current));
  }, []);

  useEffect(() => {
    const stop = new AbortController();
    let isFirst = true;
    const read = async (): Promise<void> => {
      const { signal } = stop;
      const { orders: open } = await api.get<{ orders: Order[] }>('orders?open=true&limit=200', signal);
      if (isFirst) {
        const { orders: all } = await api.get<{ orders: Order[] }>('orders?open=false&limit=50', signal);
        for (const order of all.filter((one) => !isOpen(one)).slice(-ENDED_SHOWN)) note(order, false);
      }
      const listed = new Set(open.map(({ id }) => id));
      for (const order of open) note(order, !isFirst);
      const missed = [...known.current.values()].filter((one) => isOpen(one) && !listed.has(one.id));
      isFirst = false;
      setLoaded(true);
      setProblem(undefined);
      for (const { id } of missed) await readOne(api, id, note, hide);
    };
    const onStart = (): void => {
      read().catch((error: unknown) => setProblem(problemOf(error)));
    };
    const onEvent = (name: string, data: unknown): void => {
      if (name === 'order') note(data as Order, true);
      if (name === 'nothing-bought') hide((data as { readonly id: string }).id);
    };
    listen(api, { onLink: setLink, onStart, onEvent }, stop.signal);
    return () => stop.abort();
  }, [api, note, hide]);

  const list = [...orders.values()].sort(
    (left, right) => Number(isOpen(right)) - Number(isOpen(left)) || Number(right.id) - Number(left.id),
  );
  const put = useCallback((order: Order) => note(order, true), [note]);
  return { list, link, isLoaded, ...(problem && { problem }), put, hide };
}

/** One that ended while nobody listened. */
async function readOne(
  api: Api,
  id: string,
  note: (order: Order, isNews: boolean) => void,
  hide: (id: string) => void,
): Promise<void> {
  try {
    note(await api.get<Order>(`orders/${id}`), true);
  } catch (error) {
    if (problemOf(error)?.code === 'UNKNOWN_ORDER') hide(id);
  }
}
