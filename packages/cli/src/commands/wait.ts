import { isClosed, type Order } from '@numroute/core';
import { durationOf } from '../arguments.ts';
import type { App } from '../config/compose.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, painter, printEvent } from '../io.ts';
import { untilSms } from '../orders/follow.ts';
import { withdraw } from '../orders/give-up.ts';
import { findOrder, type Named, namedOf } from '../orders/named.ts';
import { overLine, refundExit } from '../orders/refund.ts';
import { duration, exact, nameOf } from '../printing/format.ts';
import { printLines } from '../printing/lines.ts';
import { orderJson, smsEvent } from '../printing/order-json.ts';
import { eachSms, newestSms, type Sms, untoldLine, wordsOf } from '../printing/sms.ts';

export interface WaitFlags {
  readonly for: string;
  readonly cancel?: boolean;
  readonly refundWait: string;
  readonly key?: string;
  readonly json?: boolean;
}

interface Waited {
  readonly named: Named;
  /** 0: the vendor is asked once. */
  readonly forMs: number;
  /** Without a code the order is given up. */
  readonly cancel: boolean;
  readonly refundWaitMs: number;
  readonly json: boolean;
}

/** @throws {NumrouteError} INVALID_INPUT */
export function parseWait(text: string | undefined, flags: WaitFlags): Waited {
  return {
    named: namedOf(text, flags.key),
    forMs: durationOf(flags.for, '--for', 0),
    cancel: flags.cancel === true,
    refundWaitMs: durationOf(flags.refundWait, '--refund-wait', 0),
    json: flags.json === true,
  };
}

/**
 * Waits for the code of an order that is open, whoever bought it; for the further SMS, where one was asked
 * for. Standard output has the code alone, or what happens as lines of JSON. The order is its buyer's: it
 * is neither finished nor, unless asked, given up.
 */
export async function wait(io: Io, app: App, asked: Waited): Promise<number> {
  const say = (text: string): void => printLines(io, [text], io.stderr);
  const end = async (order: Order): Promise<void> => {
    if (asked.json) printEvent(io, 'end', await orderJson(app.journal, order));
  };
  const known = await findOrder(app.journal, asked.named);
  if (asked.json) printEvent(io, 'waiting', await orderJson(app.journal, known));
  const latest = await awaited(io, app, known, asked, say);
  const isLeft = asked.cancel && latest.status === 'open' && freshSms(latest).length === 0;
  const order = isLeft ? await withdraw(io, app, latest, asked.refundWaitMs, say) : latest;
  const came = freshSms(order);
  if (came.length > 0) {
    show(io, order, came, asked.json);
    await end(order);
    if (order.status === 'delivered') say(nextLine(order));
    return EXIT.ok;
  }
  await end(order);
  if (isClosed(order.status) && order.status !== 'finished') {
    say(overLine(app, order));
    return refundExit(order);
  }
  if (order.status === 'open') {
    if (!isLeft) say(openLine(order, io.signal.aborted));
    return EXIT.moneyMayHaveMoved;
  }
  if (order.status === 'delivered' && order.another) {
    say(`No further SMS came. ${nextLine(order)}`);
    return EXIT.noCode;
  }
  say(untoldLine(order));
  return EXIT.moneyMayHaveMoved;
}

/** The order once its SMS is there, or as it is when the time is up or the signal comes. */
async function awaited(
  io: Io,
  { router }: App,
  order: Order,
  { forMs, cancel }: Waited,
  say: (text: string) => unknown,
): Promise<Order> {
  if (freshSms(order).length > 0 || isClosed(order.status)) return order;
  if (forMs === 0) return await router.fetch(order, { signal: io.signal });
  const stop = cancel ? 'cancels the order' : 'leaves the order open';
  say(`Waiting up to ${duration(forMs)} for the SMS to ${order.phone} (${nameOf(order)}). Ctrl-C ${stop}.`);
  // Whoever bought it may have had no time to read what it cost, and nobody else gives it up before its end.
  void router.recover({ signal: io.signal }).catch(() => undefined);
  return await untilSms(io, router, order, forMs, (now) => freshSms(now).length > 0);
}

/** Where a further SMS is waited for, those that came since it was asked for. */
const freshSms = ({ messages, another, status }: Order): readonly Sms[] =>
  eachSms({ messages: messages.slice(status === 'delivered' ? another?.after : 0) });

function show(io: Io, order: Order, came: readonly Sms[], json: boolean): void {
  if (json) {
    for (const one of came) printEvent(io, 'sms', smsEvent(order, one));
    return;
  }
  const newest = newestSms({ messages: came });
  if (!newest) return;
  const { word, rest } = wordsOf(newest);
  io.stdout.write(`${painter(io)(['bold', 'green'], word)}\n`);
  if (rest !== undefined) printLines(io, [`SMS: ${rest}`], io.stderr);
}

function nextLine(order: Order): string {
  const name = nameOf(order);
  return `\`numroute finish ${name}\` tells the vendor that we are done, \`numroute another ${name}\` asks for one more SMS.`;
}

function openLine(order: Order, isStopped: boolean): string {
  const name = nameOf(order);
  return `${isStopped ? 'Stopped waiting' : 'No code yet'}: order ${name} stays open, and ${exact(order.paid)} is out. \`numroute wait ${name}\` goes on, \`numroute cancel ${name}\` gives it up.`;
}
