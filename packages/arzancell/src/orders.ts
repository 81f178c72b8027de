import type { Message, OrderReport } from '@numroute/core';
import { isSuccess, messageIn, type Reply, unexpected } from '@numroute/http';
import { contradiction, wordError } from './failure.ts';
import { readPhone } from './fields.ts';
import { type Row, readBody } from './reply.ts';

/** One word that stands for a state. */
const STATE =
  /^(?:(?:status|access)[_-])?(?:wait|waiting|pending|processing|empty|unknown|no|not|sent|open|expired|cancell?ed|closed|timeout|error|failed)(?:[_-][a-z]+)*$/i;
/** What a sentence says while there is no code. */
const WAITING =
  /wait|pending|process|not (?:yet )?(?:receiv|arriv|ready)|no (?:sms|code|message)|again|later|second|minute|منتظر|انتظار|صبر|دقیقه|ثانیه|دریافت نشد/i;

export function readOrder(reply: Reply, id: string): OrderReport {
  const body = readBody(reply, 'check_order');
  if (body.kind === 'word') {
    if (!body.alone) throw contradiction(body.word);
    if (body.word === 'EXPIRED SMS TIME') return { id, status: 'expired', messages: [] };
    throw wordError(body.word, id);
  }
  const first = body.kind === 'data' ? body.rows[0] : undefined;
  if (body.kind !== 'data' || !(first?.has('code') || first?.has('phone'))) throw unexpected(reply);
  const messages = messagesOf(body.rows);
  if (!messages) throw unexpected(reply);
  const phone = readPhone(first.get('phone'));
  return {
    id,
    status: messages.length > 0 ? 'delivered' : 'open',
    messages,
    ...(phone !== undefined && { phone }),
  };
}

export function readCancel(reply: Reply, id: string): OrderReport {
  const body = readBody(reply, 'cancel_order');
  if (body.kind !== 'word') throw unexpected(reply);
  // A cancel beside another word is no proof that the money comes back.
  if (!body.alone) throw contradiction(body.word);
  // Only a server that succeeded has cancelled.
  if (body.word === 'CANCELED' && isSuccess(reply)) return { id, status: 'cancelled', messages: [] };
  if (body.word === 'EXPIRED SMS TIME') return { id, status: 'expired', messages: [] };
  throw wordError(body.word, id);
}

/** Undefined where a code is there but is no text. */
function messagesOf(rows: readonly Row[]): readonly Message[] | undefined {
  const messages = new Map<string, Message>();
  for (const row of rows) {
    const told = row.get('code') ?? false;
    if (told === false) continue;
    if (typeof told !== 'string') return undefined;
    const message = messageOf(told);
    if (message) messages.set(told, message);
  }
  return [...messages.values()];
}

/**
 * What stands in the place of a code. The page says that it is empty until the code came; sites also say
 * so in words, and put the whole text of the SMS there. In a sentence without a digit there is no code.
 */
function messageOf(told: string): Message | undefined {
  const message = messageIn(told);
  if (!message?.text) return message?.code !== undefined && STATE.test(message.code) ? undefined : message;
  const digits = message.text.match(/\p{Nd}/gu)?.length ?? 0;
  return digits >= 4 || (digits > 0 && !WAITING.test(message.text)) ? message : undefined;
}
