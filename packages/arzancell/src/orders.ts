import { type Message, NumrouteError, type OrderReport } from '@numroute/core';
import type { Reply } from '@numroute/http';
import type { Row } from './classify.ts';
import { replyError, wordError } from './failure.ts';
import { readPhone } from './fields.ts';
import { readBody } from './read.ts';

export function readOrder(reply: Reply, id: string): OrderReport {
  const body = readBody(reply, 'check_order');
  if (body.kind === 'word') {
    if (body.word === 'EXPIRED SMS TIME' && body.alone) return { id, status: 'expired', messages: [] };
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
  if (!body.alone)
    throw new NumrouteError('UNREADABLE', 'the vendor contradicts itself', { vendorWord: body.word });
  if (body.word === 'CANCELED') return { id, status: 'cancelled', messages: [] };
  if (body.word === 'EXPIRED SMS TIME') return { id, status: 'expired', messages: [] };
  throw wordError(body.word, id);
}

/** Undefined where a code is there but is no text. */
function messagesOf(rows: readonly Row[]): readonly Message[] | undefined {
  const codes = new Set<string>();
  for (const row of rows) {
    const code = row.get('code');
    if (isWaiting(code)) continue;
    if (typeof code !== 'string' && typeof code !== 'number') return undefined;
    codes.add(String(code));
  }
  return [...codes].map((code) => ({ code }));
}

/** `0` and `false` are how neighbouring PHP panels say that nothing came yet. */
function isWaiting(code: unknown): boolean {
  if (typeof code === 'string') return code.trim() === '' || code.trim() === '0';
  return code === undefined || code === null || code === false || code === 0;
}
