import { codeOf, isClosed, type Message, type NumberFault, NumrouteError } from '@numroute/core';
import type { Mutable } from './mutable.ts';
import type { WorldOrder } from './world.ts';

export interface Terms {
  readonly firstOrder: number;
  readonly lifetimeMs: number;
  readonly cancelAfterMs: number;
  /** Told of every order that closes without a code. */
  readonly onUnused: (order: WorldOrder, at: number) => void;
  /** Told of whatever changes an order after it was opened. */
  readonly onChange: (order: WorldOrder) => void;
}

/** Every order that was ever sold, and what may happen to it. */
interface OrderBook {
  readonly orders: readonly WorldOrder[];
  readonly size: number;
  open(order: Omit<WorldOrder, 'id' | 'status' | 'messages'>): WorldOrder;
  /** @throws {NumrouteError} UNKNOWN_ORDER */
  find(id: string): WorldOrder;
  /** @throws {NumrouteError} WRONG_STATE, UNKNOWN_ORDER */
  cancel(id: string, now: number, fault?: NumberFault): WorldOrder;
  /** @throws {NumrouteError} WRONG_STATE, UNKNOWN_ORDER */
  finish(id: string): WorldOrder;
  /** @throws {NumrouteError} WRONG_STATE, UNKNOWN_ORDER */
  requireDelivered(id: string, wish: string): WorldOrder;
  /** False, and nothing happens, if the order is closed. @throws {NumrouteError} UNKNOWN_ORDER */
  receive(id: string, message: string | Message, receivedAt: number): boolean;
  expire(now: number): void;
}

export function createOrderBook(terms: Terms): OrderBook {
  const { firstOrder, lifetimeMs, cancelAfterMs, onUnused, onChange } = terms;
  const orders = new Map<string, Mutable<WorldOrder>>();

  function find(id: string): Mutable<WorldOrder> {
    const order = orders.get(id);
    if (!order) throw new NumrouteError('UNKNOWN_ORDER', `There is no order ${id}.`, { id });
    return order;
  }

  function close(order: Mutable<WorldOrder>, status: 'cancelled' | 'expired', at: number): void {
    order.status = status;
    onUnused(order, at);
    onChange(order);
  }

  function delivered(id: string, wish: string): Mutable<WorldOrder> {
    const order = find(id);
    if (order.status !== 'delivered') throw wrongState(order, wish);
    return order;
  }

  return {
    get orders() {
      return [...orders.values()];
    },
    get size() {
      return orders.size;
    },
    open(facts) {
      const order: WorldOrder = {
        ...facts,
        id: String(firstOrder + orders.size),
        status: 'open',
        messages: [],
      };
      orders.set(order.id, order);
      return order;
    },
    find,
    cancel(id, now, fault) {
      const order = find(id);
      if (order.status === 'cancelled') return order;
      if (order.status !== 'open') throw wrongState(order, 'cancelled');
      const retryAfterMs = order.orderedAt + cancelAfterMs - now;
      if (retryAfterMs > 0) {
        throw new NumrouteError('WRONG_STATE', `Order ${id} cannot be cancelled yet.`, { retryAfterMs });
      }
      if (fault) order.fault = fault;
      close(order, 'cancelled', now);
      return order;
    },
    finish(id) {
      const order = delivered(id, 'finished');
      order.status = 'finished';
      onChange(order);
      return order;
    },
    requireDelivered: delivered,
    receive(id, message, receivedAt) {
      const order = find(id);
      if (isClosed(order.status)) return false;
      order.messages = [...order.messages, typeof message === 'string' ? sms(message, receivedAt) : message];
      order.status = 'delivered';
      onChange(order);
      return true;
    },
    expire(now) {
      for (const order of orders.values()) {
        const end = order.orderedAt + lifetimeMs;
        if (order.status === 'open' && now >= end) close(order, 'expired', end);
      }
    },
  };
}

function sms(text: string, receivedAt: number): Message {
  const code = codeOf({ text });
  return { text, ...(code !== undefined && { code }), receivedAt };
}

function wrongState({ id, status }: WorldOrder, wish: string): NumrouteError<'WRONG_STATE'> {
  return new NumrouteError('WRONG_STATE', `Order ${id} is ${status} and cannot be ${wish}.`, {});
}
