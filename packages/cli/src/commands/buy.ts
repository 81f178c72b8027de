import { compareMoney, isClosed, type Money, NumrouteError, type Order, parseService } from '@numroute/core';
import type { Choice } from '@numroute/router';
import {
  type ChoiceFlags,
  capOf,
  choiceOf,
  countriesOf,
  durationOf,
  shareOf,
  wholeOf,
} from '../arguments.ts';
import type { App } from '../config/compose.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, painter, printEvent, printJson, tame } from '../io.ts';
import { untilSms } from '../orders/follow.ts';
import { furtherSms } from '../orders/further-sms.ts';
import { withdraw } from '../orders/give-up.ts';
import { overLine, refundExit, refundLine } from '../orders/refund.ts';
import { duration, exact, nameOf } from '../printing/format.ts';
import { printLines } from '../printing/lines.ts';
import { orderJson, smsEvent } from '../printing/order-json.ts';
import { printStop } from '../printing/report.ts';
import { eachSms, newestSms, notFinishedLine, type Sms, smsLines, untoldLine } from '../printing/sms.ts';

export interface BuyFlags extends ChoiceFlags {
  readonly country?: string;
  readonly max?: string;
  readonly tolerance?: string;
  /** `false`: `--no-wait`. */
  readonly wait: string | false;
  readonly sms: string;
  readonly refundWait: string;
  readonly key?: string;
  readonly json?: boolean;
}

interface Purchase {
  readonly service: string;
  readonly country?: readonly string[];
  readonly maxPrice: Money;
  readonly choice: Choice;
  readonly tolerance?: string;
  /** Absent: the order is left open. */
  readonly waitMs?: number;
  /** How many SMS to wait for. */
  readonly sms: number;
  readonly refundWaitMs: number;
  readonly key?: string;
  readonly json: boolean;
}

export function parsePurchase(service: string, flags: BuyFlags): Purchase {
  const country = countriesOf(flags.country);
  const maxPrice = capOf(flags.max);
  if (!maxPrice)
    throw NumrouteError.input('--max', 'the most to pay for the number, such as 0.5USD or 9000IRT');
  return {
    service: parseService(service),
    ...(country && { country }),
    maxPrice,
    choice: choiceOf(flags),
    ...(flags.tolerance !== undefined && { tolerance: shareOf(flags.tolerance, '--tolerance') }),
    ...(flags.wait !== false && { waitMs: durationOf(flags.wait, '--wait') }),
    sms: smsCountOf(flags),
    refundWaitMs: durationOf(flags.refundWait, '--refund-wait', 0),
    ...(flags.key !== undefined && { key: flags.key }),
    json: flags.json === true,
  };
}

function smsCountOf({ sms, wait }: BuyFlags): number {
  const count = wholeOf(sms, '--sms', 1, 20);
  if (wait !== false || count === 1) return count;
  throw NumrouteError.input('--sms', 'no --no-wait beside it; `numroute another` asks for a further SMS');
}

export async function buy(io: Io, app: App, wanted: Purchase): Promise<number> {
  const { maxPrice, waitMs = 0, json } = wanted;
  const { router, clock, journal } = app;
  const isLeft = wanted.waitMs === undefined;
  const output = json || isLeft ? io.stderr : io.stdout;
  const say = (text: string): void => printLines(io, [text], output);
  const beganAt = clock.now();
  const order = await purchase(io, app, wanted);
  if (!order) {
    say('Stopped before anything was bought.');
    return EXIT.noCode;
  }
  const again = order.boughtAt < beganAt;
  // A Ctrl-C that came while it was bought gives it up, as ever.
  if (isLeft && !io.signal.aborted) return await leave(io, app, order, again, json);
  say(boughtLine(order, again, painter(io, output)));
  if (json) printEvent(io, 'bought', { ...(await orderJson(journal, order)), again });
  if (!isClosed(order.status) && !newestSms(order))
    say(`Waiting up to ${duration(waitMs)} for the SMS. Ctrl-C cancels the order.`);

  const latest = await untilSms(io, router, order, waitMs, (now) => newestSms(now) !== undefined);
  const price = priceLine(latest, maxPrice);
  if (price) say(price);
  const settled = hasSms(latest) ? latest : await withdraw(io, app, latest, wanted.refundWaitMs, say);
  const sms = newestSms(settled);
  if (sms) return await finish(io, app, settled, sms, wanted, say);
  if (hasSms(settled)) return await untold(io, app, settled, wanted, say);
  if (json) printEvent(io, 'end', await orderJson(journal, settled));
  if (!isClosed(settled.status)) return EXIT.moneyMayHaveMoved;
  say(overLine(app, settled));
  return refundExit(settled);
}

