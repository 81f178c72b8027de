import type { Message, OrderReport } from '@numroute/core';
import { idWanted, overWord, serviceOf, stateOf } from './activation.ts';
import { type Json, stamp, writeJson } from './json.ts';
import { bothOf, newestOf } from './messages.ts';
import type { Answer, Visit } from './visit.ts';
import { Refusal } from './words.ts';

/** A text for its code: older than getStatusV2, and still spoken by some. */
export const showFullSms: Answer = async (visit) => {
  const report = await visit.shop.fetchOrder(idWanted(visit));
  const state = stateOf(visit, report);
  switch (state.is) {
    case 'over':
      return overWord(visit, report);
    case 'waiting':
      return 'STATUS_WAIT_CODE';
    case 'retry':
      return `STATUS_WAIT_RETRY:${state.value}`;
    case 'received':
      return `FULL_SMS:${newestOf(report.messages)?.text ?? state.value}`;
  }
};

/** Every SMS of an order that is not over, in pages. */
export const showAllSms: Answer = async (visit) => {
  const report = await visit.shop.fetchOrder(idWanted(visit));
  if (stateOf(visit, report).is === 'over') throw new Refusal('ACTIVATION_NOT_ACTIVE');
  const { messages } = report;
  const size = wholeOf(visit.parameters.get('size'), 50, 100);
  const page = wholeOf(visit.parameters.get('page'), 1, 1_000_000);
  const data = messages
    .slice((page - 1) * size, page * size)
    .map((message) => smsRow(visit, report, message));
  return writeJson({ data, meta: { total: messages.length, service: serviceOf(visit, report) ?? null } });
};

/** One SMS as the site writes it now; `id` and `phoneFrom` where the shop tells them. */
export function smsRow(visit: Visit, report: OrderReport, message: Message): Json {
  return {
    id: message.id ?? null,
    phoneFrom: message.from ?? null,
    ...bothOf(message),
    service: serviceOf(visit, report) ?? null,
    date: stamp(message.receivedAt),
    type: 'sms',
  };
}

function wholeOf(text: string | undefined, usual: number, most: number): number {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? Math.min(value, most) : usual;
}
