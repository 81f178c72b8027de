import { type Message, NumrouteError, type OrderReport, type OrderStatus, saysNothing } from '@numroute/core';
import { dataOf, expiryOf, refuseSaid, type Send, told, unexpected, type VendorCodes } from '@numroute/http';
import { amountIn, ifTold, isoTime, oneOf, orderId, phone } from '@numroute/http/fields';
import * as v from 'valibot';
import { COUNTRY } from './codes.ts';
import { rowsOf } from './pages.ts';
import { saidOfCancel, saidOfOrder } from './words.ts';

/** A report to the vendor is a claim for the money, and not the money. A number that is used again has a new order. */
const states: Readonly<Record<string, OrderStatus>> = {
  verificationPending: 'open',
  verificationCompleted: 'delivered',
  verificationCanceled: 'cancelled',
  verificationTimedOut: 'expired',
  verificationReported: 'gone',
  verificationRefunded: 'cancelled',
  verificationReused: 'finished',
  verificationReactivated: 'finished',
};

/** Ten digits of the United States, or as everywhere else. */
const number: v.GenericSchema<unknown, string> = v.pipe(
  v.string(),
  v.transform((text): unknown => (/^\d{10}$/.test(text) ? `+1${text}` : text)),
  phone,
);

const row = v.object({
  id: orderId,
  state: oneOf(states),
  number: ifTold(number),
  serviceName: ifTold(v.string()),
  totalCost: ifTold(amountIn('USD')),
  createdAt: ifTold(isoTime),
});
const details = v.object({ ...row.entries, endsAt: ifTold(isoTime) });

const sms = v.object({
  id: ifTold(v.string()),
  from: ifTold(v.string()),
  createdAt: ifTold(isoTime),
  smsContent: v.nullish(v.string(), ''),
  parsedCode: v.nullish(v.string(), ''),
});

/** One that was sold this long ago has ended: it lives for some minutes. */
const LONG_OVER_MS = 3_600_000;

/** The order and, where one may have come, its SMS: the vendor tells them apart. */
export async function fetchOrder(send: Send, id: string, codes: VendorCodes): Promise<OrderReport> {
  const reply = await send({ path: ['verifications', id] });
  const found = dataOf(reply, details, saidOfOrder(reply), id);
  if (found.id !== id) throw unexpected(reply, 'id');
  const expiresAt = expiryOf(found.endsAt, reply);
  const state = found.state;
  const mayHaveSms = state === 'open' || state === 'delivered' || state === 'finished';
  const messages = mayHaveSms ? await messagesOf(send, id) : [];
  const isOver = found.endsAt !== null && found.endsAt <= reply.at;
  // That a code came, and not the code: whoever asks again may be told it.
  if (state === 'delivered' && !isOver && messages.length === 0) throw unexpected(reply, 'sms');
  const isDelivered = state === 'delivered' || (state === 'open' && messages.length > 0);
  return {
    ...reportOf(found, codes),
    status: isDelivered ? (isOver ? 'finished' : 'delivered') : state,
    messages,
    ...told({ expiresAt }),
  };
}

function reportOf(found: v.InferOutput<typeof row>, { services }: VendorCodes): OrderReport {
  const { id, state, number: tel, serviceName, totalCost, createdAt } = found;
  return {
    id,
    status: state,
    messages: [],
    country: COUNTRY,
    ...told({
      phone: tel,
      service: serviceName === null ? null : services.nameOf(serviceName),
      price: totalCost,
      orderedAt: createdAt,
    }),
  };
}

async function messagesOf(send: Send, reservationId: string): Promise<readonly Message[]> {
  const rows = await rowsOf(send, ['sms'], { reservationId }, sms);
  const messages = rows.map(({ id, from, createdAt: receivedAt, smsContent, parsedCode }): Message => {
    const text = saysNothing(smsContent) ? undefined : smsContent;
    const code = saysNothing(parsedCode) ? undefined : parsedCode;
    return told({ id, text, code, from, receivedAt });
  });
  return messages.filter(({ text, code }) => text !== undefined || code !== undefined).reverse();
}

/**
 * What the vendor shows afterwards is the answer: its reply to a cancel is empty.
 *
 * @throws {NumrouteError} WRONG_STATE The vendor refused.
 */
export async function cancelOrder(send: Send, id: string, codes: VendorCodes): Promise<OrderReport> {
  const reply = await send({ method: 'POST', path: ['verifications', id, 'cancel'] });
  const said = saidOfCancel(reply);
  if (said?.code === 'WRONG_STATE') {
    // A second cancel is refused as one that comes too late.
    const report = await fetchOrder(send, id, codes);
    if (report.status === 'cancelled') return report;
    throw new NumrouteError('WRONG_STATE', `the vendor refused: ${said.word}`, { vendorWord: said.word });
  }
  refuseSaid(reply, said, id);
  // A success has no body; what has one may speak of another order.
  if (reply.text !== '') throw unexpected(reply);
  const report = await fetchOrder(send, id, codes);
  if (report.status === 'open') throw unexpected(reply, 'state');
  return report;
}

/** One row that cannot be read is an error: it may be the order that is sought. */
export async function listOpenOrders(send: Send, codes: VendorCodes): Promise<readonly OrderReport[]> {
  let readAt = 0;
  const timed: Send = async (request) => {
    const reply = await send(request);
    readAt = reply.at;
    return reply;
  };
  const rows = await rowsOf(timed, ['verifications'], {}, row);
  const open: OrderReport[] = [];
  for (const one of rows) {
    if (one.state === 'open') open.push(reportOf(one, codes));
    if (one.state !== 'delivered' || readAt - (one.createdAt ?? readAt) > LONG_OVER_MS) continue;
    // Only the order itself tells whether it has ended.
    const report = await fetchOrder(send, one.id, codes);
    if (report.status === 'delivered') open.push(report);
  }
  return open;
}