/** Also where its vendor says so and shows none. */
function hasSms(order: Order): boolean {
  return newestSms(order) !== undefined || order.status === 'delivered' || order.status === 'finished';
}

/** Prints the number, the order's name after it, and leaves the order as it is. */
async function leave(io: Io, app: App, order: Order, again: boolean, json: boolean): Promise<number> {
  const name = nameOf(order);
  if (json) printJson(io, { ...(await orderJson(app.journal, order)), again });
  else io.stdout.write(`${order.phone} ${name}\n`);
  const say = (text: string): void => printLines(io, [text], io.stderr);
  say(boughtLine(order, again, painter(io, io.stderr)));
  if (isClosed(order.status) && !newestSms(order)) {
    say(refundLine(app, order));
    return refundExit(order);
  }
  if (!isClosed(order.status))
    say(
      `It stays open: \`numroute wait ${name}\` waits for its code, \`numroute cancel ${name}\` gives it up. Nobody else does.`,
    );
  return EXIT.ok;
}

/** Undefined where Ctrl-C came before anything was bought. */
async function purchase(io: Io, { router }: App, wanted: Purchase): Promise<Order | undefined> {
  const { service, country, maxPrice, choice, tolerance, key, json } = wanted;
  try {
    return await router.buy(
      { service, ...(country && { country }) },
      {
        ...choice,
        maxPrice,
        signal: io.signal,
        ...(tolerance !== undefined && { tolerance }),
        ...(key !== undefined && { key }),
      },
    );
  } catch (error) {
    if (!io.signal.aborted || (NumrouteError.is(error) && error.moneyMayHaveMoved)) throw error;
    if (json) printStop(io, EXIT.noCode);
    return undefined;
  }
}

function boughtLine(order: Order, isOld: boolean, paint: ReturnType<typeof painter>): string {
  const { phone, provider, paid, id, status } = order;
  const number = paint('bold', phone || 'a number');
  const what = `${number} from ${provider} for ${exact(paid)}${listLine(order)} (order ${tame(id, 40)})`;
  return isOld ? `Already bought under this key: ${what}; it is ${status}.` : `Bought ${what}.`;
}

async function finish(
  io: Io,
  { router, journal }: App,
  delivered: Order,
  sms: Sms,
  { json, sms: count, waitMs = 0 }: Purchase,
  say: (text: string) => unknown,
): Promise<number> {
  const show = (one: Sms): unknown =>
    json ? printEvent(io, 'sms', smsEvent(delivered, one)) : printLines(io, smsLines(one, io));
  // Before anything else: somebody waits for it.
  for (const one of count > 1 ? eachSms(delivered) : [sms]) show(one);
  const order = await furtherSms(router, delivered, { count, waitMs, signal: io.signal, show, say });
  let note = '';
  const finished = await router.finish(order).catch((error: unknown) => {
    note = notFinishedLine(error);
    return order;
  });
  if (json) printEvent(io, 'end', await orderJson(journal, finished));
  if (note) say(note);
  return EXIT.ok;
}

/** An SMS came, and there is none to show. */
async function untold(
  io: Io,
  { journal }: App,
  order: Order,
  { key, json }: Purchase,
  say: (text: string) => unknown,
): Promise<number> {
  if (json) printEvent(io, 'end', await orderJson(journal, order));
  const isOver = isClosed(order.status);
  const again =
    isOver || key === undefined ? '' : ' The same command with the same --key asks the vendor once more.';
  say(`${untoldLine(order)}${again}`);
  return EXIT.moneyMayHaveMoved;
}

/** Where the vendor charged another price than it lists. */
function listLine({ paid, quoted }: Order): string {
  const isSame = paid.currency === quoted.currency && compareMoney(paid, quoted) === 0;
  return isSame ? '' : `, listed at ${exact(quoted)}`;
}

/** Where the vendor told no price, and the balance shows another than was quoted. */
function priceLine({ paid, quoted, paidSource, status }: Order, cap: Money): string | undefined {
  if (paidSource !== 'balance' || compareMoney(paid, quoted) === 0) return undefined;
  const isDearer = paid.currency === cap.currency && compareMoney(paid, cap) > 0;
  const cancelled = isDearer && status === 'cancelled' ? ' That is above the cap, so it was cancelled.' : '';
  return `The balance shows that it cost ${exact(paid)}, not ${exact(quoted)}.${cancelled}`;
}
