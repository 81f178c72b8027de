import { NumrouteError } from '@numroute/core';
import type { Reply } from '@numroute/http';
import type { Body } from './classify.ts';
import { meaningOf, type Word } from './words.ts';

/** The error of a word, for every call that is not a purchase. */
export function wordError(word: Word, id?: string): NumrouteError {
  const code = word === 'CANCELED' ? 'UNREADABLE' : meaningOf(word).error;
  const message = `the vendor answered ${word}`;
  if (code === 'UNKNOWN_ORDER') return new NumrouteError(code, message, { vendorWord: word, id: id ?? '' });
  return new NumrouteError(code, message, { vendorWord: word });
}

/** The error of a word that stands beside something else, which it contradicts. */
export function contradiction(word: Word): NumrouteError {
  return new NumrouteError('UNREADABLE', 'the vendor contradicts itself', { vendorWord: word });
}

/** The error of a reply without a phrase and without the data that was asked for. */
export function replyError(reply: Reply, body: Body): NumrouteError {
  const details = { vendorWord: sample(reply) };
  const message = `the vendor's reply is not understood (HTTP ${reply.status})`;
  if (reply.status === 401 && body.kind !== 'html')
    return new NumrouteError('UNAUTHORIZED', message, details);
  if (reply.status === 429) {
    return new NumrouteError('RATE_LIMITED', message, { ...details, ...retryAfter(reply) });
  }
  const blocked = !isSuccess(reply) || body.kind === 'html';
  return new NumrouteError(blocked ? 'UNAVAILABLE' : 'UNREADABLE', message, details);
}

export function isSuccess({ status }: Reply): boolean {
  return status >= 200 && status < 300;
}

/** Its beginning, on one line. Of a long reply nothing is joined. */
export function sample(reply: Reply): string {
  const head = reply.parts ? reply.parts.slice(0, 8).join('') : reply.text;
  return head.slice(0, 1000).replace(/\s+/g, ' ').slice(0, 200);
}

function retryAfter({ headers }: Reply): { readonly retryAfterMs?: number } {
  const seconds = headers['retry-after'] ?? '';
  // 0 is how some say nothing.
  return /^[1-9]\d{0,5}$/.test(seconds) ? { retryAfterMs: Number(seconds) * 1000 } : {};
}
