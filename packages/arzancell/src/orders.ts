import type { Message, OrderReport } from '@numroute/core';
import type { Reply } from '@numroute/http';
import type { Row } from './classify.ts';
import { messageOf } from './code.ts';
import { contradiction, isSuccess, replyError, wordError } from './failure.ts';
import { readPhone } from './fields.ts';
import { readBody } from './read.ts';

export function readOrder(reply: Reply, id: string): OrderReport {
  const body = readBody(reply, 'check_order');
  if (body.kind === 'word') {
    if (!body.alone) throw contradiction(body.word);
    if (body.word === 'EXPIRED SMS TIME') return { id, status: 'expired', messages: [] };
    throw wordError(body.word, id);
  }
  const first = body.kind === 'data' ? body.rows[0] : undefined;
  if (body.kind !== 'data' || !(first?.has('code') || first?.has('phone'))) throw replyError(reply, body);
  const messages = messagesOf(body.rows);
  if (!messages) throw replyError(reply, body);
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
  if (body.kind !== 'word') throw replyError(reply, body);
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
