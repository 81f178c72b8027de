import {
  decimalOf,
  type Money,
  NumrouteError,
  type Order,
  type OrderRef,
  parseMoney,
  parseService,
  type TriedNumber,
} from '@numroute/core';
import { type JournalEntry, refundOf } from '@numroute/journal';
import { type Choice, createRates, type NumberInUse, type Spending, spendingOf } from '@numroute/router';
import { type ChoiceFlags, capOf, choiceOf, countriesOf, durationOf, wholeOf } from '../arguments.ts';
import type { App } from '../config/compose.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, painter, printEvent } from '../io.ts';
import type { CodeProgress } from '../orders/code-progress.ts';
import { giveUp, untilEnd, type Waiting, waitingAt } from '../orders/give-up.ts';
import { refusalIn } from '../orders/refusal.ts';
import { requireProgram, runFor, type UserCommand, userCommandOf } from '../orders/user-command.ts';
import { duration, exact, plural } from '../printing/format.ts';
import { orderJson, smsEvent } from '../printing/order-json.ts';
import { eachSms, newestSms, notFinishedLine, untoldLine, wordsOf } from '../printing/sms.ts';

export interface CodeFlags extends ChoiceFlags {
  readonly country?: string;
  readonly max?: string;
  readonly spend?: string;
  readonly within: string;
  readonly numbers: string;
  readonly atOnce: string;
  readonly key?: string;
  readonly exec?: string;
  readonly json?: boolean;
}

interface CodeWanted {
  readonly service: string;
  readonly country?: readonly string[];
  /** Of one number. */
  readonly maxPrice: Money;
  /** Of all numbers. */
  readonly maxSpend: Money;
  readonly choice: Choice;
  readonly deadlineMs: number;
  readonly numbers: number;
  readonly atOnce: 1 | 2;
  readonly key?: string;
  /** Puts each number in. */
  readonly command?: UserCommand;
  readonly json: boolean;
}

/** @throws {NumrouteError} INVALID_INPUT */
export function parseCodeWanted(service: string, flags: CodeFlags): CodeWanted {
  const country = countriesOf(flags.country);
  const maxPrice = capOf(flags.max);
  if (!maxPrice)
    throw NumrouteError.input('--max', 'the most to pay for one number, such as 0.5USD or 9000IRT');
  return {
    service: parseService(service),
    ...(country && { country }),
    maxPrice,
    maxSpend: flags.spend === undefined ? maxPrice : parseMoney(flags.spend, '--spend'),
    choice: choiceOf(flags),
    deadlineMs: durationOf(flags.within, '--within'),
    numbers: wholeOf(flags.numbers, '--numbers', 1, 100),
    atOnce: wholeOf(flags.atOnce, '--at-once', 1, 2) === 2 ? 2 : 1,
    ...(flags.key !== undefined && { key: flags.key }),
    ...(flags.exec !== undefined && { command: userCommandOf(flags.exec, '--exec') }),
    json: flags.json === true,
  };
}

/**
 * Tries numbers until one brings a code. Standard output has the code alone, or one document; what happens
 * meanwhile goes to standard error.
 *
 * @throws {NumrouteError} As `Router.getCode`; `NO_CODE` with what is spent and promised in the end.
 */
export async function code(io: Io, app: App, wanted: CodeWanted, progress: CodeProgress): Promise<number> {
  const { service, maxSpend, json } = wanted;
  const { rates, clock } = app;
  const begunAt = clock.monotonic();
  const { known, running, got, failure } = await search(io, app, wanted, progress);
  const isStopped = io.signal.aborted && failure === io.signal.reason;
  // Before the journal is asked for anything: somebody waits for it, and it is paid.
  const found = shown(got ? [got] : [], io, json, progress);
  const attemptsNow = async (): Promise<readonly JournalEntry[]> => await progress.attempts(known);
  await finishAll(app, await attemptsNow(), progress);
  const say = (text: string): void => progress.say(text);
  const waiting = waitingAt(io, say);
  const open = (await attemptsNow()).filter(({ state }) => state === 'open');
  await Promise.all(open.map(async (entry) => await end(app, entry, waiting)));
  if (running.size > 0) say('Waiting for the command to end; Ctrl-C ends it.');
  await Promise.all(running);
  const last = found ?? shown(ordersOf(await attemptsNow()), io, json, progress);
  if (!found) await finishAll(app, await attemptsNow(), progress);

  const attempts = await attemptsNow();
  const tried = attempts.flatMap((entry) => triedOf(entry, clock.now()));
  const spending = spendingOf(attempts, maxSpend.currency, createRates(rates));
  const isOver = isStopped || NumrouteError.is(failure, 'NO_CODE');
  if (last && (got || isOver)) {
    const tookMs = Math.round(clock.monotonic() - begunAt);
    const now = ordersOf(attempts).find(({ provider, id }) => provider === last.provider && id === last.id);
    const document = await orderJson(app.journal, now?.messages.length ? now : last);
    if (json) printEvent(io, 'end', { ...document, tried, ...spending, tookMs });
    progress.say(costLine(spending, attempts, tookMs));
    return EXIT.ok;
  }
  const untold = ordersOf(attempts).find(({ status }) => status === 'delivered' || status === 'finished');
  if (untold && (got || isOver || NumrouteError.is(failure, 'INVALID_INPUT'))) {
    if (json) printEvent(io, 'end', await orderJson(app.journal, untold));
    progress.say(untoldLine(untold));
    return EXIT.moneyMayHaveMoved;
  }
  if (!isOver || attempts.length === 0) throw failure;
  const cause = isStopped ? new Error('you stopped it') : (failure as Error).cause;
  throw new NumrouteError(
    'NO_CODE',
    `no code for ${service}`,
    { tried, ...spending },
    cause ? { cause } : undefined,
  );
}

