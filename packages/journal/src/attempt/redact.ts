import { forgottenMessage, type Message, type Order, type OrderReport } from '@numroute/core';
import type { AttemptEvent } from './event.ts';
import type { AttemptRecord } from './record.ts';
import { transition } from './transition.ts';

/** What a journal keeps of an attempt once phones, codes and texts are no longer needed. */
interface Forgotten {
  /** As many as there were, in their order. */
  readonly events: readonly AttemptEvent[];
  /** What follows from them. */
  readonly record: AttemptRecord | undefined;
}

/** Whether a phone, a code or a text is kept of the order. The phone of some is never told. */
export function tellsPerson({ order }: AttemptRecord): boolean {
  if (!order) return false;
  return (
    order.phone !== '' || order.messages.some(({ code, text }) => code !== undefined || text !== undefined)
  );
}

/**
 * The whole life of an attempt without its person. That something came, and how much of it, is a money
 * fact: each message keeps its place in the order, so that the events still lead to as many.
 */
export function forgetPerson(history: readonly AttemptEvent[]): Forgotten {
  const events: AttemptEvent[] = [];
  let told: AttemptRecord | undefined;
  let record: AttemptRecord | undefined;
  for (const event of history) {
    const before = told?.order?.messages.length ?? 0;
    told = transition(told, event);
    const nameless = withoutPerson(event, before, told.order?.messages.length ?? 0);
    record = transition(record, nameless);
    events.push(nameless);
  }
  return { events, record };
}

function withoutPerson(event: AttemptEvent, before: number, after: number): AttemptEvent {
  switch (event.kind) {
    case 'surplus':
    case 'bought':
      return { ...event, order: { ...event.order, ...nameless(event.order, 0, after) } };
    case 'reported':
    case 'cancel-confirmed':
    case 'another-confirmed':
      return { ...event, report: { ...event.report, ...nameless(event.report, before, after) } };
    default:
      return event;
  }
}

function nameless(
  { phone, messages }: Order | OrderReport,
  before: number,
  after: number,
): Pick<Order, 'phone' | 'messages'> | object {
  const fresh = after - before;
  const places = messages.map((_, position): Message => {
    const old = position < messages.length - fresh;
    return forgottenMessage(old ? position : before + position - (messages.length - fresh));
  });
  return { ...(phone !== undefined && { phone: '' }), messages: places };
}
