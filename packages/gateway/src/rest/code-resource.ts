import { codeOf, type Money, type Order } from '@numroute/core';
import type { Client } from '../selling/client.ts';
import type { Code, Failure, NumberOfCode } from '../selling/code.ts';
import { problemOf } from '../server/problem.ts';
import { timeOf } from './resources.ts';

/** A code as REST tells it. */
interface CodeResource {
  readonly id: string;
  readonly state: Code['state'];
  readonly service: string;
  readonly askedAt: string;
  readonly deadline: string;
  readonly nth: number;
  readonly phone?: string;
  readonly country?: string;
  readonly order?: string;
  readonly code?: string;
  readonly text?: string;
  readonly tried: readonly {
    readonly nth: number;
    readonly order: string;
    readonly price: Money;
    readonly refund: Order['refund'];
    readonly why: NonNullable<NumberOfCode['why']>;
  }[];
  readonly spent: Money;
  readonly failure?: { readonly code: string; readonly detail: string };
}

/** What happened to a code, once each. */
interface CodeEvent {
  /** By which a listener says how far it has heard. */
  readonly id: string;
  readonly name: 'number' | 'given-up' | 'code' | 'end';
  readonly data: object;
}

export function codeResource(code: Code, client: Client): CodeResource {
  const { id, state, service, askedAt, deadlineAt, numbers, spent, failure } = code;
  const shown =
    state === 'got'
      ? numbers.find(({ hasCode }) => hasCode)
      : state === 'waiting'
        ? numbers.find(({ isTold, why }) => isTold && why === undefined)
        : undefined;
  return {
    id,
    state,
    service,
    askedAt: timeOf(askedAt),
    deadline: timeOf(deadlineAt),
    nth: (shown ?? numbers.at(-1))?.nth ?? 0,
    ...(shown && numberOf(shown)),
    ...(state === 'got' && shown && messageOf(shown)),
    tried: numbers.flatMap(({ nth, record, why }) =>
      why === undefined
        ? []
        : [
            {
              nth,
              order: String(record.number),
              price: client.priceOf(record.cost, client.currency),
              refund: record.refund,
              why,
            },
          ],
    ),
    spent,
    ...(failure && { failure: failureOf(failure) }),
  };
}

/** In the order in which it happened. */
export function eventsOf(code: Code, client: Client): readonly CodeEvent[] {
  const events: CodeEvent[] = [];
  for (const number of code.numbers) {
    const { nth, isTold, hasCode, why } = number;
    if (isTold) events.push({ id: `${nth}`, name: 'number', data: { nth, ...numberOf(number) } });
    if (isTold && why !== undefined)
      events.push({ id: `${nth}-given-up`, name: 'given-up', data: { nth, order: orderOf(number), why } });
    if (hasCode)
      events.push({ id: 'code', name: 'code', data: { nth, ...numberOf(number), ...messageOf(number) } });
  }
  if (code.isOver) events.push({ id: 'end', name: 'end', data: codeResource(code, client) });
  return events;
}

const orderOf = ({ record }: NumberOfCode): string => String(record.number);

function numberOf(number: NumberOfCode) {
  const { phone } = number.record.order;
  return {
    ...(phone !== '' && { phone }),
    country: number.record.country,
    order: orderOf(number),
  };
}

function messageOf({ record: { order } }: NumberOfCode) {
  const [message] = order.messages;
  if (!message) return {};
  const { text } = message;
  const code = codeOf(message) ?? text;
  return { ...(code !== undefined && { code }), ...(text !== undefined && { text }) };
}

const reasons = {
  cancelled: ['CANCELLED', 'It was cancelled.'],
  late: ['NO_CODE', 'No code came in time.'],
  interrupted: [
    'CLOSED',
    'The gateway was started again meanwhile: the same request under the same Idempotency-Key goes on.',
  ],
} as const;

/** Without the words of an error, which may name vendors. */
function failureOf(failure: Failure): { readonly code: string; readonly detail: string } {
  if (failure.why === 'error') {
    const { code, title } = problemOf(failure.error);
    return { code, detail: `${title}.` };
  }
  const [code, detail] = reasons[failure.why];
  return { code, detail };
}
