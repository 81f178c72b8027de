import { isClosed, type NumberFault, NumrouteError, type Order, type OrderRef } from '@numroute/core';
import { durationOf } from '../arguments.ts';
import type { App } from '../config/compose.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, printJson } from '../io.ts';
import { follow } from '../orders/follow.ts';
import { findOrder, type Named, namedOf } from '../orders/named.ts';
import { refundExit, refunded, refundLine } from '../orders/refund.ts';
import { neverCancels, type Refusal, refusalOf, refusalText, stillOpenLine } from '../orders/refusal.ts';
import { nameOf } from '../printing/format.ts';
import { printLines } from '../printing/lines.ts';
import { orderJson } from '../printing/order-json.ts';
import { newestSms, smsLines } from '../printing/sms.ts';

export interface CancelFlags {
  readonly wait?: boolean;
  readonly bad?: NumberFault;
  readonly refundWait: string;
  readonly key?: string;
  readonly json?: boolean;
}

interface Cancelling {
  readonly named: Named;
  readonly wait: boolean;
  readonly fault?: NumberFault;
  readonly refundWaitMs: number;
  readonly json: boolean;
}

/** @throws {NumrouteError} INVALID_INPUT */
export function parseCancel(text: string | undefined, flags: CancelFlags): Cancelling {
  const { wait = false, bad: fault, refundWait, json = false } = flags;
  const named = namedOf(text, flags.key);
  const refundWaitMs = durationOf(refundWait, '--refund-wait', 0);
  return { named, wait, refundWaitMs, json, ...(fault && { fault }) };
}

/** Gives up one order of the journal; with `wait`, until it is over. Then waits for the refund to be seen. */
export async function cancel(io: Io, app: App, asked: Cancelling): Promise<number> {
  const known = await findOrder(app.journal, asked.named);
  const say = (text: string): void => printLines(io, [text], io.stderr);
  const { order, refusal } = await ask(io, app, known, asked, say);
  const settled = await refunded(app, order, asked.refundWaitMs, { signal: io.signal, say });
  const cancelFrom = refusal?.from === undefined ? null : new Date(refusal.from).toISOString();
  if (asked.json) printJson(io, { ...(await orderJson(app.journal, settled)), cancelFrom });
  else printLines(io, linesOf(io, app, settled, refusal));
  if (newestSms(settled)) return EXIT.ok;
  if (!isClosed(settled.status)) return EXIT.moneyMayHaveMoved;
  return refundExit(settled) === EXIT.moneyMayHaveMoved ? EXIT.moneyMayHaveMoved : EXIT.ok;
}

interface Asked {
  readonly order: Order;
  /** Why it is still open. */
  readonly refusal?: Refusal;
}

async function ask(
  io: Io,
  app: App,
  known: Order,
  { wait, fault }: Cancelling,
  say: (text: string) => unknown,
): Promise<Asked> {
  const { router } = app;
  const never = known.status === 'open' ? neverCancels(known, app) : undefined;
  if (never) return { order: known, refusal: never };
  const ref: OrderRef = { provider: known.provider, id: known.id };
  try {
    // A delivered order is not cancelled. What came is asked for where nobody knows it.
    if (known.status === 'delivered' && !newestSms(known)) return { order: await router.fetch(ref) };
    return { order: await router.cancel(ref, { signal: io.signal, insist: wait, ...(fault && { fault }) }) };
  } catch (error) {
    // Of these nothing can be said of the order.
    if (!NumrouteError.is(error) || NumrouteError.is(error, 'INVALID_INPUT', 'CLOSED')) throw error;
    const refusal = refusalOf(error, known, app);
    if (!wait || refusal.isFinal || refusal.trouble !== undefined) return { order: known, refusal };
    say(`${refusalText(refusal, app)}. Asking until it is over; Ctrl-C leaves it to \`numroute recover\`.`);
    const order = await follow(router, known, { signal: io.signal, until: 'closed' });
    return { order, ...(order.status === 'open' && { refusal }) };
  }
}

function linesOf(io: Io, app: App, order: Order, refusal: Refusal | undefined): string[] {
  const { status } = order;
  const name = nameOf(order);
  const sms = newestSms(order);
  if (sms) return [`An SMS had come. Order ${name} is ${status}.`, ...smsLines(sms, io)];
  if (refusal) return [stillOpenLine(order, refusal, app)];
  if (isClosed(status)) return [`Order ${name} is ${status}. ${refundLine(app, order)}`];
  const why = "The vendor says that an SMS came, but shows no text: look at it on the vendor's site";
  return [`NOT cancelled: order ${name} is ${status}. ${why}.`];
}