interface Searched {
  /** Orders of the search, as far as it told them. */
  readonly known: readonly OrderRef[];
  /** The user's commands that have not ended. */
  readonly running: ReadonlySet<Promise<unknown>>;
  /** The order that brought the code. */
  readonly got?: Order;
  /** Why there is no code. */
  readonly failure?: unknown;
}

async function search(io: Io, app: App, wanted: CodeWanted, progress: CodeProgress): Promise<Searched> {
  const { service, country, choice, command, json: _json, ...terms } = wanted;
  if (command) await requireProgram(command, '--exec', io);
  progress.begin(app, command ? undefined : terms.deadlineMs);
  const known: OrderRef[] = [];
  const running = new Set<Promise<unknown>>();
  const use = async (number: NumberInUse): Promise<'unfit' | undefined> => {
    known.push(number.order);
    await progress.handedOut(number, terms.numbers);
    if (command) {
      const answer = runFor(command, number, io);
      const over: Promise<unknown> = answer.catch(() => undefined).then(() => running.delete(over));
      running.add(over);
      return await answer;
    }
    if (number.nth === 1)
      progress.say(
        `Put it in. Waiting up to ${duration(terms.deadlineMs)} in all; Ctrl-C gives the number up.`,
      );
    return undefined;
  };
  // The vendor is asked before the call ends, which may take its time.
  const tellStop = (): unknown => known.length > 0 && progress.say('Stopped; cancelling.');
  io.signal.addEventListener('abort', tellStop, { once: true });
  try {
    const options = { ...choice, ...terms, use, keepOpen: true, signal: io.signal };
    const { order } = await app.router.getCode({ service, ...(country && { country }) }, options);
    return { known: [order, ...known], running, got: order };
  } catch (failure) {
    if (NumrouteError.is(failure, 'NO_CODE')) known.push(...failure.details.tried.map(({ order }) => order));
    return { known, running, failure };
  } finally {
    io.signal.removeEventListener('abort', tellStop);
    progress.end();
  }
}

const ordersOf = (attempts: readonly JournalEntry[]): readonly Order[] =>
  attempts.flatMap(({ order }) => order ?? []);

/** Shows the code, if there is one. @returns The order that has it. */
function shown(orders: readonly Order[], io: Io, json: boolean, progress: CodeProgress): Order | undefined {
  for (const order of orders) {
    const sms = newestSms(order);
    if (!sms) continue;
    const { word, rest } = wordsOf(sms);
    if (!json) io.stdout.write(`${painter(io)(['bold', 'green'], word)}\n`);
    if (rest !== undefined) progress.say(`SMS: ${rest}`);
    for (const one of eachSms(order)) progress.tell('sms', smsEvent(order, one));
    return order;
  }
  return undefined;
}

/** Tells the vendors of numbers with a code that we are done. */
async function finishAll(
  { router }: App,
  attempts: readonly JournalEntry[],
  progress: CodeProgress,
): Promise<void> {
  for (const { order, state } of attempts) {
    if (!order || state !== 'delivered' || !newestSms(order)) continue;
    await router.finish(order).catch((error: unknown) => progress.say(notFinishedLine(error)));
  }
}

/** Waits until an open order is over, as long as its vendor may take. */
async function end(app: App, { order, cancel }: JournalEntry, { say, ...more }: Waiting): Promise<void> {
  if (!order) return;
  const waiting = { ...more, say: (text: string) => say(`${order.phone}: ${text}`) };
  if (cancel?.insist) await untilEnd(app, order, refusalIn(order, cancel, app), waiting);
  else await giveUp(app, order, waiting);
}

/** A number without a code, as its attempt tells it by now. */
function triedOf(entry: JournalEntry, now: number): readonly TriedNumber[] {
  const { order, offer, sentAt, cancel, usedAfterMs, openedAfterMs = 0, endedAfterMs = now - sentAt } = entry;
  if (!order || order.messages.length > 0) return [];
  const { provider, id } = order;
  const why = cancel?.fault ? 'unfit' : cancel ? 'late' : 'ended';
  const afterMs = Math.max(0, Math.round(endedAfterMs - (usedAfterMs ?? openedAfterMs)));
  return [{ order: { provider, id }, offer, why, afterMs, refund: refundOf(entry) }];
}

function costLine({ spent, promised }: Spending, attempts: readonly JournalEntry[], tookMs: number): string {
  const back = decimalOf(promised).units > 0n ? `; ${exact(promised)} is promised back` : '';
  const numbers = attempts.filter(({ order }) => order).length;
  return `It cost ${exact(spent)}${back}. ${plural(numbers, 'number')}, ${duration(tookMs)}.`;
}
