import { type Message, NumrouteError, type OrderReport, type OrderStatus, saysNothing } from '@numroute/core';
import { dataOf, expiryOf, type Reply, type Send, told, unexpected } from '@numroute/http';
import { amountIn, ifTold, oneOf, orderId, phone, whole } from '@numroute/http/fields';
import * as v from 'valibot';
import { COUNTRY, type Site, serviceCalled } from './codes.ts';
import { ask } from './request.ts';
import { NO_OPERATIONS, saidBy, wordIn } from './words.ts';

/**
 * The states of an operation. `TZ_OVER_EMPTY` is over without an SMS: what becomes of the money is not
 * documented.
 */
const states: Readonly<Record<string, OrderStatus>> = {
  TZ_INPOOL: 'open',
  TZ_POOL: 'open',
  TZ_NUM_PREPARE: 'open',
  TZ_NUM_WAIT: 'open',
  TZ_NUM_ANSWER: 'open',
  TZ_OVER_OK: 'finished',
  TZ_OVER_EMPTY: 'gone',
};

const sms = v.object({ msg: v.string() });
/** A text alone, or all of them; `false` for none. */
const messages = v.nullish(v.union([v.array(sms), v.string(), v.literal(false)]), false);

const rowIn = (currency: string) =>
  v.object({
    tzid: orderId,
    response: oneOf(states),
    number: ifTold(phone),
    country: ifTold(v.pipe(v.string(), v.regex(COUNTRY))),
    service: ifTold(v.string()),
    sum: ifTold(amountIn(currency)),
    time: ifTold(whole),
    msg: messages,
  });

type Row = v.InferOutput<ReturnType<typeof rowIn>>;

/** All messages with their texts, and those that were shown before, too. */
const FULL = { message_to_code: '0', msg_list: '1', clean: '0', orderby: 'asc' };

export async function fetchOrder(send: Send, id: string, site: Site): Promise<OrderReport> {
  const reply = await send(ask('getState', { tzid: id, ...FULL }));
  const rows = dataOf(reply, v.array(rowIn(site.currency)), saidBy(reply), id);
  const row = rows.find(({ tzid }) => tzid === id);
  if (!row) throw unexpected(reply, 'tzid');
  return reportOf(row, reply, site);
}

/** Every operation that is not over. One that cannot be read is an error: it may be the order that is sought. */
export async function listOpenOrders(send: Send, site: Site): Promise<readonly OrderReport[]> {
  const reply = await send(ask('getState', { type: 'index', ...FULL }));
  if (wordIn(reply) === NO_OPERATIONS) return [];
  const rows = dataOf(reply, v.array(rowIn(site.currency)), saidBy(reply));
  const reports = rows.map((row) => reportOf(row, reply, site));
  return reports.filter(({ status }) => status === 'open' || status === 'delivered');
}

/**
 * Closes an order without an SMS. The vendor closes one whose SMS came as well, so it is looked at before; and
 * afterwards, because an SMS may have come in between.
 *
 * @throws {NumrouteError} WRONG_STATE An SMS came, or the vendor refused: too early.
 */
export async function cancelOrder(send: Send, id: string, site: Site): Promise<OrderReport> {
  const before = await fetchOrder(send, id, site);
  if (before.status === 'delivered' || before.status === 'finished') throw cameBefore(id);
  if (before.status !== 'open') return before;
  await change(send, 'setOperationOk', id);
  const after = await fetchOrder(send, id, site).catch((error: unknown) => {
    // What is closed may be forgotten.
    if (!NumrouteError.is(error, 'UNKNOWN_ORDER')) throw error;
  });
  if (after && after.messages.length > 0) return after;
  return { id, status: 'cancelled', messages: [] };
}

/** Closes an order whose SMS came. One without would be cancelled. @throws {NumrouteError} WRONG_STATE */
export async function finishOrder(send: Send, id: string, site: Site): Promise<OrderReport> {
  const report = await fetchOrder(send, id, site);
  if (report.status === 'finished') return report;
  if (report.status !== 'delivered') throw wrongState(id, 'it has no SMS');
  await change(send, 'setOperationOk', id);
  return { ...report, status: 'finished' };
}

export async function requestAnotherSms(send: Send, id: string): Promise<OrderReport> {
  await change(send, 'setOperationRevise', id);
  return { id, status: 'delivered', messages: [] };
}

const done = v.object({ response: v.literal('1'), tzid: v.string() });

async function change(
  send: Send,
  method: 'setOperationOk' | 'setOperationRevise',
  id: string,
): Promise<void> {
  const reply = await send(ask(method, { tzid: id }));
  if (dataOf(reply, done, saidBy(reply), id).tzid !== id) throw unexpected(reply, 'tzid');
}

const cameBefore = (id: string): NumrouteError => wrongState(id, 'its SMS came');

const wrongState = (id: string, why: string): NumrouteError =>
  new NumrouteError('WRONG_STATE', `order ${id} is not closed: ${why}`, {});

function reportOf(row: Row, reply: Reply, { codes }: Site): OrderReport {
  const { tzid: id, response: state, number, country, service, sum: price, time } = row;
  const messages = messagesIn(row.msg);
  return {
    id,
    status: messages.length > 0 ? withSms(state) : state,
    messages,
    ...told({
      phone: number,
      country: country && codes.countries.nameOf(country),
      service: service && serviceCalled(service, codes),
      price,
      expiresAt: expiryOf(time === null || time === 0 ? undefined : reply.at + time * 1000, reply),
    }),
  };
}

function withSms(state: OrderStatus): OrderStatus {
  return state === 'open' ? 'delivered' : 'finished';
}

/** They have neither time nor id, and the same text may stand there twice. */
function messagesIn(told: Row['msg']): readonly Message[] {
  const texts = typeof told === 'string' ? [told] : told ? told.map(({ msg }) => msg) : [];
  return texts.filter((text) => !saysNothing(text)).map((text) => ({ text }));
}
