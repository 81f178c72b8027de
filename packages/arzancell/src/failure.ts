import { NumrouteError } from '@numroute/core';
import type { Reply } from '@numroute/http';
import { type Body, isSuccess, sample } from './reply.ts';
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

function retryAfter({ headers }: Reply): { readonly retryAfterMs?: number } {
  const seconds = headers['retry-after'] ?? '';
  // 0 is how some say nothing.
  return /^[1-9]\d{0,5}$/.test(seconds) ? { retryAfterMs: Number(seconds) * 1000 } : {};
}
