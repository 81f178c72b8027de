import { codeOf, type Message, type Order, saysNothing } from '@numroute/core';
import { type Io, painter, tame } from '../io.ts';
import { exact } from './format.ts';

/** What one SMS tells. At least one of the two is there. */
export interface Sms {
  readonly code?: string;
  readonly text?: string;
}

/** So much of an SMS is shown. */
const MOST = 1_000;

/** The newest SMS with a code, else the newest one. A vendor's word for nothing, such as `null`, is no SMS. */
export function newestSms({ messages }: Pick<Order, 'messages'>): Sms | undefined {
  const told = eachSms({ messages });
  return told.findLast(({ code }) => code !== undefined) ?? told.at(-1);
}

/** Every SMS, the oldest first. */
export function eachSms({ messages }: Pick<Order, 'messages'>): readonly Sms[] {
  return messages.map(smsOf).filter((one) => one !== undefined);
}

function smsOf(message: Message): Sms | undefined {
  const code = wordOf(message.code);
  const text = wordOf(message.text);
  const told = { ...(code !== undefined && { code }), ...(text !== undefined && { text }) };
  const found = codeOf(told);
  if (found === undefined && text === undefined) return undefined;
  return { ...told, ...(found !== undefined && { code: found }) };
}

const wordOf = (told: string | undefined): string | undefined =>
  told === undefined || saysNothing(tame(told)) ? undefined : told;

/** Why no SMS of a delivered order can be shown. */
export function untoldText({ messages }: Pick<Order, 'messages'>): string {
  const isForgotten = messages.some(({ code, text }) => code === undefined && text === undefined);
  return isForgotten ? 'an SMS that is no longer kept' : 'an SMS that the vendor does not show';
}

/** An order with an SMS, of which there is nothing to show. */
export function untoldLine(order: Order): string {
  const { id, provider, status, paid } = order;
  return `No code to show: order ${tame(id, 40)} at ${provider} is ${status}, with ${untoldText(order)}. ${exact(paid)} is spent: look at the order on the vendor's site.`;
}

export function notFinishedLine(error: unknown): string {
  return `The SMS is good, but the vendor could not be told that we are done: ${tame(String(error))}`;
}

/** The code alone, and the text that it was picked out of. An SMS without a code is its text. */
export function wordsOf({ code, text }: Sms): { readonly word: string; readonly rest?: string } {
  const shown = text === undefined ? undefined : tame(text, MOST);
  if (code === undefined) return { word: shown ?? '' };
  return { word: tame(code, MOST), ...(shown !== undefined && { rest: shown }) };
}

/**
 * The lines for a person. A code that was picked out of the text stands beside the whole text: the text
 * may hold another code.
 */
export function smsLines(sms: Sms, io: Io): string[] {
  const { code, text } = sms;
  const paint = painter(io);
  return [
    ...(code === undefined ? [] : [`Code: ${paint(['bold', 'green'], tame(code, MOST))}`]),
    ...(text === undefined ? [] : [`SMS: ${tame(text, MOST)}`]),
  ];
}
