import type { Order, OrderReport } from '@numroute/core';
import type { AttemptEvent } from './event.ts';

/** The event without phone, code and text: what a journal keeps once they are no longer needed. */
export function forgetPerson(event: AttemptEvent): AttemptEvent {
  switch (event.kind) {
    case 'surplus':
    case 'bought':
      return { ...event, order: { ...event.order, ...nameless(event.order) } };
    case 'reported':
    case 'cancel-confirmed':
      return { ...event, report: { ...event.report, ...nameless(event.report) } };
    default:
      return event;
  }
}

function nameless({ phone, messages }: Order | OrderReport): Pick<Order, 'phone' | 'messages'> | object {
  return {
    ...(phone !== undefined && { phone: '' }),
    // That something came, and how much of it, is a money fact.
    messages: messages.map(({ id }, position) => ({ id: id ?? `forgotten-${position}` })),
  };
}
